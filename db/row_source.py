"""Lists as the window and the command line see them: filtered, sorted and paged in SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from db import searching
from db.errors import StoreUnavailable
from db.records import column_names, from_row, list_columns
from db.store import Store

T = TypeVar("T")
# From here on rows are reached by their ids: an offset is counted through from the start.
_FAR = 1_000


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

    @property
    def group(self) -> str:
        """Return the column whose equal values stand together, "" for none."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Texts in another table that rows are found by: few texts stand for many rows.

    `text` names one in `ids`, which gives the ids of the rows whose texts meet {condition}.
    """

    text: str
    ids: str


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A named list: its SELECT gives one column per field of `record`, in that order."""

    record: type[T]
    select: str
    searched: tuple[str, ...]
    order: str
    linked: tuple[Linked, ...] = ()


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What a query finds: every id in order, the first rows; how many there are without it."""

    ids: Sequence[str]
    first: Sequence[T]
    total: int
    sums: Sequence[float]
    groups: Sequence[tuple[str, int]] = ()


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
        self._kept: tuple[Any, list[str]] = (None, [])

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """Return the errors reading may raise: a stick pulled out, a file locked or damaged."""
        return (StoreUnavailable,)

    def count(self, query: ListQuery) -> int:
        """Return how many rows the query finds."""
        if query.text:
            # The texts are looked through once, for the count and for the rows.
            return len(self._ids(query))
        where, values = self._where(query)
        return int(self._store.query(f"SELECT count(*){where}", values)[0][0])

    def page(self, query: ListQuery, offset: int, limit: int) -> Sequence[T]:
        """Return `limit` rows from `offset` on."""
        if query.text or offset >= _FAR:
            return self.rows_of(self._ids(query)[offset : offset + limit])
        where, values = self._where(query, *self._names)
        sql = f"SELECT *{where} ORDER BY {self._order(query)}"
        values |= {"limit_": limit, "offset_": offset}
        rows = self._store.query(f"{sql} LIMIT :limit_ OFFSET :offset_", values)
        return [from_row(self._listing.record, row) for row in rows]  # type: ignore[type-var]

    @property
    def is_long(self) -> bool:
        """Tell whether to `look_up` on another thread rather than to count and page here."""
        return self._store.is_large

    def look_up(self, query: ListQuery, first: int, sums: Sequence[str]) -> Found[T]:
        """Find rows on a connection of its own, from any thread, with the `first` of them."""
        with self._store.reader() as store:
            rows = SqlRows(store, self._listing, given=self._given)
            ids = rows._ids(query)
            is_all = not (query.text or query.filters)
            total = len(ids) if is_all else rows._total()
            added = rows.sums(query, sums) if sums else ()
            return Found(ids, rows.rows_of(ids[:first]), total, added, rows.groups(query))

    def look_at(self, ids: Sequence[str]) -> Sequence[T]:
        """Return rows by their ids, in this order, on a connection of its own, from any thread."""
        with self._store.reader() as store:
            return SqlRows(store, self._listing, given=self._given).rows_of(ids)

    def _total(self) -> int:
        # Only where nothing is counted in it SQLite leaves out the tables a list looks names up in.
        sql = f"SELECT count(*) FROM (SELECT id FROM ({self._listing.select}) LIMIT -1)"
        return int(self._store.query(sql, self._given)[0][0])

    def _ids(self, query: ListQuery) -> list[str]:
        """Return the ids of the rows found in their order, kept until something changes."""
        key = (query.text, query.filters, query.sort, query.group, self._store.version)
        if self._kept[0] != key:
            where, values = self._where(query)
            sql = f"SELECT id{where} ORDER BY {self._order(query)}"
            # All in one row: SQLite gives other threads way once, not at each of 200,000.
            together = self._store.query(f"SELECT group_concat(id) FROM ({sql})", values)[0][0]
            self._kept = key, together.split(",") if together else []
        return self._kept[1]

    def rows_of(self, ids: Sequence[str]) -> Sequence[T]:
        """Return rows by their ids, in this order; those that are gone are left out."""
        sql = f"SELECT * FROM ({self._listing.select})"
        values = self._given | {"ids_": json.dumps(list(ids))}
        rows = self._store.query(f"{sql} WHERE id IN (SELECT value FROM json_each(:ids_))", values)
        place = {row_id: number for number, row_id in enumerate(ids)}
        found = [from_row(self._listing.record, row) for row in rows]  # type: ignore[type-var]
        return sorted(found, key=lambda record: place[record.id])  # type: ignore[attr-defined]

    def place_of(self, query: ListQuery, row_id: str) -> int | None:
        """Return which of the rows found one is, None where it is not among them."""
        ids = self._ids(query)
        return ids.index(row_id) if row_id in ids else None

    def groups(self, query: ListQuery) -> Sequence[tuple[str, int]]:
        """Return (value, rows) of each group in the order shown; "" stands for no value."""
        if query.group not in self._names:
            return ()
        where, values = self._where(query, query.group)
        sql = f"SELECT {_grouped(query.group)}, count(*){where}"
        rows = self._store.query(f"{sql} GROUP BY 1 ORDER BY {self._group_order(query)}", values)
        return [(str(row[0]), int(row[1])) for row in rows]

    def sums(self, query: ListQuery, names: Sequence[str]) -> tuple[float, ...]:
        """Return the sum of each of some columns over the rows found."""
        known = [name for name in names if name in self._names]
        where, values = self._where(query, *known)
        wanted = ", ".join(f"coalesce(sum({name}), 0)" for name in known)
        return tuple(float(one) for one in self._store.query(f"SELECT {wanted}{where}", values)[0])

    def values(self, name: str) -> tuple[str, ...]:
        """Return the texts a column holds, each once, in order."""
        assert name in self._names
        sql = f"SELECT DISTINCT {name} FROM ({self._listing.select}) WHERE {name}<>'' ORDER BY 1"
        return tuple(row[0] for row in self._store.query(sql, self._given))

    def all(self) -> Sequence[T]:
        """Return every row in the listing's own order."""
        sql = f"SELECT * FROM ({self._listing.select}) ORDER BY {self._listing.order}"
        rows = self._store.query(sql, self._given)
        return [from_row(self._listing.record, row) for row in rows]  # type: ignore[type-var]

    def _where(self, query: ListQuery, *wanted: str) -> tuple[str, dict[str, Any]]:
        """Return "FROM … WHERE …" of the rows found, and its values.

        Only what the query names and the columns `wanted` can be selected from it.
        """
        clauses: list[str] = []
        values = dict(self._given)
        for number, word in enumerate(searching.words_of(query.text)):
            clause, more = self._holds(word, number)
            clauses.append(clause)
            values |= more
        for number, (name, value) in enumerate(query.filters):
            if name in self._names:
                clauses.append(f"coalesce({name},'')=:filter{number}")
                values[f"filter{number}"] = value
        where = " WHERE " + " AND ".join(clauses) if clauses else ""
        return (
            f" FROM ({self._narrow(query, wanted) if query.text else self._listing.select}){where}",
            values,
        )

    def _holds(self, word: str, number: int) -> tuple[str, dict[str, str]]:
        """Return the condition that a row holds a word in one of its texts, and its values."""
        texts = {"words_": "{condition}"}
        texts |= {one.text: f"id IN ({one.ids})" for one in self._listing.linked}
        parts, values = [], dict[str, str]()
        for text, found in texts.items():
            plain, more = searching.holds(text, word, number)
            letters, most = searching.reads(text, word, number, self._listing.select)
            parts.append(found.format(condition=f"({plain} OR {letters})"))
            values |= more | most
        return f"({' OR '.join(parts)})", values

    def _narrow(self, query: ListQuery, wanted: Sequence[str]) -> str:
        """Return the rows with all their texts as one, and no column that is not needed."""
        used = {"id", *wanted, *(name for name, _ in query.filters)}
        used |= set(re.findall(r"\w+", self._order(query)))
        columns = ", ".join(sorted(used & self._names))
        words = searching.text_of(self._searched)
        # The limit keeps SQLite from working the text out anew wherever it is mentioned.
        return f"SELECT {columns}, {words} AS words_ FROM ({self._listing.select}) LIMIT -1"

    def _order(self, query: ListQuery) -> str:
        wanted = [
            f"{name} {'DESC' if descending else 'ASC'}"
            for name, descending in query.sort
            if name in self._names and name != query.group
        ]
        if query.group in self._names:
            wanted.insert(0, self._group_order(query))
        return ", ".join([*wanted, self._listing.order])

    def _group_order(self, query: ListQuery) -> str:
        is_down = dict(query.sort).get(query.group, False)
        return f"{_grouped(query.group)} {'DESC' if is_down else 'ASC'}"


def _grouped(name: str) -> str:
    """Return the expression rows are grouped by: missing and blank are one group."""
    return f"coalesce({name},'')"
