"""Rows that are worked out behave as rows that are stored."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.listed_rows import ListedRows
from desktop.core.row_source import Query


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    units: tuple[str, ...]
    days: int | None


ROWS = (
    Row("1", "甲", ("城管局",), 3),
    Row("2", "乙", ("住建局", "城管局"), None),
    Row("3", "丙", (), 1),
)


def names(query: Query, offset: int = 0, limit: int = 9) -> str:
    source = ListedRows(("name", "units"))
    source.replace(ROWS)
    return "".join(row.name for row in source.page(query, offset, limit))


def test_words_filters_sorting_and_pages() -> None:
    assert names(Query()) == "甲乙丙"
    assert names(Query("城管")) == "甲乙"
    assert names(Query("城管 住建")) == "乙"
    assert names(Query(filters=(("days", "1"),))) == "丙"
    assert names(Query(sort=(("days", False),))) == "丙甲乙"
    assert names(Query(sort=(("days", True),))) == "甲丙乙"
    assert names(Query(), 1, 1) == "乙"
    assert ListedRows(("name",)).count(Query()) == 0
