"""Searching through real keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QTabWidget
from pytestqt.qtbot import QtBot

from db import records
from db.tables.frameworks import Indicator
from desktop.features.visits import RoundPlan, save_round
from desktop.shell.desk import Desk
from tests.ui.shell.test_window import find, type_chinese


def search(qtbot: QtBot, desk: Desk, text: str) -> QListWidget:
    qtbot.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(desk.search.hasFocus)
    if text.isascii():
        qtbot.keyClicks(desk.search, text)
    else:
        type_chinese(desk.search, text)
    qtbot.waitUntil(desk.search.panel.isVisible)
    return find(desk, QListWidget, "search.list")


def test_ctrl_k_arrows_and_enter_open_the_record(qtbot: QtBot, desk: Desk) -> None:
    listed = search(qtbot, desk, "qhdd")
    assert not listed.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert listed.currentRow() == 1
    qtbot.keyClick(desk.search, Qt.Key.Key_Return)
    page = desk.window.stack.currentWidget()
    assert page.NAME == "points"
    assert [row.name for row in page.table.selected()] == ["青禾大道"]
    assert page.table.view.hasFocus()
    assert not desk.search.panel.isVisible()


def test_arrows_pass_the_heads_over(qtbot: QtBot, desk: Desk) -> None:
    listed = search(qtbot, desk, "青禾")
    seen = []
    for _ in range(listed.count()):
        seen.append(listed.currentRow())
        qtbot.keyClick(desk.search, Qt.Key.Key_Down)
    heads = [n for n in range(listed.count()) if not listed.item(n).flags()]
    assert len(heads) > 1
    assert not set(seen) & set(heads)
    assert max(seen) == listed.count() - 1
    qtbot.keyClick(desk.search, Qt.Key.Key_Up)
    assert listed.currentRow() < max(seen)


def test_a_record_is_shown_on_its_tab_though_the_list_is_filtered(qtbot: QtBot, desk: Desk) -> None:
    page = desk.window.page("indicators")
    leaf = max(records.find(desk.store, Indicator), key=lambda row: row.sort)
    assert page.show_record(leaf.id)
    tabs = page.findChild(QTabWidget, "indicators.tabs")
    assert tabs.currentIndex() == 1
    table = tabs.currentWidget()
    assert table.selected()[0].id == leaf.id
    desk.window.go_to("points")
    points = desk.window.page("points")
    type_chinese(points.table._filter, "农贸市场")
    qtbot.waitUntil(lambda: points.table.model.rowCount() < 260)
    search(qtbot, desk, "青禾大道")
    qtbot.keyClick(desk.search, Qt.Key.Key_Return)
    assert [row.name for row in points.table.selected()] == ["青禾大道"]


def test_a_round_is_opened_by_its_name(qtbot: QtBot, desk: Desk) -> None:
    save_round(desk.store, None, RoundPlan("九月自查", "自查"))
    save_round(desk.store, None, RoundPlan("十月回头看", "回头看"))
    search(qtbot, desk, "九月自查")
    qtbot.keyClick(desk.search, Qt.Key.Key_Return)
    page = desk.window.stack.currentWidget()
    assert page.NAME == "visits"
    assert "九月自查" in page.round.currentText()


def test_nothing_found_is_said_and_escape_closes(qtbot: QtBot, desk: Desk) -> None:
    search(qtbot, desk, "绝无此词")
    assert "没有找到" in find(desk, QLabel, "search.words").text()
    qtbot.keyClick(desk.search, Qt.Key.Key_Escape)
    assert not desk.search.panel.isVisible()
    assert desk.search.text() == ""
