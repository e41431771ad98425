"""One table model for every list: pages of rows come from a source, nothing else is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor

from desktop.core.row_source import LongRows, Query, RowSource
from desktop.core.text import show_bidi
from desktop.ui_kit.grouped_list import GroupedList
from desktop.ui_kit.long_list import LongList
from desktop.ui_kit.short_list import ShortList
from desktop.ui_kit.theme import STATES, state_colour

Index = QModelIndex | QPersistentModelIndex
RecordRole = int(Qt.ItemDataRole.UserRole) + 1
_TIP_LENGTH = 1500
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is the row's field, `text` turns it into words where str is not enough.

    The numbers of a `total` column are added up below the table. An editable column opens a `date`
    typed freely, or offers `choices`.
    """

    key: str
    title: str
    width: int = 100
    right: bool = False
    state: bool = False
    editable: bool = False
    text: Callable[[Any], str] | None = field(default=None)
    total: bool = False
    date: bool = False
    choices: Callable[[], Sequence[str]] | None = field(default=None)


def offering(
    columns: Sequence[Column], **choices: Callable[[], Sequence[str]]
) -> tuple[Column, ...]:
    """Return the columns with some of them editable by choosing from words."""
    return tuple(
        replace(one, editable=True, choices=choices[one.key]) if one.key in choices else one
        for one in columns
    )


def cell_text(column: Column, record: Any) -> str:
    """Return a cell's words; nothing is an empty cell."""
    value = getattr(record, column.key)
    if column.text is not None:
        return column.text(value)
    if isinstance(value, tuple | list):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return "是" if value else ""
    return "" if value is None else str(value)


class RowsModel(QAbstractTableModel):
    """Shows a source's rows; sorting and filtering happen in the source.

    Signals: failed() when the rows cannot be read; `fault` says why until they can.
    """

    failed = Signal()

    def __init__(self, source: RowSource, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._summed = [column for column in columns if column.total]
        self.query = Query()
        self.edit: Callable[[Any, str, str], bool] | None = None
        self.rows = GroupedList(
            LongList(source, self)
            if isinstance(source, LongRows) and source.is_long
            else ShortList(source, self)
        )
        self.rows.changing.connect(self.beginResetModel)
        self.rows.changed.connect(self.endResetModel)
        self.rows.arrived.connect(self._show_arrived)
        self.rows.failed.connect(self.failed)
        self.reload()

    @property
    def fault(self) -> str:
        """Return why the rows cannot be read, nothing where they can."""
        return self.rows.fault

    def ask(self, query: Query) -> None:
        """Ask the source anew; a long list is shown when the answer is there."""
        self.query = query
        self.rows.ask(query, [column.key for column in self._summed])

    def reload(self) -> None:
        """Read what is shown again."""
        self.ask(self.query)

    def _show_arrived(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def record(self, row: int) -> Any:
        """Return the row's record, None where it has gone meanwhile."""
        return self.rows.record(row) if row < self.rows.count else None

    def place_of(self, row_id: str) -> int | None:
        """Return the number of the row with an id, None where it is not shown."""
        return self.rows.place_of(row_id)

    def total(self) -> int:
        """Return how many rows there are without any filter."""
        return self.rows.total()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self.rows.count

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        record = self.rows.shown(index.row())
        if record is None:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return show_bidi(_shaped_text(column, record)).replace("\n", " ")
        if role == Qt.ItemDataRole.EditRole:
            return cell_text(column, record)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(show_bidi(cell_text(column, record)))
        if role == RecordRole:
            return record
        return self._look(role, column, record)

    def _look(self, role: int, column: Column, record: Any) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column.state:
            return QColor(state_colour(cell_text(column, record)))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:  # fmt: skip
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._head(self.columns[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self._look(role, self.columns[section], None)
        return None

    def _head(self, column: Column) -> str:
        """Return the title, marked where the list is sorted by it."""
        for place, (key, down) in enumerate(self.query.sort, 1):
            if key == column.key:
                rank = str(place) if len(self.query.sort) > 1 else ""
                return f"{'↓' if down else '↑'}{rank} {column.title}"
        return column.title

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.edit and self.columns[index.column()].editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.EditRole or self.edit is None:
            return False
        column = self.columns[index.column()]
        record = self.record(index.row())
        if record is None or str(value) == cell_text(column, record):
            return False
        # After the editor has closed: saving reloads the list under it.
        save, words = self.edit, str(value)
        QTimer.singleShot(0, lambda: save(record, column.key, words))
        return True

    def sort_by(self, wanted: tuple[tuple[str, bool], ...], group: str | None = None) -> None:
        """Sort in the source by (key, descending) pairs; none is the list's own order.

        `group` is the column to group by, "" for none; without it that stays as it is.
        """
        query = replace(self.query, sort=wanted, group=self.query.group if group is None else group)
        if query != self.query:
            self.ask(query)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def sort_step(self, section: int, *, add: bool) -> tuple[tuple[str, bool], ...]:
        """Return the order after a click: up, down, none; `add` keeps the other columns' order."""
        key = self.columns[section].key
        now = dict(self.query.sort)
        later = {} if now.get(key) else {key: key in now}
        if not add:
            return tuple(later.items())
        kept = {name: down for name, down in now.items() if name != key or later}
        return tuple((kept | later).items())

    def totals(self) -> list[tuple[Column, float]]:
        """Return the sums over all rows found."""
        if not self._summed or not self.rows.found:
            return []
        return list(zip(self._summed, self.rows.sums(), strict=False))


def _shaped_text(column: Column, record: Any) -> str:
    text = cell_text(column, record)
    shape = STATES.get(text, ("",))[0] if column.state else ""
    return f"{shape} {text}" if shape else text


def _tip(text: str) -> str:
    """Return a tip that wraps; markup in the text is shown as typed."""
    if len(text) <= 12:
        return ""
    shown = text if len(text) <= _TIP_LENGTH else f"{text[:_TIP_LENGTH]}……"
    return f"<qt>{escape(shown)}</qt>".replace("\n", "<br>")
