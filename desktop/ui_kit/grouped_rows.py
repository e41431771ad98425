"""The rows of a list under the headings of their groups; only what is seen is read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from desktop.core.text import show_bidi
from desktop.ui_kit.rows_model import Index, RecordRole, RowsModel, cell_text

# The words of a heading over its whole row; nothing in other rows.
HeadingRole = RecordRole + 1
_NO_PARENT = QModelIndex()


class GroupedRows(RowsModel):
    """Shows a source's rows, grouped where the query names a column to group by."""

    def fold(self, row: int, *, is_open: bool | None = None) -> None:
        """Fold the group of a row or open it; without `is_open` the other than it is."""
        now, group = self.rows.grouping, self.rows.grouping.group_of(row)
        if group is None or is_open is not (None if is_open is None else now.is_folded(group)):
            return
        heading, rows = now.heading_row(group), now.groups[group][1]
        if now.is_folded(group):
            self.beginInsertRows(_NO_PARENT, heading + 1, heading + rows)
            self.rows.grouping = now.folding(group)
            self.endInsertRows()
        else:
            self.beginRemoveRows(_NO_PARENT, heading + 1, heading + rows)
            self.rows.grouping = now.folding(group)
            self.endRemoveRows()
        last = self.index(heading, len(self.columns) - 1)
        self.dataChanged.emit(self.index(heading, 0), last)

    def heading(self, group: int, record: Any = None) -> str:
        """Return a group's heading: its value in words and how many rows it has."""
        column = next(one for one in self.columns if one.key == self.query.group)
        value, rows = self.rows.grouping.groups[group]
        first = record or self.rows.first_of(group)
        words = value if first is None else cell_text(column, first)
        return f"{column.title}：{words or '（空）'}（{rows} 条）"

    def place_of(self, row_id: str) -> int | None:
        """Return the number of the row with an id, None where it is not; its group is opened."""
        offset = self.rows.inner.place_of(row_id)
        if offset is not None and self.rows.grouping.row_of(offset) is None:
            group = self.rows.grouping.group_with(offset)
            self.fold(self.rows.grouping.heading_row(group), is_open=True)
        return None if offset is None else self.rows.grouping.row_of(offset)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        group = self.rows.grouping.heading_at(index.row()) if index.isValid() else None
        if group is None or not self.query.group:
            return super().data(index, role)
        if role == Qt.ItemDataRole.EditRole:
            return "" if index.column() else self.heading(group)
        is_said = role == Qt.ItemDataRole.DisplayRole and index.column() == 0
        if is_said or role == HeadingRole:
            mark = "▸" if self.rows.grouping.is_folded(group) else "▾"
            return show_bidi(f"{mark} {self.heading(group)}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_heading = self.rows.grouping.heading_at(index.row()) is not None
        return flags & ~Qt.ItemFlag.ItemIsEditable if is_heading else flags
