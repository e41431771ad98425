"""Searching through real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QTabWidget
from pytestqt.qtbot import QtBot

from db import records
from db.ids import new_id
from db.tables.frameworks import Indicator
from db.tables.packages import Package
from db.tables.search import SEARCHED_KINDS, search_kind
from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.evidence import add_paths
from desktop.features.findings import blank_finding
from desktop.features.visits import RoundPlan, save_round
from desktop.shell.desk import Desk
from desktop.ui_kit.table import RecordTable
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


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """The sample county with a record of every kind that can be looked for."""
    store = desk.store
    add_paths(QuietContext(), store, [samples() / "报送材料"])
    save_round(store, None, RoundPlan("九月自查", "自查"))
    blank = blank_finding(1, "垃圾桶满溢")
    package = Package(
        new_id(), "青禾县申报材料", "2026-09-01T08:00:00", "D:/包", "2026版", "{}", 1, 1, ""
    )
    with store.write("试"):
        records.insert(store, [blank])
        records.insert(store, [package])
    desk.window.reload()
    return desk


@pytest.mark.parametrize("kind", SEARCHED_KINDS)
def test_each_kind_is_opened_and_selected_on_its_page(
    qtbot: QtBot, filled: Desk, kind: str
) -> None:
    desk = filled
    texts = {"unit": "住建局", "point": "qhdd", "round": "九月自查", "finding": "垃圾桶满溢",
             "requirement": "Ⅱ-3-2", "indicator": "Ⅰ-1", "document": "综合窗口", "package": "青禾县申报"}  # fmt: skip
    wanted = search_kind(desk.store, kind, texts[kind], limit=1)[0].id
    listed = search(qtbot, desk, texts[kind])
    target = int(Qt.ItemDataRole.UserRole)
    for _ in range(listed.count()):
        if listed.currentItem().data(target) == (kind, wanted):
            break
        qtbot.keyClick(desk.search, Qt.Key.Key_Down)
    assert listed.currentItem().data(target) == (kind, wanted)
    qtbot.keyClick(desk.search, Qt.Key.Key_Return)
    page = desk.window.stack.currentWidget()
    if kind == "round":
        assert page.round_id() == wanted
        return

    def shown() -> bool:
        tables = [t for t in page.findChildren(RecordTable) if t.isVisible()]
        return any([row.id for row in t.selected()] == [wanted] for t in tables)

    qtbot.waitUntil(shown)
    assert any(t.view.hasFocus() for t in page.findChildren(RecordTable))
    assert desk.messages.said == [] or "重新搜索" not in desk.messages.said[-1]  # type: ignore[attr-defined]
