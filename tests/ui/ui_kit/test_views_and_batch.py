"""Changing many rows at once, filtering by a cell, views kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QMenu,
)
from pytestqt.qtbot import QtBot

from desktop.features.points import point_rows
from desktop.shell.desk import Desk
from desktop.ui_kit.batch_edit import BatchDialog
from desktop.ui_kit.rows_model import Column
from tests.ui.shell.test_window import click, open_page, type_chinese


@dataclass(frozen=True)
class Row:
    """A row of a list."""

    id: str
    name: str
    street: str


pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


def menu_of(table: Any) -> QMenu:
    """Click a row with the right button and return the menu that opens."""
    place = table.visualRect(table.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, QPoint(5, 5))
    QApplication.sendEvent(table.viewport(), event)
    return table.findChildren(QMenu, "row")[-1]


def choose(menu: QMenu, words: str) -> None:
    action = next(item for item in menu.actions() if words in item.text())
    menu.close()
    action.trigger()


def select(qtbot: QtBot, table: Any, first: int, last: int, column: int) -> None:
    for row, key in ((first, Qt.KeyboardModifier.NoModifier),
                     (last, Qt.KeyboardModifier.ShiftModifier)):  # fmt: skip
        place = table.visualRect(table.model().index(row, column)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, key, place)


def test_thousands_of_rows_are_compared_while_the_dialog_stands_there(
    qtbot: QtBot, qapp: QApplication
) -> None:
    rows = [
        Row(str(number), f"第{number}处", "旧" if number % 2 else "新") for number in range(3500)
    ]
    columns = (Column("name", "名称", 90), Column("street", "街道", 90, editable=True))
    saved: list[Any] = []

    def apply(edits: Any) -> bool:
        saved.extend(edits)
        return True

    dialog = BatchDialog(None, columns, iter(rows), len(rows), apply)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    save = dialog.findChild(QAbstractButton, "batch.save")
    assert not save.isEnabled()
    assert save.text().startswith("正在看")
    qtbot.waitUntil(save.isEnabled)
    assert save.text() == "改 3500 条"
    words = dialog.findChild(QLineEdit, "batch.words.street")
    qtbot.keyClicks(words, "x")
    qtbot.keyClick(words, Qt.Key.Key_Backspace)
    QApplication.clipboard().setText("新")
    words.paste()
    qtbot.waitUntil(save.isEnabled)
    assert save.text() == "改 1750 条（1750 条本来就是）"
    changes = dialog.findChild(QListWidget, "batch.changes")
    assert changes.count() == 301
    assert changes.item(0).text() == "第1处：旧 → 新"
    assert changes.item(300).text() == "……另有 1450 条"
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert [row.id for row, _ in saved] == [row.id for row in rows[1::2]]
    assert {tuple(values.items()) for _, values in saved} == {(("street", "新"),)}


def test_a_list_that_becomes_another_ends_the_reading(qtbot: QtBot, qapp: QApplication) -> None:
    columns = (Column("street", "街道", 90, editable=True),)
    rows = [Row(str(number), "", "旧") for number in range(3000)]
    for count, is_left in ((len(rows), True), (3, False)):
        dialog = BatchDialog(
            None,
            columns,
            iter(rows[:count]),
            count,
            lambda _edits: True,  # type: ignore[arg-type]
        )
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.stop_reading()
        assert dialog.isHidden() is is_left


def test_many_rows_are_changed_after_a_look_and_taken_back_at_once(
    qtbot: QtBot, desk: Desk
) -> None:
    open_page(qtbot, desk, "points")
    view = desk.window.page("points").table.view  # type: ignore[attr-defined]
    before = [row.street for row in point_rows(desk.store).all()[:4]]
    select(qtbot, view, 0, 2, 3)

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        field = dialog.findChild(QComboBox, "batch.field")
        words = dialog.findChild(QComboBox, "batch.words.street")
        changes = dialog.findChild(QListWidget, "batch.changes")
        save = dialog.findChild(QAbstractButton, "batch.save")
        assert field is not None
        assert words is not None
        assert changes is not None
        assert save is not None
        field.setCurrentText("街道")
        type_chinese(words.lineEdit(), "新设街道")
        assert changes.count() == 3
        assert changes.item(0).text() == f"青禾大道：{before[0]} → 新设街道"
        assert save.text() == "改 3 条"
        assert point_rows(desk.store).all()[0].street == before[0]
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, act)
    choose(menu_of(view), "批量修改 3 条")
    after = [row.street for row in point_rows(desk.store).all()[:4]]
    assert after == ["新设街道"] * 3 + before[3:]
    click(qtbot, desk, "window.undo")
    assert [row.street for row in point_rows(desk.store).all()[:4]] == before


def test_a_cell_filters_its_column_and_the_look_is_kept_as_a_view(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "points")
    table = desk.window.page("points").table  # type: ignore[attr-defined]
    select(qtbot, table.view, 0, 0, 4)
    street = table.model.record(0).street
    choose(menu_of(table.view), "只看“街道”")
    shown = table.model.rowCount()
    assert 0 < shown < 260
    assert {row.street for row in table.model.rows.all()} == {street}
    assert street in table.filter_text()
    table.views.keep("这个街道的")
    choose(table.views.menu(), "清除全部筛选")
    assert table.model.rowCount() == 260
    choose(table.views.menu(), "这个街道的")
    assert table.model.rowCount() == shown
    table.views.drop("这个街道的")
    assert not [item for item in table.views.menu().actions() if item.text() == "这个街道的"]


def test_a_view_keeps_words_order_and_columns(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "units")
    table = desk.window.page("units").table  # type: ignore[attr-defined]
    type_chinese(desk.window.findChild(QLineEdit, "units.filter"), "局")
    qtbot.waitUntil(lambda: table.model.rowCount() < 72)
    table.model.sort_by((("name", True),))
    table.view.setColumnHidden(2, True)
    table.views.keep("各局")
    names = [row.name for row in table.model.rows.all()]
    table.clear_filter()
    table.model.sort_by(())
    table.view.setColumnHidden(2, False)
    table.views.show("各局")
    assert [row.name for row in table.model.rows.all()] == names
    assert table.view.isColumnHidden(2)
