"""Looking after the database file."""

from __future__ import annotations

from db.store import Store


def find_faults(store: Store) -> tuple[str, ...]:
    """Return what SQLite finds wrong with the file, () where all is well."""
    found = [str(row[0]) for row in store.query("PRAGMA integrity_check") if row[0] != "ok"]
    for table, rowid, parent, _ in store.query("PRAGMA foreign_key_check"):
        found.append(f"{table} 第 {rowid} 行指向 {parent} 里不存在的记录")
    return tuple(found)
