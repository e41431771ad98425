"""Printing and exporting the lists of a page as they are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui_kit.page import Page
from desktop.ui_kit.tabs import Tabs

if TYPE_CHECKING:
    from desktop.shell.desk import Desk
    from desktop.ui_kit.table import RecordTable

_TABLES = "desktop.ui_kit.table"


def make_page(make: Callable[[Desk], Page], desk: Desk) -> Page:
    """Make a page whose lists can be printed and exported; that is read when it is first done."""
    page = make(desk)

    def offer(part: QWidget) -> None:
        for table in _tables_of(part):
            _offer(table, _title_of(table, page), desk)

    offer(page)
    for tabs in page.findChildren(Tabs):
        tabs.made.connect(offer)
    return page


def _tables_of(part: QWidget) -> list[RecordTable]:
    # Where no table's code has been read there is no table; the first page does without it.
    if _TABLES not in sys.modules:
        return []
    from desktop.ui_kit.table import RecordTable

    return [part] if isinstance(part, RecordTable) else part.findChildren(RecordTable)


def _offer(table: RecordTable, title: str, desk: Desk) -> None:
    table.views.ways_out = (
        ("打印看到的这些……", lambda: desk.tables.print_table(table, title)),
        ("导出看到的这些（xlsx）……", lambda: desk.tables.export_shown(table, title)),
    )


def _title_of(table: RecordTable, page: Page) -> str:
    title = table.view.accessibleName()
    return page.TITLE if title == "列表" else title
