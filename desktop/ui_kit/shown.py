"""What a table shows, as rows of words with its group headings: for printing and exporting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.ui_kit.rows_model import Column, cell_text
from desktop.ui_kit.table import RecordTable

Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The visible columns in their order and the rows; `headings` are the rows that head a group.

    `values` are the same cells with numbers left as numbers.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    values: Rows
    headings: frozenset[int]


def shown(table: RecordTable) -> Shown:
    """Read every row found; of a folded group only the heading is shown."""
    model, columns = table.model, table.shown_columns()
    records, grouping = model.rows.all(), model.rows.grouping
    rows: list[tuple[str, ...]] = []
    values: list[tuple[Any, ...]] = []
    headings: set[int] = set()

    def add(part: list[Any]) -> None:
        rows.extend(tuple(cell_text(one, record) for one in columns) for record in part)
        values.extend(tuple(_value(one, record) for one in columns) for record in part)

    if not grouping.groups:
        add(records)
    for group, (_, size) in enumerate(grouping.groups):
        headings.add(len(rows))
        start = grouping.start_of(group)
        heading = (model.heading(group, records[start]), *[""] * (len(columns) - 1))
        rows.append(heading)
        values.append(heading)
        if not grouping.is_folded(group):
            add(records[start : start + size])
    return Shown(tuple(columns), tuple(rows), tuple(values), frozenset(headings))


def _value(column: Column, record: Any) -> Any:
    value = getattr(record, column.key)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number and column.text is None else cell_text(column, record)
