"""Printing and exporting the lists of a page as they are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui_kit.page import Page
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.tabs import Tabs

if TYPE_CHECKING:
    from desktop.shell.desk import Desk


def make_page(make: Callable[[Desk], Page], desk: Desk) -> Page:
    """Make a page whose lists can be printed and exported; that is read when it is first done."""
    page = make(desk)

    def offer(part: QWidget) -> None:
        tables = part.findChildren(RecordTable)
        for table in (part, *tables) if isinstance(part, RecordTable) else tables:
            _offer(table, _title_of(table, page), desk)

    offer(page)
    for tabs in page.findChildren(Tabs):
        tabs.made.connect(offer)
    return page


def _offer(table: RecordTable, title: str, desk: Desk) -> None:
    table.views.ways_out = (
        ("打印看到的这些……", lambda: desk.tables.print_table(table, title)),
        ("导出看到的这些（xlsx）……", lambda: desk.tables.export_shown(table, title)),
    )


def _title_of(table: RecordTable, page: Page) -> str:
    title = table.view.accessibleName()
    return page.TITLE if title == "列表" else title
