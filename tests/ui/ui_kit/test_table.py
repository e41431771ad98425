"""Tables through real keys and clicks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from db import SqlRows, Store, StoreUnavailable
from db.tables.points import POINTS
from desktop.core.row_source import Query
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.theme import LIGHT
from tests.ui.ui_kit.conftest import COLUMNS

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def cell(table: RecordTable, row: int, column: int) -> QPoint:
    return table.view.visualRect(table.model.index(row, column)).center()


def colour_at(table: RecordTable, row: int, column: int) -> str:
    box = table.view.visualRect(table.model.index(row, column))
    picture = table.view.viewport().grab()
    return QColor(picture.toImage().pixel(box.right() - 3, box.top() + 4)).name().upper()


def click_head(qtbot: QtBot, table: RecordTable, column: int, keys: Any = NONE) -> None:
    header = table.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 20, 10)
    qtbot.mouseClick(header.viewport(), LEFT, keys, place)


def shown(table: RecordTable, key: str) -> list[Any]:
    return [getattr(record, key) for record in table.model.rows.all()]


def test_the_whole_row_under_the_pointer_is_marked(qtbot: QtBot, table: RecordTable) -> None:
    qtbot.mouseMove(table.view.viewport(), cell(table, 3, 1))
    qtbot.waitUntil(lambda: table.view.hovered == 3)
    assert {colour_at(table, 3, column) for column in (1, 2)} == {LIGHT.hover}
    assert colour_at(table, 4, 1) == LIGHT.background
    qtbot.mouseClick(table.view.viewport(), LEFT, NONE, cell(table, 5, 1))
    assert colour_at(table, 5, 2) == LIGHT.selected


def test_the_first_column_stays_and_can_be_clicked(qtbot: QtBot, table: RecordTable) -> None:
    pinned = table.view.pinned
    assert not pinned.isVisible()
    bar = table.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert pinned.isVisible()
    assert pinned.columnAt(10) == 0
    assert pinned.rowAt(10) == table.view.rowAt(10)
    table.view.verticalScrollBar().setValue(40)
    assert pinned.rowAt(10) == table.view.rowAt(10) == 40
    qtbot.mouseClick(pinned.viewport(), LEFT, NONE, QPoint(20, 10))
    assert table.selected() == [table.model.record(40)]
    qtbot.mouseClick(pinned.horizontalHeader().viewport(), LEFT, NONE, QPoint(20, 10))
    assert table.model.query.sort == (("name", False),)
    bar.setValue(0)
    assert not pinned.isVisible()


def test_the_current_cell_never_hides_behind_the_pinned_column(
    qtbot: QtBot, table: RecordTable
) -> None:
    bar = table.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    table.view.setCurrentIndex(table.model.index(0, 2))
    qtbot.keyClick(table.view, Qt.Key.Key_Left)
    left = table.view.visualRect(table.view.currentIndex()).left()
    assert left >= (table.view.pinned.width() if table.view.pinned.isVisible() else 0)


def test_shift_click_sorts_by_several_and_is_remembered(
    qtbot: QtBot, table: RecordTable, county_store: Store
) -> None:
    click_head(qtbot, table, 1)
    click_head(qtbot, table, 0, SHIFT)
    click_head(qtbot, table, 0, SHIFT)
    assert table.model.query.sort == (("type", False), ("name", True))
    heads = [table.model.headerData(n, Qt.Orientation.Horizontal) for n in (0, 1, 2)]
    assert heads == ["↓2 名称", "↑1 类型", "街道"]
    types = shown(table, "type")
    assert types == sorted(types)
    again = RecordTable("t", SqlRows(county_store, POINTS), COLUMNS, empty="空")
    qtbot.addWidget(again)
    assert again.model.query.sort == table.model.query.sort
    for _ in range(2):
        click_head(qtbot, table, 0)
    assert table.model.query.sort == (("name", False),) or table.model.query.sort == ()


def test_three_clicks_are_up_down_and_none(qtbot: QtBot, table: RecordTable) -> None:
    orders = []
    for _ in range(3):
        click_head(qtbot, table, 2)
        orders.append(table.model.query.sort)
    assert orders == [(("street", False),), (("street", True),), ()]


def test_markup_in_a_tip_is_shown_as_typed(table: RecordTable) -> None:
    first, *rest = table.model.rows.inner._pages[0]
    marked = replace(first, name="<b>粗</b> & 一二三四五六七八\n第二行")
    table.model.rows.inner._pages[0] = [marked, *rest]
    tip = table.model.index(0, 0).data(int(Qt.ItemDataRole.ToolTipRole))
    assert tip == "<qt>&lt;b&gt;粗&lt;/b&gt; &amp; 一二三四五六七八<br>第二行</qt>"
    document = QTextDocument()
    document.setHtml(tip)
    assert document.toPlainText() == marked.name


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_columns_are_chosen_by_a_button_and_put_back(qtbot: QtBot, table: RecordTable) -> None:
    def choose(title: str) -> None:
        qtbot.mouseClick(table.findChild(QToolButton, "t.columns"), LEFT)
        menu = table.view.findChildren(QMenu, "columns")[-1]
        action = next(item for item in menu.actions() if item.text() == title)
        qtbot.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())

    choose("街道")
    assert "街道" not in [column.title for column in table.shown_columns()]
    table.view.setColumnWidth(1, 333)
    choose("恢复原样")
    assert table.shown_columns() == list(COLUMNS)
    assert table.view.columnWidth(1) == 160


def test_totals_follow_the_filter(qtbot: QtBot, table: RecordTable) -> None:
    label = table.findChild(QLabel, "t.totals")
    whole = label.text()
    assert whole.startswith("合计：长度（米） ")
    everything = sum(value or 0 for value in shown(table, "length_m"))
    assert whole.endswith(f"{round(everything, 2):,.2f}".rstrip("0").rstrip("."))
    table.findChild(QLineEdit, "t.filter").setText("青禾大道")
    qtbot.waitUntil(lambda: label.text() != whole)


def test_letters_typed_on_a_row_filter_by_pinyin(qtbot: QtBot, table: RecordTable) -> None:
    table.view.setFocus()
    table.view.selectRow(0)
    QTest.keyClicks(table.view, "q")
    field = table.findChild(QLineEdit, "t.filter")
    assert field.text() == "q"
    QTest.keyClicks(field, "hdd")
    qtbot.waitUntil(lambda: 0 < table.model.rowCount() < 100)
    assert all("青禾大道" in f"{r.name}{r.address}" for r in table.model.rows.all())
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert table.model.rowCount() == 260
    qtbot.keyClick(table.view, Qt.Key.Key_F, CTRL)
    assert field.hasFocus() or not table.isActiveWindow()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.mouseClick(table.view.viewport(), LEFT, NONE, cell(table, 0, 1))
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert table.view.currentIndex().row() == 1


class Pasting:
    """Keeps what is pasted into a table."""

    def __init__(self, table: RecordTable) -> None:
        self.edits: list[tuple[str, dict[str, str]]] = []
        self.refused: list[str] = []
        table.set_edit(lambda record, key, text: True, self.take)
        table.refused.connect(self.refused.append)

    def take(self, edits: Any) -> bool:
        self.edits = [(record.name, values) for record, values in edits]
        return True


def paste(qtbot: QtBot, table: RecordTable, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(table.view, Qt.Key.Key_V, CTRL)


def test_cells_from_excel_are_pasted_as_one_step(qtbot: QtBot, table: RecordTable) -> None:
    pasting = Pasting(table)
    names = shown(table, "name")
    qtbot.mouseClick(table.view.viewport(), LEFT, NONE, cell(table, 2, 1))
    paste(qtbot, table, '公园\t"东街\n北段"\r\n广场\t西街\r\n')
    assert pasting.edits == [
        (names[2], {"type": "公园", "street": "东街\n北段"}),
        (names[3], {"type": "广场", "street": "西街"}),
    ]
    qtbot.mouseClick(table.view.viewport(), LEFT, SHIFT, cell(table, 4, 1))
    paste(qtbot, table, "医院")
    assert pasting.edits == [(name, {"type": "医院"}) for name in names[2:5]]
    assert pasting.refused == []


def test_pasting_where_it_cannot_be_is_refused_in_words(qtbot: QtBot, table: RecordTable) -> None:
    pasting = Pasting(table)
    qtbot.mouseClick(table.view.viewport(), LEFT, NONE, cell(table, 0, 0))
    paste(qtbot, table, "新名")
    assert "“名称”不能在表里改" in pasting.refused[-1]
    table.view.scrollToBottom()
    qtbot.mouseClick(table.view.viewport(), LEFT, NONE, cell(table, 259, 1))
    paste(qtbot, table, "一\n二")
    assert "2 行" in pasting.refused[-1]
    assert pasting.edits == []


def test_the_table_has_a_chinese_name(table: RecordTable) -> None:
    assert table.view.accessibleName() == "点位"


def test_a_filter_keeps_the_selected_row(qtbot: QtBot, table: RecordTable) -> None:
    table.view.selectRow(1)
    (kept,) = table.selected()
    click_head(qtbot, table, 0)
    assert [record.id for record in table.selected()] == [kept.id]
    assert table.model.query == Query("", (), (("name", False),))


def test_a_list_that_cannot_be_read_says_so_and_can_be_tried_again(
    qtbot: QtBot, county_store: Store
) -> None:
    source = SqlRows(county_store, POINTS)
    table = RecordTable("e", source, COLUMNS, empty="空")
    qtbot.addWidget(table)
    table.show()

    def gone(*_: object) -> None:
        raise StoreUnavailable("U 盘不见了。", "没有改动。请插好再试。")

    for method in ("count", "page", "sums"):
        setattr(source, method, gone)
    table.reload()
    copy = table.findChild(QPushButton, "e.error.copy")
    assert copy.isVisible()
    qtbot.mouseClick(copy, LEFT)
    assert QGuiApplication.clipboard().text() == "U 盘不见了。\n没有改动。请插好再试。"
    for method in ("count", "page", "sums"):
        delattr(source, method)
    qtbot.mouseClick(table.findChild(QPushButton, "e.error.retry"), LEFT)
    assert not copy.isVisible()
    assert table.model.rowCount() == 260
    assert table.findChild(QLabel, "e.count").text() == "260 条"


def test_a_fault_while_painting_is_said_once(qtbot: QtBot, table: RecordTable) -> None:
    def gone(*_: object) -> None:
        raise StoreUnavailable("U 盘不见了。")

    table.model.rows.inner._source.page = gone  # type: ignore[method-assign]
    table.view.scrollToBottom()
    table.model.rows.inner._pages.clear()
    table.view.viewport().update()
    qtbot.waitUntil(lambda: table.findChild(QPushButton, "t.error.copy").isVisible())
    assert table.model.rowCount() == 0


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_row_menu_copies_and_pastes(qtbot: QtBot, table: RecordTable) -> None:
    pasting = Pasting(table)
    qtbot.mouseClick(table.view.viewport(), LEFT, NONE, cell(table, 1, 2))
    place = cell(table, 1, 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.mapToGlobal(place))
    QApplication.sendEvent(table.view.viewport(), event)
    menu = table.view.findChild(QMenu, "row")
    assert [item.text() for item in menu.actions()][:3] == ["复制", "修改", "粘贴"]
    QGuiApplication.clipboard().setText("新街")
    qtbot.mouseClick(menu, LEFT, NONE, menu.actionGeometry(menu.actions()[2]).center())
    assert pasting.edits == [(table.model.record(1).name, {"street": "新街"})]
    table.view.contextMenuEvent(event)
    menu = table.view.findChildren(QMenu, "row")[-1]
    qtbot.mouseClick(menu, LEFT, NONE, menu.actionGeometry(menu.actions()[0]).center())
    assert QGuiApplication.clipboard().text().startswith(table.model.record(1).name)
