"""The page of the trial hand-in: results, two pictures side by side, the line of days."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db import Store, open_store
from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.dossier import Window, all_limits, exempt, find_dates, set_window, window_of
from desktop.features.dossier.ui.page import DossierPage, DossierPrints
from desktop.features.evidence import add_paths, document_rows
from desktop.features.workspace import open_workspace, undo
from desktop.ui_kit.change_bus import ChangeBus
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import FormDialog
from desktop.ui_kit.job_runner import JobRunner
from desktop.ui_kit.theme import apply_theme
from desktop.ui_kit.verbs import Verbs
from tests.ui.conftest import FakeMessages

UNITS = ("住建局", "文明办", "文旅局")


@pytest.fixture
def filled(county_workspace: Path, tmp_path: Path) -> Iterator[Store]:
    """The sample county with what three units handed in."""
    folder = Path(shutil.copytree(county_workspace, tmp_path / "w"))
    with open_store(folder / "workspace.db") as store:
        quiet = QuietContext()
        add_paths(quiet, store, [samples() / "报送材料" / name for name in UNITS])
        find_dates(quiet, store)
        set_window(store, Window(date(2025, 9, 1), date(2026, 8, 31)))
        yield store


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, filled: Store) -> Iterator[DossierPage]:
    apply_theme(qapp, dark=False)
    bus, runner = ChangeBus(), JobRunner(lambda: open_workspace(filled.workspace))
    context = UiContext(filled, bus, runner, FakeMessages(), lambda: None)

    def nothing(*_given: object) -> None:
        return

    verbs = Verbs(nothing, nothing, nothing, nothing, nothing, nothing)
    made = DossierPage(context, verbs, DossierPrints(nothing, nothing))
    bus.changed.connect(lambda _changes: made.reload())
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    made.reload()
    yield made
    runner.shutdown()


def press(page: DossierPage, name: str) -> None:
    button = page.findChild(QPushButton, f"dossier.{name}")
    assert button is not None
    button.click()


def run_trial(qtbot: QtBot, page: DossierPage) -> None:
    press(page, "run")
    qtbot.waitUntil(lambda: page.table.model.total() > 0, timeout=20_000)


def select(page: DossierPage, rule: str) -> None:
    rows = page.table.model.rows.all()
    page.table.view.selectRow(next(i for i, row in enumerate(rows) if row.rule == rule))


def test_two_pictures_stand_side_by_side(qtbot: QtBot, page: DossierPage) -> None:
    run_trial(qtbot, page)
    select(page, "一图多用")
    labels = [page.findChild(QLabel, f"dossier.{name}") for name in ("first", "second")]
    qtbot.waitUntil(
        lambda: all(label is not None and not label.pixmap().isNull() for label in labels),
        timeout=20_000,
    )
    assert "路灯抢修.jpg" in page.pair.words.text()


def test_the_line_shows_who_is_outside_and_moves_before_it_changes(page: DossierPage) -> None:
    store = page._context.store
    assert "期外：DSC00871.jpg、免费开放通知.pdf" in page.bar.line.accessibleName()
    spot = next(s for row, s in page.bar.line._spots() if row.name == "DSC00871.jpg")
    assert "2025-06-18 DSC00871.jpg（拍摄信息，期外）" in page.bar.line.tip_at(spot)
    assert page.bar.line.tip_at(QPointF(-50, -50)) == ""
    press(page, "later")
    press(page, "later")
    assert (
        "改成 2025-11-01 至 2026-10-31：掉出去 1 份：重阳.jpg（2025-10-29）"
        in page.bar.words.text()
    )
    assert window_of(store) == Window(date(2025, 9, 1), date(2026, 8, 31))
    press(page, "back")
    assert page.bar.words.text().startswith("时限窗 2025-09-01 至 2026-08-31")
    press(page, "earlier")
    press(page, "take")
    assert window_of(store) == Window(date(2025, 8, 1), date(2026, 7, 31))


def test_a_number_is_let_pass_by_name_and_reason(
    qtbot: QtBot, page: DossierPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_trial(qtbot, page)
    before = page.table.model.total()
    select(page, "个人信息")
    saved: list[Callable[[], None]] = []

    def fill(dialog: FormDialog) -> int:
        dialog._save({"who": "王主任", "reason": "本人同意"})
        saved.append(dialog.close)
        return 1

    monkeypatch.setattr(FormDialog, "exec", fill)
    press(page, "exempt")
    assert saved
    assert page.table.model.total() == before - 1


def test_what_was_let_pass_is_taken_back_with_a_reason(
    qtbot: QtBot, page: DossierPage, filled: Store
) -> None:
    run_trial(qtbot, page)
    row = next(r for r in page.table.model.rows.all() if r.rule == "个人信息")
    exempt(filled, row.exemption, row.key, who="王主任", reason="本人同意")
    page.reload()
    bar = page.tabs.tabBar()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(3).center())
    tab = page.exemptions()
    button = tab.findChild(QPushButton, "dossier.withdraw")
    assert button is not None
    assert not button.isEnabled()
    tab.table.view.selectRow(0)
    assert "取消放行……" in menu_words(tab.table.view)

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        save = dialog.findChild(QPushButton, "dossier.withdraw_form.save")
        reason = dialog.findChild(QWidget, "dossier.withdraw_form.reason")
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        qtbot.keyClicks(reason, "ting")
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert tab.table.model.total() == 0
    undo(filled)
    page.reload()
    assert [r.reason for r in tab.table.model.rows.all()] == ["本人同意"]


def menu_words(view: QWidget) -> list[str]:
    """Return what the menu of the list's selected row offers."""
    menu = QMenu()
    view.menu_wanted.emit(menu)  # type: ignore[attr-defined]
    return [action.text() for action in menu.actions()]


def test_captions_are_filled_for_many(qtbot: QtBot, page: DossierPage) -> None:
    assert page.captions().table.model.total() == 14
    press(page, "propose")
    qtbot.waitUntil(
        lambda: any(row.state == "收集中" for row in page.captions().table.model.rows.all()),
        timeout=20_000,
    )
    times = {row.name: row.time for row in page.captions().table.model.rows.all()}
    assert times["路灯抢修.jpg"] == "2026年6月30日 20:41"


def test_limits_are_typed_with_their_source(
    page: DossierPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = iter([{"kind": "实景图片"}, {"bytes": "50000", "source": "2026 年通知"}])

    def fill(dialog: FormDialog) -> int:
        dialog._save(next(given))
        return 1

    monkeypatch.setattr(FormDialog, "exec", fill)
    press(page, "limits")
    limits = all_limits(page._context.store)["实景图片"]
    assert (limits.bytes, limits.source) == (50000, "2026 年通知")


def test_the_months_are_drawn_and_listed_with_their_numbers(
    qtbot: QtBot, page: DossierPage, filled: Store
) -> None:
    bar = page.tabs.tabBar()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
    assert page.months().chart.isVisible()
    rows = [row for row in document_rows(filled).all() if row.fact_date]
    listed = page.months().table.model.rows.all()
    assert sum(row.all for row in listed) == len(rows)
    for row in listed:
        said = f"{row.month} 期内 {row.inside} 份，期外 {row.outside} 份"
        assert said in page.months().chart.accessibleName()
    set_window(filled, Window(date(2020, 1, 1), date(2020, 2, 1)))
    page.reload()
    assert {row.inside for row in page.months().table.model.rows.all()} == {0}
