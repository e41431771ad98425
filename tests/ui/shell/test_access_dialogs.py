"""The main dialogs for people who cannot see well, use no mouse, or have a small screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.core.paths import samples
from desktop.features.exchange import ImportRequest, preview_import
from desktop.features.exchange.ui.wizard import ImportDialog
from desktop.features.findings.ui.step_dialog import StepDialog
from desktop.features.forecast.ui.rule_dialog import RuleDialog
from desktop.features.operators.ui.dialog import OperatorsDialog
from desktop.features.points import point_rows
from desktop.features.settings import all_settings
from desktop.features.settings.ui.dialog import SettingsDialog
from desktop.features.visits.ui.draw_dialog import DrawDialog
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


DIALOGS: dict[str, Callable[..., QDialog]] = {
    "import": _import,
    "batch": _batch,
    "form": _form,
    "step": lambda desk: StepDialog(desk.window, {"found": 2, "assigned": 1}, _nothing),
    "settings": lambda desk: SettingsDialog(
        desk.window, all_settings(desk.store), _nothing, _nothing
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
