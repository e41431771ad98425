"""People who cannot see well or use no mouse."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.shell.desk import Desk
from desktop.shell.pages import PAGES, PageEntry

NAMES = [page.name for page in PAGES]
KINDS = (QAbstractButton, QLineEdit, QComboBox, QTableView)


def controls(desk: Desk) -> list[QWidget]:
    every = (item for kind in KINDS for item in desk.window.findChildren(kind))
    return [
        item for item in every
        if item.isVisible() and item.objectName() not in ("pinned", "qt_spinbox_lineedit")
        and item.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]  # fmt: skip


@pytest.mark.parametrize("entry", PAGES, ids=NAMES)
def test_the_navigation_says_what_the_page_says(desk: Desk, entry: PageEntry) -> None:
    page = desk.window.page(entry.name)
    assert (entry.name, entry.title, entry.icon) == (page.NAME, page.TITLE, page.ICON)


@pytest.mark.parametrize("name", NAMES)
def test_everything_has_a_name_and_can_be_hit(qtbot: QtBot, desk: Desk, name: str) -> None:
    desk.window.go_to(name)
    qtbot.wait(20)
    found = controls(desk)
    nameless = [
        item.objectName() or type(item).__name__ for item in found
        if not (item.accessibleName() or (isinstance(item, QAbstractButton) and item.text()))
    ]  # fmt: skip
    small = [
        (item.objectName(), item.height()) for item in found
        if item.height() < 24 and not item.inherits("QCheckBox")
    ]  # fmt: skip
    assert nameless == []
    assert small == []


@pytest.mark.parametrize("name", ["indicators", "units", "points", "evidence"])
def test_keys_go_to_the_list_at_once(qtbot: QtBot, desk: Desk, name: str) -> None:
    qtbot.keyClick(desk.window, Qt.Key(Qt.Key.Key_1.value + NAMES.index(name)),
                   Qt.KeyboardModifier.ControlModifier)  # fmt: skip
    table = QApplication.focusWidget()
    assert isinstance(table, QTableView)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.selectionModel().hasSelection()


@pytest.mark.parametrize("size", [(683, 384), (910, 512), (1366, 768)])
def test_no_page_is_cut_off_on_a_small_screen(
    qtbot: QtBot, desk: Desk, size: tuple[int, int]
) -> None:
    for name in NAMES:
        desk.window.go_to(name)
        desk.window.resize(*size)
        QApplication.processEvents()
        page = desk.window.stack.currentWidget()
        places = [
            QRect(item.mapTo(page, QPoint()), item.size()) for item in controls(desk)
            if page.isAncestorOf(item) and not in_scroll_area(item, page)
        ]  # fmt: skip
        assert all(page.rect().contains(place) for place in places), name
        crossed = [(a, b) for a, b in combinations(places, 2) if a.intersects(b)]
        assert crossed == [], name


def in_scroll_area(item: QWidget, page: QWidget) -> bool:
    parent = item.parentWidget()
    while parent is not None and parent is not page:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False
