"""A new county: every page and every tab says what it is for and what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from db import Store
from desktop.shell.desk import Desk
from desktop.shell.pages import PAGES
from desktop.shell.window import MainWindow
from desktop.ui_kit.page import Page
from desktop.ui_kit.theme import apply_theme
from tests.ui.conftest import FakeMessages

_LEAST = 12
# A list's own next step, the list of first steps, and the cards of the reports.
_STEP = re.compile(r".+[.]step$|setup[.]|reports[.]")


@pytest.fixture
def empty_desk(qtbot: QtBot, qapp: QApplication, store: Store) -> Iterator[Desk]:
    """A window over a workspace that has nothing in it."""
    apply_theme(qapp, dark=False)
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: None)
    made = Desk(window, store, FakeMessages())
    made.guarding.stop()
    window.resize(1366, 768)
    window.show()
    yield made
    made.runner.shutdown()
    window.on_close = None


def tabs_of(page: QWidget) -> Iterator[str]:
    """Show the page's tabs one after the other; the page itself where it has none."""
    found = page.findChildren(QTabWidget)
    for tabs in found:
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            yield tabs.tabText(number)
    if not found:
        yield page.objectName()


def words_of(page: Page) -> str:
    """Return what can be read on the page but its title."""
    labels = [item for item in page.findChildren(QLabel) if item.isVisible()]
    return "\n".join(item.text() for item in labels if item.text() != page.TITLE)


def clickable(page: Page) -> set[str]:
    """Return the words of all that can be clicked now, on the page or beside it."""
    buttons = [b for b in page.window().findChildren(QAbstractButton) if b.isVisible()]
    words = {b.text().strip() for b in buttons if b.isEnabled()}
    return words | {
        tabs.tabText(number)
        for tabs in page.findChildren(QTabWidget)
        for number in range(tabs.count())
    }


def has_step(page: Page) -> bool:
    """Tell whether the next step is itself a button under the words."""
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
    return any(_STEP.match(button.objectName()) for button in buttons)


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_an_empty_page_says_what_it_is_for_and_offers_the_next_step(
    qtbot: QtBot, empty_desk: Desk, name: str
) -> None:
    empty_desk.window.go_to(name)
    page = empty_desk.window.page(name)
    for tab in tabs_of(page):
        qtbot.wait(60)
        qtbot.waitUntil(lambda: not empty_desk.runner.is_busy, timeout=10_000)
        said = words_of(page)
        assert len(said) >= _LEAST, tab
        named = set(re.findall("“([^”]+)”", said))
        assert named <= clickable(page), f"{tab}: {said}"
        assert named or has_step(page), f"{tab}: {said}"
