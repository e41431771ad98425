"""The rows of a list under the headings of their groups; only what is seen is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from desktop.core.row_source import Query, RowSource
from desktop.core.text import show_bidi
from desktop.ui_kit.grouping import Grouping
from desktop.ui_kit.rows_model import Column, Index, RecordRole, RowsModel, cell_text

# The words of a heading over its whole row; nothing in other rows.
HeadingRole = RecordRole + 1
_NO_PARENT = QModelIndex()


class GroupedRows(RowsModel):
    """Shows a source's rows, grouped where the query names a column to group by."""

    def __init__(self, source: RowSource, columns: Sequence[Column]) -> None:
        self.grouping = Grouping()
        super().__init__(source, columns)

    def _take(self, query: Query) -> None:
        folded = self.grouping.folded if query.group == self.query.group else ()
        super()._take(query)
        groups: Sequence[tuple[str, int]] = ()
        if query.group:
            groups = self._read(lambda: self._source.groups(query), ())
        self.grouping = Grouping(groups, folded)

    def fold(self, row: int, *, is_open: bool | None = None) -> None:
        """Fold the group of a row or open it; without `is_open` the other than it is."""
        now, group = self.grouping, self.grouping.group_of(row)
        if group is None or is_open is not (None if is_open is None else now.is_folded(group)):
            return
        heading, rows = now.heading_row(group), now.groups[group][1]
        if now.is_folded(group):
            self.beginInsertRows(_NO_PARENT, heading + 1, heading + rows)
            self.grouping = now.folding(group)
            self.endInsertRows()
        else:
            self.beginRemoveRows(_NO_PARENT, heading + 1, heading + rows)
            self.grouping = now.folding(group)
            self.endRemoveRows()
        last = self.index(heading, len(self.columns) - 1)
        self.dataChanged.emit(self.index(heading, 0), last)

    def heading(self, group: int) -> str:
        """Return a group's heading: its value in words and how many rows it has."""
        column = next(one for one in self.columns if one.key == self.query.group)
        record = super().record(self.grouping.start_of(group))
        words = "" if record is None else cell_text(column, record)
        return f"{column.title}：{words or '（空）'}（{self.grouping.groups[group][1]} 条）"

    def record(self, row: int) -> Any:
        """Return the row's record, None for a heading and where it has gone meanwhile."""
        offset = self.grouping.offset_of(row)
        return None if offset is None else super().record(offset)

    def place_of(self, row_id: str) -> int | None:
        """Return the number of the row with an id, None where it is not; its group is opened."""
        offset = super().place_of(row_id)
        if offset is not None and self.grouping.row_of(offset) is None:
            group = self.grouping.group_with(offset)
            self.fold(self.grouping.heading_row(group), is_open=True)
        return None if offset is None else self.grouping.row_of(offset)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.found else self.grouping.count(self.found)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        group = self.grouping.heading_at(index.row()) if index.isValid() else None
        if group is None:
            return super().data(index, role)
        if role == Qt.ItemDataRole.EditRole:
            return "" if index.column() else self.heading(group)
        is_said = role == Qt.ItemDataRole.DisplayRole and index.column() == 0
        if is_said or role == HeadingRole:
            mark = "▸" if self.grouping.is_folded(group) else "▾"
            return show_bidi(f"{mark} {self.heading(group)}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_heading = self.grouping.heading_at(index.row()) is not None
        return flags & ~Qt.ItemFlag.ItemIsEditable if is_heading else flags
