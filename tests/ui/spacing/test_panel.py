"""The panel shows the same numbers as the print, and marks are typed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from db import Store
from desktop.core.paths import samples
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.spacing import edit_mark, edit_road, spacing_results
from desktop.features.spacing.ui.panel import SpacingPanel
from desktop.ui_kit.change_bus import ChangeBus
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import FormDialog
from desktop.ui_kit.job_runner import JobRunner
from desktop.ui_kit.shown import shown
from desktop.ui_kit.theme import apply_theme
from desktop.ui_kit.verbs import Verbs
from tests.ui.conftest import FakeMessages


@pytest.fixture
def called() -> list[str]:
    return []


@pytest.fixture
def panel(
    qtbot: QtBot, qapp: QApplication, store: Store, called: list[str]
) -> Iterator[SpacingPanel]:
    file = samples() / "公益广告里程.xlsx"
    apply_import(store, preview_import(store, ImportRequest("marks", file)))
    apply_theme(qapp, dark=False)
    bus, runner = ChangeBus(), JobRunner(lambda: store)
    context = UiContext(store, bus, runner, FakeMessages(), lambda: None)

    def note(word: str) -> Callable[..., None]:
        return lambda *given: called.append(" ".join([word, *map(str, given)]))

    verbs = Verbs(note("import"), note("export"), note("list"), note("pdf"), note("history"),
                  note("go"))  # fmt: skip
    made = SpacingPanel(context, verbs, note("print"))
    bus.changed.connect(lambda _changes: made.reload())
    qtbot.addWidget(made)
    made.resize(1150, 600)
    made.show()
    yield made
    runner.shutdown()


def choose(panel: SpacingPanel, road: str) -> None:
    for number, record in enumerate(panel.table.model.rows.all()):
        if record.road == road:
            panel.table.view.selectRow(number)


def fill(qtbot: QtBot, open_form: Callable[[], Any], values: dict[str, str]) -> FormDialog:
    """Fill a form that opens modally, without waiting for it."""
    forms: list[FormDialog] = []

    def execute(form: FormDialog) -> int:
        forms.append(form)
        for key, text in values.items():
            form._inputs[key].setText(text)  # type: ignore[union-attr]
        form._try()
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FormDialog, "exec", execute)
        open_form()
    qtbot.addWidget(forms[0])
    return forms[0]


def child(panel: SpacingPanel, kind: Any, name: str) -> Any:
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def test_the_panel_shows_what_the_results_say(panel: SpacingPanel, store: Store) -> None:
    cells = {cells[0]: cells for cells in shown(panel.table).rows}
    assert cells["西环路"][:8] == ("西环路", "次干道", "1300", "4", "650", "1", "2", "不合格")
    assert cells["青禾大道"][4:8] == ("95", "", "", "合格")
    assert child(panel, QLabel, "spacing.summary").text() == "合格 7 条　不合格 5 条"
    choose(panel, "西环路")
    spoken = panel.strip.accessibleName()
    assert "K0+330 至 K0+980，650 米，超过限值，补在 K0+547、K0+763" in spoken
    assert [cells[1] for cells in shown(panel.marks).rows] == [
        "K0+040", "K0+330", "K0+980", "K1+240",
    ]  # fmt: skip


def test_the_strip_is_drawn_to_scale(panel: SpacingPanel, qapp: QApplication) -> None:
    choose(panel, "西环路")
    width = panel.strip.width()
    assert panel.strip.tip_at(width * 20 / 1300) == "K0+000 至 K0+040，40 米"
    assert "超过限值" in panel.strip.tip_at(width * 700 / 1300)
    assert panel.strip.tip_at(width + 50) == ""
    image = panel.strip.grab().toImage()
    row = [image.pixelColor(round(width * at / 1300), 50) for at in (150, 500, 1100)]
    assert row[0] == row[2] != row[1]
    assert QColor(row[1]).red() > QColor(row[1]).blue()


def test_buttons_reach_the_rest_of_the_program(panel: SpacingPanel, called: list[str]) -> None:
    for name in ("import", "export", "print"):
        child(panel, QPushButton, f"spacing.{name}").click()
    assert called == ["import marks", "export marks", "print"]


def test_a_mark_is_typed_in_changed_and_taken_away(
    panel: SpacingPanel, store: Store, qtbot: QtBot
) -> None:
    choose(panel, "禾丰路")
    assert next(iter(panel.table.selected())).needed == 1
    add = child(panel, QPushButton, "spacing.marks.add")
    form = fill(qtbot, add.click, {"chainage_m": "远", "number": "12"})
    assert "看不懂" in form._error.text() + "".join(e.text() for e in form._errors.values())
    fill(qtbot, add.click, {"chainage_m": "476米", "number": "12", "theme": "补"})
    (record,) = panel.table.selected()
    assert (record.road, record.needed, record.state) == ("禾丰路", 0, "合格")
    index = panel.marks.model.index(5, 1)
    assert panel.marks.model.setData(index, "K0+520")
    qtbot.waitUntil(lambda: next(iter(panel.table.selected())).over == 1)
    panel.marks.view.selectRow(5)
    child(panel, QPushButton, "spacing.marks.delete").click()
    assert next(iter(panel.table.selected())).mark_count == 11


def test_roads_are_added_changed_and_deleted(
    panel: SpacingPanel, store: Store, qtbot: QtBot
) -> None:
    fill(qtbot, child(panel, QPushButton, "spacing.add").click,
         {"name": "新路", "class_": "次干道", "length_m": "0.4公里"})  # fmt: skip
    choose(panel, "新路")
    (record,) = panel.table.selected()
    assert (record.length_m, record.state, record.words) == (400, "待定", "没有录入里程")
    panel.strip.grab()
    row = panel.table.model.rows.all().index(record)
    panel.table.model.setData(panel.table.model.index(row, 2), "")
    qtbot.waitUntil(lambda: next(iter(panel.table.selected())).length_m is None)
    child(panel, QPushButton, "spacing.delete").click()
    assert len(spacing_results(store, "公益广告")) == 12


def test_without_roads_only_the_next_step_is_shown(panel: SpacingPanel, store: Store) -> None:
    panel.table.view.clearSelection()
    child(panel, QPushButton, "spacing.marks.add").click()
    messages: Any = panel._context.messages
    assert "没有选中道路" in messages.errors[0]
    panel.table.view.selectAll()
    child(panel, QPushButton, "spacing.delete").click()
    assert panel.table.model.rowCount() == 0
    assert (panel.strip.isVisible(), panel.marks.isVisible()) == (False, False)
    edit_road(store, None, {"name": "新路"})
    edit_mark(store, None, {"road": "新路", "subject": "公厕", "chainage_m": "400"})
    panel.reload()
    assert child(panel, QComboBox, "spacing.subject").currentText() == "公共卫生间"
    assert (panel.strip.isVisible(), panel.marks.isVisible()) == (True, True)


def test_limits_are_changed_in_the_panel(panel: SpacingPanel, store: Store, qtbot: QtBot) -> None:
    limits = child(panel, QPushButton, "spacing.limits")
    fill(qtbot, limits.click, {"主干道": "130", "+class": "支路", "+most_m": "400"})
    assert child(panel, QLabel, "spacing.summary").text() == "合格 10 条　不合格 2 条"
    form = fill(qtbot, limits.click, {})
    assert {"主干道", "次干道", "支路"} <= set(form._inputs)


def test_another_subject_is_chosen(panel: SpacingPanel, store: Store) -> None:
    edit_mark(store, None, {"road": "人民路", "subject": "公厕", "chainage_m": "400"})
    box = child(panel, QComboBox, "spacing.subject")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "公共卫生间"
    states = {cells[0]: cells[7] for cells in shown(panel.table).rows}
    assert (states["人民路"], states["禾丰路"]) == ("合格", "待定")


def test_any_road_can_be_drawn(panel: SpacingPanel, store: Store, qapp: QApplication) -> None:
    for name, length, places in (
        ("无长度路", "", ["100", "K9+000"]), ("路外路", "", ["-20"]), ("短路", "0.5", ["0", "0.5"]),
        ("密路", "1000", [str(place) for place in range(0, 1001, 7)]),
    ):  # fmt: skip
        edit_road(store, None, {"name": name, "length_m": length, "class_": "主干道"})
        for place in places:
            edit_mark(store, None, {"road": name, "subject": "公益广告", "chainage_m": place})
    panel.reload()
    for dark in (True, False):
        apply_theme(qapp, dark=dark)
        for record in panel.table.model.rows.all():
            choose(panel, record.road)
            assert not panel.strip.grab().isNull()
    panel.resize(panel.minimumSizeHint())
    assert panel.minimumSizeHint().width() <= 720
    assert panel.childAt(QPoint(5, 5)) is not None
