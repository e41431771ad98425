"""Rows under the headings of their groups: chosen, folded, remembered, printed and exported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from db import SqlRows, Store
from db.tables.points import POINTS
from desktop.core.row_source import ListRows, Query
from desktop.features.points import point_rows
from desktop.shell.desk import Desk
from desktop.ui_kit.grouped_rows import HeadingRole
from desktop.ui_kit.grouping import Grouping
from desktop.ui_kit.long_list import LongList
from desktop.ui_kit.shown import shown
from desktop.ui_kit.table import RecordTable
from tests.ui.shell.test_window import open_page
from tests.ui.ui_kit.conftest import COLUMNS
from tests.ui.ui_kit.test_table import CTRL, LEFT, NONE, Pasting, paste

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


def press(qtbot: QtBot, menu: QMenu, words: str) -> None:
    """Choose an entry of an open menu with the mouse."""
    action = next(item for item in menu.actions() if item.text() == words)
    qtbot.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())


def group_by(qtbot: QtBot, table: RecordTable, words: str) -> None:
    qtbot.mouseClick(table.views.button, LEFT)
    menu = table.findChildren(QMenu, "views")[-1]
    choice = menu.findChild(QMenu, "groups")
    assert choice is not None
    choice.popup(QPoint(0, 0))
    press(qtbot, choice, words)
    menu.close()


def headings(table: RecordTable) -> list[str]:
    every = (table.model.index(row, 0).data(HeadingRole) for row in range(table.model.rowCount()))
    return [words for words in every if words]


def click_row(qtbot: QtBot, table: RecordTable, row: int) -> None:
    place = table.view.visualRect(table.model.index(row, 1)).center()
    qtbot.mouseClick(table.view.viewport(), LEFT, NONE, place)


def test_groups_have_headings_with_counts_over_every_row(
    qtbot: QtBot, table: RecordTable, county_store: Store
) -> None:
    group_by(qtbot, table, "街道")
    found = sorted(Counter(row.street or "" for row in point_rows(county_store).all()).items())
    said = [f"▾ 街道：{name or '（空）'}（{count} 条）" for name, count in found]
    assert headings(table) == said
    assert table.model.rowCount() == 260 + len(said)
    assert table.model.rows.found == 260
    street = None
    for row in range(table.model.rowCount()):
        record = table.model.record(row)
        if record is None:
            street = table.model.index(row, 0).data(HeadingRole)
        else:
            assert f"：{record.street or '（空）'}（" in str(street)
    group_by(qtbot, table, "不分组")
    assert headings(table) == []
    assert table.model.rowCount() == 260


def test_a_group_is_folded_by_click_and_by_keys(qtbot: QtBot, table: RecordTable) -> None:
    group_by(qtbot, table, "街道")
    whole = table.model.rowCount()
    size = table.model.rows.grouping.groups[0][1]
    click_row(qtbot, table, 0)
    assert table.model.rowCount() == whole - size
    assert headings(table)[0].startswith("▸")
    assert table.view.currentIndex().row() == 0
    for key, rows in ((Qt.Key.Key_Right, whole), (Qt.Key.Key_Right, whole),
                      (Qt.Key.Key_Left, whole - size), (Qt.Key.Key_Space, whole),
                      (Qt.Key.Key_Return, whole - size)):  # fmt: skip
        qtbot.keyClick(table.view, key)
        assert table.model.rowCount() == rows
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert table.view.currentIndex().row() == 2
    hidden = table.model.rows.inner.record(0)
    assert table.model.place_of(hidden.id) == 1
    assert table.model.rowCount() == whole


def test_a_heading_is_no_record(qtbot: QtBot, table: RecordTable) -> None:
    pasting = Pasting(table)
    opened: list[Any] = []
    table.activated.connect(opened.append)
    group_by(qtbot, table, "街道")
    click_row(qtbot, table, 0)
    click_row(qtbot, table, 0)
    assert table.selected() == []
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    qtbot.mouseDClick(table.view.viewport(), LEFT, NONE,
                      table.view.visualRect(table.model.index(0, 1)).center())  # fmt: skip
    assert opened == []
    last = table.model.rows.grouping.groups[0][1]
    table.model.fold(0, is_open=True)
    table.view.setCurrentIndex(table.model.index(last, 2))
    paste(qtbot, table, "甲\n乙")
    names = [row.name for row in table.model.rows.all()]
    assert [name for name, _ in pasting.edits] == names[last - 1 : last + 1]


def test_a_click_on_the_grouped_column_turns_the_groups(qtbot: QtBot, table: RecordTable) -> None:
    group_by(qtbot, table, "街道")
    upward = headings(table)
    table.view.header.sort_wanted.emit(2, False)
    table.view.header.sort_wanted.emit(2, False)
    assert headings(table) == upward[::-1]


def test_grouping_is_remembered_and_kept_in_views(
    qtbot: QtBot, table: RecordTable, county_store: Store
) -> None:
    group_by(qtbot, table, "街道")
    table.views.keep("按街道")
    again = RecordTable("t", SqlRows(county_store, POINTS), COLUMNS, empty="空")
    qtbot.addWidget(again)
    assert headings(again) == headings(table)
    group_by(qtbot, table, "不分组")
    qtbot.mouseClick(table.views.button, LEFT)
    press(qtbot, table.findChildren(QMenu, "views")[-1], "按街道")
    assert headings(table) == headings(again)


def test_what_is_shown_has_the_headings(qtbot: QtBot, table: RecordTable) -> None:
    group_by(qtbot, table, "街道")
    click_row(qtbot, table, 0)
    seen = shown(table)
    first, second = (table.model.rows.grouping.groups[number][1] for number in (0, 1))
    assert sorted(seen.headings)[:3] == [0, 1, second + 2]
    assert len(seen.rows) == table.model.rowCount() == 260 - first + len(seen.headings)
    qtbot.keyClick(table.view, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(table.view, Qt.Key.Key_C, CTRL)
    copied = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in copied] == [row[0] for row in seen.rows]


def test_rows_held_in_memory_are_grouped_alike(qtbot: QtBot, county_store: Store) -> None:
    source = SqlRows(county_store, POINTS)
    held = ListRows(source.all())
    for down in (False, True):
        query = Query(sort=(("street", down),), group="street")
        assert held.groups(query) == list(source.groups(query))
    assert source.groups(Query(group="nothing")) == ()


def test_grouping_knows_every_row() -> None:
    grouping = Grouping((("a", 2), ("b", 1), ("c", 3)), folded=("b",))
    assert grouping.count(6) == 8
    shown_rows = [(grouping.heading_at(row), grouping.offset_of(row)) for row in range(8)]
    assert shown_rows == [(0, None), (None, 0), (None, 1), (1, None), (2, None), (None, 3),
                          (None, 4), (None, 5)]  # fmt: skip
    assert [grouping.row_of(offset) for offset in range(6)] == [1, 2, None, 5, 6, 7]
    assert [Grouping().offset_of(row) for row in (0, 7)] == [0, 7]


def test_what_is_seen_is_printed_and_exported(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page(qtbot, desk, "points")
    table: RecordTable = desk.window.page("points").table  # type: ignore[attr-defined]
    group_by(qtbot, table, "街道")
    heads = [words[2:] for words in headings(table)]
    file = tmp_path / "看到的.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(table.views.button, LEFT)
    press(qtbot, table.findChildren(QMenu, "views")[-1], "导出看到的这些（xlsx）……")
    qtbot.waitUntil(lambda: any("已导出 260 条" in one for one in desk.messages.said))  # type: ignore[attr-defined]
    book = load_workbook(file)
    cells = [row for row in book.active.iter_rows(min_row=2)]
    bold = [row[0].value for row in cells if row[0].font.bold]
    assert bold == heads
    assert len(cells) == 260 + len(heads)
    assert isinstance(next(row[1].value for row in cells if row[1].value), int)
    qtbot.mouseClick(table.views.button, LEFT)
    press(qtbot, table.findChildren(QMenu, "views")[-1], "打印看到的这些……")
    document = desk.window.page("reports").preview.document  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: document.pageCount() > 0, timeout=30_000)
    text = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    assert all(words.replace("（", "") in text.replace("（", "") for words in heads)


def test_a_long_list_is_grouped_where_it_is_looked_up(
    qtbot: QtBot, table: RecordTable, county_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    group_by(qtbot, table, "街道")
    expected = headings(table)
    group_by(qtbot, table, "不分组")
    monkeypatch.setattr(Store, "is_large", property(lambda _store: True))
    long = RecordTable("long", SqlRows(county_store, POINTS), COLUMNS, empty="空")
    qtbot.addWidget(long)
    long.resize(700, 500)
    long.show()
    assert isinstance(long.model.rows.inner, LongList)
    qtbot.waitUntil(lambda: long.model.rows.found == 260)
    group_by(qtbot, long, "街道")
    qtbot.waitUntil(lambda: len(headings(long)) == len(expected))
    qtbot.waitUntil(lambda: not long.model.rows.is_busy)
    assert headings(long) == expected
    long.view.selectAll()
    assert len(long.selection.ids()) == len(set(long.selection.ids())) == 260
    chosen = long.selection.ids()
    long.model.fold(0)
    long.reload()
    qtbot.waitUntil(lambda: not long.model.rows.is_busy)
    hidden = long.model.rows.grouping.groups[0][1]
    assert headings(long)[0].startswith("▸")
    assert long.selection.ids() == chosen[hidden:]
    assert len(shown(long).rows) == 260 - hidden + len(expected)
