"""What pasting cells from Excel or WPS into a table would change."""

from __future__ import annotations

from itertools import islice
from typing import Any

from desktop.core.grid_text import read_grid
from desktop.ui_kit.grouped_rows import GroupedRows
from desktop.ui_kit.table_view import TableView

Edits = list[tuple[Any, dict[str, str]]]


def pasted_edits(view: TableView, model: GroupedRows, text: str) -> tuple[Edits, str]:
    """Return the records with their new texts, from the current cell on, or why it cannot be.

    One cell on the clipboard goes into every selected row.
    """
    grid, current, shown = read_grid(text), view.currentIndex(), view.shown_numbers()
    chosen = sorted(index.row() for index in view.selectionModel().selectedRows())
    rows = [row for row in chosen if model.record(row) is not None]
    if not rows or current.column() not in shown:
        return [], "请先选中要粘贴到的单元格。"
    columns = [model.columns[number] for number in shown[shown.index(current.column()) :]]
    wide = max(map(len, grid))
    if len(grid) == wide == 1:
        grid = grid * len(rows)
    else:
        following = (row for row in range(rows[0], model.rowCount()) if model.record(row))
        rows = list(islice(following, len(grid)))
    if len(rows) < len(grid) or wide > len(columns):
        return [], f"剪贴板里有 {len(grid)} 行 {wide} 列，从这里往后放不下。"
    fixed = [column.title for column in columns[:wide] if not column.editable]
    if fixed:
        return [], f"“{'、'.join(fixed)}”不能在表里改。"
    return [
        (model.record(row), {c.key: words for c, words in zip(columns, cells, strict=False)})
        for row, cells in zip(rows, grid, strict=True)
    ], ""
