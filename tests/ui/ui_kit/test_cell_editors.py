"""Cells open the editor that fits: a date typed freely, one of several, a unit; many at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from db import Store
from desktop.core.clock import today
from desktop.features.evidence import document_rows
from desktop.features.findings import finding_rows, note_finding
from desktop.features.points import point_rows
from desktop.shell.desk import Desk
from desktop.ui_kit.cell_editors import ChoiceCell
from desktop.ui_kit.form_inputs import DateInput
from desktop.ui_kit.table import RecordTable
from tests.ui.shell.test_window import click, open_page, type_chinese
from tests.ui.ui_kit.test_views_and_batch import choose, menu_of, select

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


def index_of(table: RecordTable, row: int, key: str) -> QModelIndex:
    column = next(number for number, one in enumerate(table.model.columns) if one.key == key)
    return table.model.index(row, column)


def open_cell(qtbot: QtBot, table: RecordTable, row: int, key: str) -> Any:
    """Open a cell's editor with F2 and return it."""
    table.view.setCurrentIndex(index_of(table, row, key))
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    return table.view.indexWidget(table.view.currentIndex())


def test_a_type_is_chosen_by_letters_and_enter(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "points")
    table: RecordTable = desk.window.page("points").table  # type: ignore[attr-defined]
    names = sorted({row.type for row in point_rows(desk.store).all()})
    first = table.model.record(0)
    other = next(name for name in names if name != first.type)
    editor = open_cell(qtbot, table, 0, "type")
    assert isinstance(editor, ChoiceCell)
    assert editor.currentText() == first.type
    assert editor.accessibleName() == "类型"
    type_chinese(editor.lineEdit(), other)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.model.record(0).type == other)
    click(qtbot, desk, "window.undo")
    assert table.model.record(0).type == first.type


def ledger(qtbot: QtBot, desk: Desk) -> RecordTable:
    """Open the ledger with four findings in it."""
    for number in range(4):
        note_finding(desk.store, None, {"text": f"第 {number} 处垃圾", "point": "某街口"})
    open_page(qtbot, desk, "findings")
    return desk.window.page("findings").ledger.table  # type: ignore[attr-defined,no-any-return]


def test_a_date_is_typed_freely(qtbot: QtBot, desk: Desk) -> None:
    table = ledger(qtbot, desk)
    first = table.model.record(0)
    editor = open_cell(qtbot, table, 0, "due")
    assert isinstance(editor, DateInput)
    editor.selectAll()
    QTest.keyClicks(editor, f"{today().year + 1}.8.31")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    wanted = date(today().year + 1, 8, 31)
    found = lambda: {row.id: row.due for row in finding_rows(desk.store).all()}[first.id]  # noqa: E731
    qtbot.waitUntil(lambda: found() == wanted)
    editor = open_cell(qtbot, table, table.model.place_of(first.id) or 0, "due")
    editor.selectAll()
    QTest.keyClicks(editor, "zz")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.messages.errors))  # type: ignore[attr-defined]
    assert "整改时限" in desk.messages.errors[0]  # type: ignore[attr-defined]
    assert found() == wanted


def batch(qtbot: QtBot, desk: Desk, table: RecordTable, field: str, key: str, words: str) -> None:
    """Change a field of the first three rows in the dialog, as a person does."""
    select(qtbot, table.view, 0, 2, 0)

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        box = dialog.findChild(QComboBox, "batch.field")
        assert box is not None
        box.setCurrentText(field)
        choice = dialog.findChild(QComboBox, f"batch.words.{key}")
        line = choice.lineEdit() if choice else dialog.findChild(QLineEdit, f"batch.words.{key}")
        type_chinese(line, words)
        save = dialog.findChild(QAbstractButton, "batch.save")
        assert save is not None
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, act)
    choose(menu_of(table.view), "批量修改 3 条")


def test_findings_are_changed_together(qtbot: QtBot, desk: Desk) -> None:
    table = ledger(qtbot, desk)
    chosen = [table.model.record(row).id for row in range(3)]
    batch(qtbot, desk, table, "备注", "remark", "一起督办")
    remarks = {row.id: row.remark for row in finding_rows(desk.store).all()}
    assert [remarks[one] for one in chosen] == ["一起督办"] * 3
    assert list(remarks.values()).count("一起督办") == 3


def test_documents_get_their_unit_together(
    qtbot: QtBot, desk: Desk, county_store: Store, tmp_path: Any
) -> None:
    for name in ("甲", "乙", "丙"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    click(qtbot, desk, "nav.evidence")
    page: Any = desk.window.page("evidence")
    page.add([tmp_path / f"{name}.txt" for name in ("甲", "乙", "丙")])
    qtbot.waitUntil(lambda: page.documents.model.rows.found >= 3, timeout=20_000)
    editor = open_cell(qtbot, page.documents, 0, "unit")
    assert isinstance(editor, ChoiceCell)
    units = [editor.itemText(number) for number in range(editor.count())]
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    batch(qtbot, desk, page.documents, "单位", "unit", units[4])
    assert [row.unit for row in document_rows(desk.store).all()][:3] == [units[4]] * 3
    batch(qtbot, desk, page.documents, "成文/拍摄日期", "fact_date", "2026-03-02")
    assert [row.fact_date for row in document_rows(desk.store).all()][:3] == [date(2026, 3, 2)] * 3
    click(qtbot, desk, "window.undo")
    assert date(2026, 3, 2) not in [row.fact_date for row in document_rows(desk.store).all()]
    batch_refused(qtbot, desk, page.documents)


def batch_refused(qtbot: QtBot, desk: Desk, table: RecordTable) -> None:
    before = [row.unit for row in document_rows(desk.store).all()]

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(300, close)
    batch(qtbot, desk, table, "单位", "unit", "没有这个局")
    assert "没有“没有这个局”这个单位" in desk.messages.errors[-1]  # type: ignore[attr-defined]
    assert [row.unit for row in document_rows(desk.store).all()] == before
