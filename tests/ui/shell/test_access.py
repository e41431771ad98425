"""People who cannot see well, use no mouse, or have a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QScrollArea,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.features.help.service import HELP
from desktop.shell.desk import Desk
from desktop.shell.pages import PAGES, PageEntry
from tests.ui.access import (
    crossed,
    cut,
    nameless,
    outside,
    small,
    unreached,
    walk,
    without_mark,
)

NAMES = [page.name for page in PAGES]
# 1366×768 at 100, 150 and 200 %.
WHOLE, MIDDLE, NARROW = (1366, 768), (910, 512), (683, 384)


def show(qtbot: QtBot, desk: Desk, name: str, size: tuple[int, int] = WHOLE) -> QWidget:
    desk.window.go_to(name)
    desk.window.resize(*size)
    qtbot.wait(20)
    return desk.window.stack.currentWidget()


def tabs_of(page: QWidget) -> Iterator[str]:
    """Show one tab of a page after the other."""
    found = page.findChildren(QTabWidget)
    if not found:
        yield ""
    for tabs in found:
        for number in reversed(range(tabs.count())):
            tabs.setCurrentIndex(number)
            yield tabs.tabText(number)


@pytest.mark.parametrize("entry", PAGES, ids=NAMES)
def test_the_navigation_says_what_the_page_says(desk: Desk, entry: PageEntry) -> None:
    page = desk.window.page(entry.name)
    assert (entry.name, entry.title, entry.icon) == (page.NAME, page.TITLE, page.ICON)


@pytest.mark.parametrize("name", NAMES)
def test_everything_has_a_name_and_can_be_hit(qtbot: QtBot, desk: Desk, name: str) -> None:
    show(qtbot, desk, name)
    assert nameless(desk.window) == []
    assert small(desk.window) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_tab_key_comes_to_everything_and_one_sees_where_it_is(
    qtbot: QtBot, desk: Desk, name: str
) -> None:
    page = show(qtbot, desk, name)
    seen = walk(desk.window, desk.search)
    assert unreached(page, seen) == []
    assert without_mark(seen) == []


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_every_page_has_a_key_that_the_navigation_and_the_sheet_name(
    qtbot: QtBot, desk: Desk, number: int
) -> None:
    desk.window.go_to(NAMES[number - 1])
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    digit = Qt.Key(Qt.Key.Key_0.value + (number + 1) % 10)
    qtbot.keyClick(desk.window, digit, control if number < 10 else control | shift)
    assert desk.window.stack.currentWidget() is desk.window.page(NAMES[number])
    button = desk.window.findChild(QToolButton, f"nav.{NAMES[number]}")
    assert button is not None
    key = f"Ctrl+{digit.name[-1]}" if number < 10 else f"Ctrl+Shift+{digit.name[-1]}"
    assert button.toolTip() == f"{PAGES[number].title}（{key}）"
    assert 1 <= number < 8 or key in (Path(HELP) / "shortcuts.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["indicators", "units", "points", "evidence"])
def test_keys_go_to_the_list_at_once(qtbot: QtBot, desk: Desk, name: str) -> None:
    qtbot.keyClick(desk.window, Qt.Key(Qt.Key.Key_1.value + NAMES.index(name)),
                   Qt.KeyboardModifier.ControlModifier)  # fmt: skip
    table = QApplication.focusWidget()
    assert isinstance(table, QTableView)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.selectionModel().hasSelection()


@pytest.mark.parametrize("size", [NARROW, MIDDLE, WHOLE])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_or_covered_on_a_small_screen(
    qtbot: QtBot, desk: Desk, name: str, size: tuple[int, int]
) -> None:
    page = show(qtbot, desk, name, size)
    assert (desk.window.width(), desk.window.height()) == size
    for tab in tabs_of(page):
        QApplication.processEvents()
        faults = (cut(desk.window), outside(desk.window), crossed(desk.window))
        assert faults == ([], [], []), tab


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_finds_no_room_is_in_the_menu(qtbot: QtBot, desk: Desk) -> None:
    desk.window.resize(683, 384)
    desk.window.go_to("findings")
    QApplication.processEvents()
    page = desk.window.page("findings")
    more = page.findChild(QToolButton, "findings.overflow")
    assert more is not None
    assert more.isVisible()
    step, history = (page.findChild(QPushButton, f"findings.{n}") for n in ("step", "history"))
    assert step is not None
    assert history is not None
    assert step.isVisible()
    assert not history.isVisible()
    asked: list[str] = []
    history.clicked.connect(lambda: asked.append("history"))
    menu = more.menu()

    def choose() -> None:
        for _ in range(2):
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        assert menu.activeAction() is not None
        assert menu.activeAction().text() == "历史"
        qtbot.keyClick(menu, Qt.Key.Key_Return)

    # The menu runs its own loop until something is chosen.
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, choose))
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert asked == ["history"]
    desk.window.resize(1700, 768)
    QApplication.processEvents()
    assert history.isVisible()
    assert not more.isVisible()


@pytest.mark.parametrize("name", NAMES)
def test_one_scrolls_down_but_never_to_the_side(qtbot: QtBot, desk: Desk, name: str) -> None:
    page = show(qtbot, desk, name, NARROW)
    for tab in tabs_of(page):
        QApplication.processEvents()
        areas = [area for area in page.findChildren(QScrollArea) if area.isVisible()]
        wide = [area.objectName() for area in areas if area.horizontalScrollBar().isVisible()]
        assert wide == [], tab
