"""A table of rates: rows by columns, the ground of each cell by its rate, the number in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
)

from desktop.ui_kit.theme import current

_PLACE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell: its words, its rate from 0 (bad) to 1 (good), the tip."""

    words: str
    rate: float
    tip: str = ""


class HeatTable(QTableWidget):
    """Shows rates by ground and number.

    Signals: opened(row name, column name) on a double click.
    """

    opened = Signal(str, str)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(30)
        self.horizontalHeader().setDefaultSectionSize(78)
        centre = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag(centre))
        self.horizontalHeader().setFixedHeight(46)
        self.setItemDelegate(_HeatDelegate(self))
        self.cellDoubleClicked.connect(self._opened)

    def show_cells(
        self, rows: Sequence[str], columns: Sequence[str],
        cells: Mapping[tuple[str, str], HeatCell],
    ) -> None:  # fmt: skip
        """Show cells by (row, column); missing ones stay empty."""
        self.setRowCount(len(rows))
        self.setColumnCount(len(columns))
        self.setVerticalHeaderLabels(list(rows))
        self.setHorizontalHeaderLabels(list(columns))
        for number, column in enumerate(columns):
            for row, name in enumerate(rows):
                cell = cells.get((name, column))
                item = _item(cell) if cell else QTableWidgetItem()
                item.setData(_PLACE, (name, column))
                self.setItem(row, number, item)

    def _opened(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None and item.text():
            self.opened.emit(*item.data(_PLACE))


class _HeatDelegate(QStyledItemDelegate):
    """Paints the ground itself: the window's style sheet would paint over the item's."""

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        ground = index.data(int(Qt.ItemDataRole.BackgroundRole))
        if ground is not None:
            painter.fillRect(option.rect, ground)
        painter.setPen(QColor(current().text))
        words = index.data(int(Qt.ItemDataRole.DisplayRole)) or ""
        painter.drawText(option.rect, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.setPen(QColor(current().line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(current().accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))


def _item(cell: HeatCell) -> QTableWidgetItem:
    item = QTableWidgetItem(cell.words)
    item.setToolTip(cell.tip)
    item.setBackground(heat_colour(cell.rate))
    return item


def heat_colour(rate: float) -> QColor:
    """Return the ground for a rate: stronger the worse it is, so that grey prints show it too."""
    ground, bad = QColor(current().background), QColor(current().bad)
    share = min(1.0, max(0.0, (1.0 - rate) * 2)) * 0.55
    mixed = [
        round(one + (other - one) * share)
        for one, other in (
            (ground.red(), bad.red()), (ground.green(), bad.green()), (ground.blue(), bad.blue())
        )
    ]  # fmt: skip
    return QColor(*mixed)
