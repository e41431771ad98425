"""The panel beside a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel
from pytestqt.qtbot import QtBot

from desktop.features.points import edit_point
from desktop.shell.desk import Desk

LEFT = Qt.MouseButton.LeftButton


def shown(desk: Desk) -> list[str]:
    panel = desk.window.stack.currentWidget().findChild(QFrame, "detail")
    return [label.text() for label in panel.findChildren(QLabel)]


def toggle(qtbot: QtBot, desk: Desk, page: str) -> None:
    qtbot.mouseClick(desk.window.findChild(QAbstractButton, f"{page}.detail"), LEFT)


def test_the_panel_shows_the_selected_record_and_its_changes(qtbot: QtBot, desk: Desk) -> None:
    desk.window.go_to("points")
    page = desk.window.page("points")
    table = page.table  # type: ignore[attr-defined]
    toggle(qtbot, desk, "points")
    assert "选中一行" in shown(desk)[0]
    edit_point(desk.store, table.model.record(0).id, {"remark": "<b>靠东</b>"})
    desk.window.reload()
    place = table.view.visualRect(table.model.index(0, 1)).center()
    qtbot.mouseClick(table.view.viewport(), LEFT, pos=place)
    qtbot.waitUntil(lambda: shown(desk)[0] == "青禾大道")
    assert "<b>靠东</b>" in shown(desk)
    assert any("修改点位" in line and "备注：空 → <b>靠东</b>" in line for line in shown(desk))
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    second = table.model.record(1).name
    qtbot.waitUntil(lambda: shown(desk)[0] == second)


def test_another_tab_shows_its_own_record(qtbot: QtBot, desk: Desk) -> None:
    desk.window.go_to("points")
    page = desk.window.page("points")
    toggle(qtbot, desk, "points")
    page.table.view.selectRow(0)  # type: ignore[attr-defined]
    tabs = page.tabs.tabBar()  # type: ignore[attr-defined]
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(1).center())
    qtbot.waitUntil(lambda: "选中一行" in shown(desk)[0])


def test_folding_is_remembered(qtbot: QtBot, desk: Desk) -> None:
    from desktop.features.units.ui.page import UnitsPage

    desk.window.go_to("units")
    panel = desk.window.page("units").findChild(QFrame, "detail")
    assert not panel.isVisible()
    toggle(qtbot, desk, "units")
    assert panel.isVisible()
    again = UnitsPage(desk.context, desk.verbs)
    qtbot.addWidget(again)
    again.resize(1100, 600)
    again.show()
    assert again.findChild(QFrame, "detail").isVisible()
    toggle(qtbot, desk, "units")
    assert not panel.isVisible()
