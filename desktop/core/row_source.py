"""How lists are asked for: the window and the database agree on this and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol, runtime_checkable

from desktop.core.text import normal_key


@dataclass(frozen=True, slots=True)
class Query:
    """Words that must all occur, exact filters by column, the order, the column to group by."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    group: str = ""


class RowSource(Protocol):
    """Rows that are counted, filtered, sorted and paged where they lie; each has an `id`.

    `faults` are the errors reading may raise whose text is meant for the person.
    """

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """Return the errors reading may raise."""

    def count(self, query: Query) -> int:
        """Return how many rows the query finds."""

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Return `limit` rows from `offset` on."""

    def groups(self, query: Query) -> Sequence[tuple[str, int]]:
        """Return (value, rows) of each group in the order shown; "" stands for no value."""

    def sums(self, query: Query, names: Sequence[str]) -> Sequence[float]:
        """Return the sum of each of some columns over the rows found."""


class Found(Protocol):
    """What a query finds in a long list: every id in order, the first rows, the total, sums."""

    @property
    def ids(self) -> Sequence[str]:
        """Return every row's id."""

    @property
    def groups(self) -> Sequence[tuple[str, int]]:
        """Return (value, rows) of each group, where the query asks for groups."""

    @property
    def first(self) -> Sequence[Any]:
        """Return the first rows."""

    @property
    def total(self) -> int:
        """Return how many rows there are without a query."""

    @property
    def sums(self) -> Sequence[float]:
        """Return the sums asked for."""


@runtime_checkable
class LongRows(RowSource, Protocol):
    """Rows that may be so many that they are looked up on another thread."""

    @property
    def is_long(self) -> bool:
        """Tell whether they are."""

    def look_up(self, query: Query, first: int, sums: Sequence[str]) -> Found:
        """Find rows, on any thread."""

    def look_at(self, ids: Sequence[str]) -> Sequence[Any]:
        """Return rows by their ids in this order, on any thread."""

    def rows_of(self, ids: Sequence[str]) -> Sequence[Any]:
        """Return rows by their ids in this order."""


@runtime_checkable
class PlacedRows(Protocol):
    """A row source that knows where in its order a row stands without reading up to it."""

    def place_of(self, query: Query, row_id: str) -> int | None:
        """Return which of the rows found one is, None where it is not among them."""


class ListRows:
    """Rows held in memory, for lists that are computed; each row has an `id`."""

    faults: tuple[type[Exception], ...] = ()

    def __init__(self, rows: Sequence[Any] = (), searched: Sequence[str] = ()) -> None:
        self._rows = tuple(rows)
        self._searched = tuple(searched)

    def set(self, rows: Sequence[Any]) -> None:
        """Hold other rows."""
        self._rows = tuple(rows)

    def count(self, query: Query) -> int:
        """Return how many rows the query finds."""
        return len(self._found(query))

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Return `limit` rows from `offset` on; empty values come last either way."""
        return self._ordered(query)[offset : offset + limit]

    def _ordered(self, query: Query) -> list[Any]:
        rows = self._found(query)
        for name, descending in reversed(query.sort):
            filled = [row for row in rows if getattr(row, name) is not None]
            blank = [row for row in rows if getattr(row, name) is None]
            filled.sort(key=lambda row: getattr(row, name), reverse=descending)
            rows = [*filled, *blank]
        if query.group:
            is_down = dict(query.sort).get(query.group, False)
            rows.sort(key=lambda row: _group_key(getattr(row, query.group)), reverse=is_down)
        return rows

    def groups(self, query: Query) -> Sequence[tuple[str, int]]:
        """Return (value, rows) of each group in the order shown; "" stands for no value."""
        if not query.group:
            return ()
        keys = (_group_key(getattr(row, query.group)) for row in self._ordered(query))
        return [(str(key[-1]) if key[0] else "", sum(1 for _ in rows))
                for key, rows in groupby(keys)]  # fmt: skip

    def _found(self, query: Query) -> list[Any]:
        words = [normal_key(word) for word in query.text.split()]
        return [
            row
            for row in self._rows
            if all(str(getattr(row, name) or "") == value for name, value in query.filters)
            and all(any(word in normal_key(_text(getattr(row, name)))
                        for name in self._searched) for word in words)
        ]  # fmt: skip

    def sums(self, query: Query, names: Sequence[str]) -> Sequence[float]:
        """Return the sum of each of some columns over the rows found."""
        rows = self._found(query)
        return [float(sum(getattr(row, name) or 0 for row in rows)) for name in names]


def _group_key(value: Any) -> tuple[Any, ...]:
    """Return what groups are ordered by: missing and blank are one group, the first."""
    return (False,) if value is None or value in ("", ()) else (True, value)


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value or "")


class ChosenRows:
    """The rows of a source that is chosen anew each time, as the rows of the round in view."""

    def __init__(self, choose: Callable[[], RowSource]) -> None:
        self._choose = choose

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """Return the errors reading may raise."""
        return self._choose().faults

    def count(self, query: Query) -> int:
        """Return how many rows the query finds."""
        return self._choose().count(query)

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Return `limit` rows from `offset` on."""
        return self._choose().page(query, offset, limit)

    def sums(self, query: Query, names: Sequence[str]) -> Sequence[float]:
        """Return the sum of each of some columns over the rows found."""
        return self._choose().sums(query, names)

    def groups(self, query: Query) -> Sequence[tuple[str, int]]:
        """Return (value, rows) of each group in the order shown."""
        return self._choose().groups(query)
