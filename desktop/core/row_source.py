"""How lists are asked for: the window and the database agree on this and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Query:
    """Words that must all occur, exact filters by column, and the order wanted."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()


class RowSource(Protocol):
    """Rows that are counted, filtered, sorted and paged where they lie; each has an `id`."""

    def count(self, query: Query) -> int:
        """Return how many rows the query finds."""

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Return `limit` rows from `offset` on."""


class ListRows(Generic[T]):
    """A row source over records at hand: what is worked out and not stored."""

    def __init__(self, rows: Sequence[T] = ()) -> None:
        self.rows = tuple(rows)

    def count(self, query: Query) -> int:
        """Return how many rows the query finds."""
        return len(self._found(query))

    def page(self, query: Query, offset: int, limit: int) -> Sequence[T]:
        """Return `limit` rows from `offset` on."""
        return self._found(query)[offset : offset + limit]

    def _found(self, query: Query) -> list[T]:
        found = [row for row in self.rows if _fits(row, query)]
        for key, descending in reversed(query.sort):
            found.sort(key=partial(_sortable, key), reverse=descending)
        return found


def _fits(row: Any, query: Query) -> bool:
    words = " ".join(str(getattr(row, name)) for name in type(row).__dataclass_fields__)
    return all(word in words for word in query.text.split()) and all(
        str(getattr(row, key)) == value for key, value in query.filters
    )


def _sortable(key: str, row: Any) -> tuple[bool, Any]:
    value = getattr(row, key)
    return (value is not None, value if isinstance(value, int | float) else str(value or ""))
