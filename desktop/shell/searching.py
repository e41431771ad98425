"""The search field over every page, and opening what it finds."""

from __future__ import annotations

from collections.abc import Callable

from db import Store
from desktop.features.search import Group, search_everywhere
from desktop.features.search.ui.search_box import SearchBox
from desktop.shell.window import MainWindow
from desktop.ui_kit.context import UiContext

_PAGES = {
    "indicator": "indicators",
    "requirement": "indicators",
    "unit": "units",
    "point": "points",
    "round": "visits",
    "finding": "findings",
    "document": "evidence",
    "package": "packages",
}
_WIDEST = 300


def add_search(window: MainWindow, context: UiContext, pages: frozenset[str]) -> SearchBox:
    """Put the field into the top bar; `pages` are the names of those there are."""
    store: Store = context.store

    def look(text: str) -> tuple[Group, ...]:
        with store.reader() as reader:
            return search_everywhere(reader, text)

    box = SearchBox(window, look, context.faults)
    box.setMaximumWidth(_WIDEST)
    box.setMinimumWidth(96)
    box.chosen.connect(_opener(window, context, pages))
    window.add_to_top(box)
    return box


def _opener(
    window: MainWindow, context: UiContext, pages: frozenset[str]
) -> Callable[[str, str, str], None]:
    def open_record(kind: str, row_id: str, _words: str) -> None:
        name = _PAGES[kind]
        if name not in pages:
            context.messages.info("这一类内容还没有自己的页面。")
            return
        window.go_to(name)
        if not window.page(name).show_record(row_id):
            context.messages.info("这一条刚刚被删掉或改过了，请重新搜索。")

    return open_record
