"""The main dialogs for people who cannot see well, use no mouse, or have a small screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core.paths import samples
from desktop.features.exchange import ImportRequest, preview_import
from desktop.features.exchange.ui.wizard import ImportDialog
from desktop.features.findings import make_bulletin, note_finding
from desktop.features.findings.ui.bulletin_forms import bulletin_form, words_form
from desktop.features.findings.ui.step_dialog import StepDialog
from desktop.features.forecast.ui.rule_dialog import RuleDialog
from desktop.features.operators.ui.dialog import OperatorsDialog
from desktop.features.points import point_rows
from desktop.features.scoring import Given
from desktop.features.settings import all_settings
from desktop.features.settings.ui.dialog import Carrying, SettingsDialog
from desktop.features.visits import RoundPlan, add_points, fill_rest, save_round, visit_rows
from desktop.features.visits.entry import differences, set_answer, sheet_of
from desktop.features.visits.ui.draw_dialog import DrawDialog
from desktop.features.visits.ui.settle_dialog import SettleDialog
from desktop.features.workspace import operation_rows
from desktop.shell.history import HistoryDialog, OperationsDialog
from desktop.ui_kit.batch_edit import BatchDialog
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.rows_model import Column
from tests.ui.access import (
    crossed,
    cut,
    nameless,
    outside,
    small,
    unreached,
    walk,
    without_mark,
)

# What 1366×768 at 200 % leaves beside the title bar and the task bar.
LEAST = (660, 340)


def _nothing(*_given: object) -> None:
    return


def _no_lines(*_given: object) -> tuple[str, ...]:
    return ()


def _yes(*_given: object) -> bool:
    return True


def _import(desk) -> QDialog:  # type: ignore[no-untyped-def]
    request = ImportRequest("points", samples() / "点位台账.xlsx")
    return ImportDialog(desk.window, preview_import(desk.store, request))


def _batch(desk) -> QDialog:  # type: ignore[no-untyped-def]
    columns = (Column("name", "点位名称", 90), Column("street", "街道", 90, editable=True))
    return BatchDialog(desk.window, columns, iter(point_rows(desk.store).all()[:3]), 3, _yes)


def _form(desk) -> QDialog:  # type: ignore[no-untyped-def]
    fields = (
        Field("name", "名称", required=True), Field("day", "日期", kind="date"),
        Field("kind", "种类", choices=("甲", "乙")), Field("words", "说明", kind="long"),
        Field("units", "单位", kind="many", choices=("住建局", "文明办")),
    )  # fmt: skip
    return FormDialog(desk.window, "form", "一张表", fields, _nothing)


def _settle(desk) -> QDialog:  # type: ignore[no-untyped-def]
    item, _ = save_round(desk.store, None, RoundPlan("六月自查", "自查", "2026-06-06"))
    add_points(desk.store, item.id, [point_rows(desk.store).all()[0].id])
    (visit,) = visit_rows(desk.store, item.id).all()
    fill_rest(desk.store, visit.id)
    for line in sheet_of(desk.store, visit.id, entry=2).lines:
        if line.rule.kind == "yes_no":
            set_answer(desk.store, visit.id, line.item_id, Given("fail"), entry=2)
    return SettleDialog(desk.window, desk.context, visit.id)


def _words(desk) -> QDialog:  # type: ignore[no-untyped-def]
    point = point_rows(desk.store).all()[0].id
    found = {"point_id": point, "text": "垃圾未清", "found": date(2026, 6, 1)}
    note_finding(desk.store, None, found)
    bulletin, _ = make_bulletin(desk.store, *(date(2026, 6, day) for day in (1, 2, 3)))
    return words_form(desk.window, desk.context, bulletin.id)


DIALOGS: dict[str, Callable[..., QDialog]] = {
    "import": _import,
    "batch": _batch,
    "form": _form,
    "settle": _settle,
    "bulletin": lambda desk: bulletin_form(desk.window, desk.context),
    "bulletin_words": _words,
    "step": lambda desk: StepDialog(desk.window, {"found": 2, "assigned": 1}, _nothing),
    "settings": lambda desk: SettingsDialog(
        desk.window, all_settings(desk.store), Carrying(dict, _no_lines, _nothing), _nothing
    ),
    "operators": lambda desk: OperatorsDialog(desk.window, desk.context),
    "operations": lambda desk: OperationsDialog(
        desk.window, operation_rows(desk.store), _yes, lambda _id: ()
    ),
    "history": lambda desk: HistoryDialog(desk.window, "青河渡口公园", ["改了名称"]),
    "draw": lambda desk: DrawDialog(desk.window, desk.context, "", ()),
    "rule": lambda desk: RuleDialog(desk.window, "Ⅱ-1", __import__("decimal").Decimal(1), _nothing),
}


@pytest.fixture(params=DIALOGS, ids=str)
def dialog(request, qtbot: QtBot, desk):  # type: ignore[no-untyped-def]
    made = DIALOGS[request.param](desk)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.wait(20)
    return made


def test_rows_that_differ_are_named_and_taken_with_the_keyboard(qtbot: QtBot, desk) -> None:  # type: ignore[no-untyped-def]
    made = _settle(desk)
    qtbot.addWidget(made)
    made.show()
    unlike = differences(desk.store, made._visit_id)
    place = next(n for n, one in enumerate(unlike, 1) if one.second.verdict == "fail")
    take = made.findChild(QPushButton, f"visits.settle.take{place}")
    assert take.accessibleName() == f"{unlike[place - 1].code} 以第二遍为准：不符合"
    words = [label for label in made.findChildren(QLabel) if "各行两遍" not in label.text()]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in words)
    assert all(label.height() >= label.heightForWidth(label.width()) for label in words)
    take.setFocus()
    qtbot.keyClick(take, Qt.Key.Key_Space)
    assert len(differences(desk.store, made._visit_id)) == len(unlike) - 1
    assert not take.isEnabled()


def test_everything_has_a_name_and_can_be_hit(dialog: QDialog) -> None:
    assert nameless(dialog) == []
    assert small(dialog) == []


def test_the_tab_key_comes_to_everything_and_one_sees_where_it_is(dialog: QDialog) -> None:
    seen = walk(dialog, dialog.focusWidget() or dialog)
    assert unreached(dialog, seen) == []
    assert without_mark(seen) == []


def test_it_fits_a_small_screen(dialog: QDialog) -> None:
    dialog.resize(*LEAST)
    QApplication.processEvents()
    assert dialog.width() <= LEAST[0]
    assert dialog.height() <= LEAST[1]
    assert cut(dialog) == []
    assert outside(dialog) == []
    assert crossed(dialog) == []
