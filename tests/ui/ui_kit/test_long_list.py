"""Long lists are looked up and read on another thread, and say the same as short ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from db import SqlRows, Store, StoreUnavailable
from db.tables.points import POINTS
from desktop.core.row_source import Query
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.showing import show_row
from desktop.ui_kit.table import RecordTable

COLUMNS = (Column("number", "编号"), Column("name", "名称"), Column("length_m", "长度", total=True))


@pytest.fixture
def table(
    qtbot: QtBot, county_store: Store, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RecordTable]:
    monkeypatch.setattr("db.store._LARGE_BYTES", 0)
    made = RecordTable("long", SqlRows(county_store, POINTS), COLUMNS, empty="空")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    yield made
    settled(qtbot, made)


def settled(qtbot: QtBot, table: RecordTable) -> None:
    qtbot.waitUntil(lambda: not table.model.rows.is_busy, timeout=5000)


def test_it_opens_empty_and_fills(
    qtbot: QtBot, county_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.store._LARGE_BYTES", 0)
    table = RecordTable("long", SqlRows(county_store, POINTS), COLUMNS, empty="空")
    qtbot.addWidget(table)
    count = table.findChild(QLabel, "long.count")
    assert (table.model.rowCount(), count.text()) == (0, "正在读取……")
    settled(qtbot, table)
    assert (table.model.rowCount(), count.text()) == (260, "260 条")
    assert "合计" in table.findChild(QLabel, "long.totals").text()


def test_it_finds_and_sorts_what_a_short_list_does(
    qtbot: QtBot, table: RecordTable, county_store: Store
) -> None:
    settled(qtbot, table)
    for query in (Query("公园"), Query("gy"), Query(sort=(("name", True),)),
                  Query("小区", (("type", "城市社区"),)), Query("没有这个")):  # fmt: skip
        table.model.ask(query)
        settled(qtbot, table)
        wanted = SqlRows(county_store, POINTS).page(query, 0, 1000)
        assert table.model.rows.all() == list(wanted), query


def test_rows_arrive_where_they_are_shown(qtbot: QtBot, table: RecordTable) -> None:
    settled(qtbot, table)
    index = table.model.index(250, 1)
    assert index.data() is None
    with qtbot.waitSignal(table.model.dataChanged, timeout=5000):
        table.view.scrollToBottom()
    settled(qtbot, table)
    assert index.data() == table.model.record(250).name


def test_rows_are_never_read_on_the_windows_thread(
    qtbot: QtBot, table: RecordTable, county_store: Store
) -> None:
    here = threading.get_ident()
    county_store._connection.set_trace_callback(lambda sql: pytest.fail(f"{here}: {sql}"))
    table.reload()
    settled(qtbot, table)
    table.view.scrollToBottom()
    table.view.selectAll()
    table.grab()
    settled(qtbot, table)
    county_store._connection.set_trace_callback(None)
    assert table.selection.count() == 260


def test_the_selection_is_named_without_reading_and_kept(qtbot: QtBot, table: RecordTable) -> None:
    settled(qtbot, table)
    table.view.selectAll()
    assert table.selection.count() == len(table.selection.ids()) == 260
    table.view.clearSelection()
    table.view.selectRow(200)
    (kept,) = table.selection.ids()
    table._sort(1, False)
    settled(qtbot, table)
    assert table.selection.ids() == [kept]
    assert [row.id for row in table.selected()] == [kept]


def test_a_row_is_shown_once_the_list_is_there(qtbot: QtBot, table: RecordTable) -> None:
    settled(qtbot, table)
    wanted = table.model.record(123).id
    table._filter.setText("没有这个")
    table.apply_filter()
    settled(qtbot, table)
    assert show_row(table, wanted)
    settled(qtbot, table)
    assert table.selection.ids() == [wanted]


def test_what_cannot_be_read_is_said_and_tried_again(
    qtbot: QtBot, table: RecordTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(qtbot, table)

    def gone(_store: Store) -> Store:
        raise StoreUnavailable("U 盘不见了。")

    monkeypatch.setattr(Store, "reader", gone)
    table.reload()
    settled(qtbot, table)
    retry = table.findChild(QPushButton, "long.error.retry")
    assert (retry.isVisible(), table.model.rowCount()) == (True, 0)
    monkeypatch.undo()
    qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    settled(qtbot, table)
    assert table.model.rowCount() == 260
