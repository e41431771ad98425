"""Lists as the window and the command line see them: filtered, sorted and paged in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from db import searching
from db.records import column_names, from_row, list_columns
from db.store import Store

T = TypeVar("T")


class ListQuery(Protocol):
    """What a list is asked for: words, exact filters and the order."""

    @property
    def text(self) -> str:
        """Return the words typed; each must occur in some searched column."""

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Return (column, value) pairs that must hold exactly."""

    @property
    def sort(self) -> tuple[tuple[str, bool], ...]:
        """Return (column, descending) pairs, most important first."""


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A named list: its SELECT gives one column per field of `record`, in that order."""

    record: type[T]
    select: str
    searched: tuple[str, ...]
    order: str


class SqlRows(Generic[T]):
    """The rows of a listing, read page by page."""

    def __init__(
        self, store: Store, listing: Listing[T], *, given: Mapping[str, Any] | None = None
    ) -> None:
        self._store = store
        self._listing = listing
        self._given = dict(given or {})
        self._names = set(column_names(listing.record))
        lists = list_columns(listing.record)
        self._searched = {name: name in lists for name in listing.searched}

    def count(self, query: ListQuery) -> int:
        """Return how many rows the query finds."""
        where, values = self._where(query)
        sql = f"SELECT count(*) FROM ({self._listing.select}){where}"
        return int(self._store.query(sql, values)[0][0])

    def page(self, query: ListQuery, offset: int, limit: int) -> Sequence[T]:
        """Return `limit` rows from `offset` on."""
        where, values = self._where(query)
        sql = f"SELECT * FROM ({self._listing.select}){where} ORDER BY {self._order(query)}"
        values |= {"limit_": limit, "offset_": offset}
        rows = self._store.query(f"{sql} LIMIT :limit_ OFFSET :offset_", values)
        return [from_row(self._listing.record, row) for row in rows]  # type: ignore[type-var]

    def all(self) -> Sequence[T]:
        """Return every row in the listing's own order."""
        sql = f"SELECT * FROM ({self._listing.select}) ORDER BY {self._listing.order}"
        rows = self._store.query(sql, self._given)
        return [from_row(self._listing.record, row) for row in rows]  # type: ignore[type-var]

    def _where(self, query: ListQuery) -> tuple[str, dict[str, Any]]:
        clauses: list[str] = []
        values = dict(self._given)
        for number, word in enumerate(searching.words_of(query.text)):
            clause, more = searching.holds(word, number, self._searched)
            clauses.append(clause)
            values |= more
        for number, (name, value) in enumerate(query.filters):
            if name in self._names:
                clauses.append(f"coalesce({name},'')=:filter{number}")
                values[f"filter{number}"] = value
        return (" WHERE " + " AND ".join(clauses) if clauses else ""), values

    def _order(self, query: ListQuery) -> str:
        wanted = [
            f"{name} {'DESC' if descending else 'ASC'}"
            for name, descending in query.sort
            if name in self._names
        ]
        return ", ".join([*wanted, self._listing.order])
