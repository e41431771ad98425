"""Bringing one row of a list into view, whatever the list is filtered by."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTabWidget, QWidget

from desktop.ui_kit.table import RecordTable


def show_row(table: RecordTable, row_id: str) -> bool:
    """Select a row and scroll to it; filters that hide it are cleared. False where it is not.

    A long list that is still being read shows the row once it is there.
    """
    row = table.model.place_of(row_id)
    if row is None and table.filter_text():
        table.clear_filter()
        row = table.model.place_of(row_id)
    if row is None and table.model.rows.is_busy:
        once = Qt.ConnectionType.SingleShotConnection
        table.model.modelReset.connect(partial(show_row, table, row_id), once)
        return True
    if row is None:
        return False
    _bring_forward(table)
    table.view.selectRow(row)
    table.view.scrollTo(table.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
    table.view.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


def _bring_forward(widget: QWidget) -> None:
    """Turn to the tab a widget lies on."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QTabWidget):
            for page in (parent.widget(number) for number in range(parent.count())):
                if page is widget or (page is not None and page.isAncestorOf(widget)):
                    parent.setCurrentWidget(page)
        parent = parent.parentWidget()
