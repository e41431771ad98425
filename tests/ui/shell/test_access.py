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
    QPushButton,
    QScrollArea,
    QTableView,
    QToolButton,
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


@pytest.mark.parametrize("size", [(910, 512), (1366, 768)])
def test_the_words_of_no_action_are_cut(qtbot: QtBot, desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    for name in NAMES:
        desk.window.go_to(name)
        QApplication.processEvents()
        cut = [
            item.objectName() for item in controls(desk)
            if isinstance(item, QAbstractButton) and item.text()
            and not item.objectName().startswith("nav.")
            and item.width() < item.sizeHint().width()
        ]  # fmt: skip
        assert cut == [], name


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_finds_no_room_is_in_the_menu(qtbot: QtBot, desk: Desk) -> None:
    desk.window.resize(683, 384)
    desk.window.go_to("findings")
    QApplication.processEvents()
    page = desk.window.page("findings")
    more = page.findChild(QPushButton, "findings.overflow")
    assert more is not None
    assert more.isVisible()
    step, history = (page.findChild(QPushButton, f"findings.{n}") for n in ("step", "history"))
    assert step is not None
    assert history is not None
    assert step.isVisible()
    assert not history.isVisible()
    asked: list[str] = []
    seen: list[object] = []
    history.clicked.connect(lambda: asked.append("history"))

    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    menu = more.menu()
    qtbot.waitUntil(menu.isVisible)
    while menu.activeAction() is None or menu.activeAction().text() != "历史":
        seen.append(menu.activeAction())
        assert len(seen) < 20
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["history"]
    desk.window.resize(1700, 768)
    QApplication.processEvents()
    assert history.isVisible()
    assert not more.isVisible()


def test_a_tool_of_the_top_bar_is_never_cut(qtbot: QtBot, desk: Desk) -> None:
    for size in ((683, 384), (910, 512), (1366, 768)):
        desk.window.resize(*size)
        QApplication.processEvents()
        bar = desk.search.parentWidget()
        tools = [one for one in bar.findChildren(QToolButton) if one.isVisible()]
        assert all(one.width() >= one.sizeHint().width() for one in tools), size
        places = [one.geometry() for one in (*tools, desk.search)]
        assert [1 for a, b in combinations(places, 2) if a.intersects(b)] == []
        assert all(bar.rect().contains(place) for place in places)


def in_scroll_area(item: QWidget, page: QWidget) -> bool:
    parent = item.parentWidget()
    while parent is not None and parent is not page:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False
