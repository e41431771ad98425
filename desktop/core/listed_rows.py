"""A list that is worked out, not stored, as a row source: filtered and sorted in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.core.row_source import Query


class ListedRows:
    """Some hundreds of records; `searched` names the fields that words are looked for in."""

    def __init__(self, searched: Sequence[str]) -> None:
        self._searched = tuple(searched)
        self._rows: Sequence[Any] = ()

    def replace(self, rows: Sequence[Any]) -> None:
        """Hold other records from now on."""
        self._rows = rows

    def count(self, query: Query) -> int:
        """Return how many rows the query finds."""
        return len(self._found(query))

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Return `limit` rows from `offset` on; rows without a value come last."""
        rows = self._found(query)
        for name, descending in reversed(query.sort):
            known = [row for row in rows if getattr(row, name) is not None]
            blank = [row for row in rows if getattr(row, name) is None]
            known.sort(key=lambda row, name=name: getattr(row, name), reverse=descending)  # type: ignore[misc]
            rows = [*known, *blank]
        return rows[offset : offset + limit]

    def _found(self, query: Query) -> list[Any]:
        words = query.text.casefold().split()
        return [
            row
            for row in self._rows
            if all(str(getattr(row, name)) == value for name, value in query.filters)
            and all(self._has(row, word) for word in words)
        ]

    def _has(self, row: Any, word: str) -> bool:
        return any(word in _words(getattr(row, name)).casefold() for name in self._searched)


def _words(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value or "")
