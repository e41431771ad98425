"""Looking after the database file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from db.copies import connection_faults
from db.errors import StoreUnavailable, readable_statement
from db.schema.triggers import journaled_tables, table_columns
from db.store import Store


@dataclass(frozen=True, slots=True)
class Content:
    """A stored file that some row names."""

    sha256: str
    bytes: int
    name: str


def find_faults(store: Store) -> tuple[str, ...]:
    """Return what SQLite finds wrong with the file, () where all is well."""
    with readable_statement():
        return tuple(connection_faults(store.database.conn))


def journal_faults(store: Store) -> tuple[str, ...]:
    """Return the rows that are not as their last journal entry left them.

    SQLite keeps no checksum of its pages; a flipped bit in a row changes it without a sign.
    """
    found: list[str] = []
    with readable_statement():
        tables = journaled_tables(store.database)
    for table in tables:
        try:
            found += _changed_rows(store, table)
        except (StoreUnavailable, ValueError):
            found.append(f"{table} 有读不出来的记录")
    return tuple(found)


def _changed_rows(store: Store, table: str) -> list[str]:
    names = table_columns(store.database, table)
    pairs = ",".join(f"'{name}',t.\"{name}\"" for name in names)
    rows = store.query(
        f'SELECT t.id, json_object({pairs}), j.after FROM "{table}" t LEFT JOIN journal j'
        " ON j.seq=(SELECT max(seq) FROM journal WHERE row_id=t.id AND table_name=?)",
        (table,),
    )
    return [
        f"{table} 的记录 {row_id} 与最后一次保存的不一样"
        for row_id, now, after in rows
        if after is not None and not _holds(json.loads(now), json.loads(after))
    ]


def _holds(now: dict[str, object], after: dict[str, object]) -> bool:
    """Compare what both have: later versions add columns."""
    return all(now[name] == value for name, value in after.items() if name in now)


def stored_contents(store: Store) -> tuple[Content, ...]:
    """Return every stored file that any row names, each content once."""
    found: dict[str, Content] = {}
    with readable_statement():
        for table in journaled_tables(store.database):
            if {"sha256", "bytes", "name"} <= set(table_columns(store.database, table)):
                rows = store.query(f'SELECT sha256, bytes, name FROM "{table}" ORDER BY rowid')
                found |= {row[0]: Content(*row) for row in rows}
    return tuple(found.values())


def row_counts(store: Store, tables: Iterable[str]) -> dict[str, int]:
    """Return how many rows each of the tables has that are there."""
    with readable_statement():
        known = set(journaled_tables(store.database)) | {"operation"}
    return {
        table: int(store.query(f'SELECT count(*) FROM "{table}"')[0][0])
        for table in tables
        if table in known
    }
