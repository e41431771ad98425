"""Saving what can be read of a broken database into a new one, and naming what cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import StoreUnavailable, readable_faults
from db.schema.triggers import install_triggers, table_columns
from db.store import Store

if TYPE_CHECKING:
    from sqlite_utils import Database

# Ranges of rows that cannot be read are halved until the bad ones are found; a whole lost branch
# of the tree would be halved for ever.
_PROBES = 3000
_WHOLE = 1 << 40


@dataclass(slots=True)
class Salvage:
    """What came over: rows by table, and what was lost as (table, what) pairs."""

    rows: dict[str, int] = field(default_factory=dict)
    lost: list[tuple[str, str]] = field(default_factory=list)


def salvage_into(broken: Path, store: Store) -> Salvage:
    """Copy every readable row of a broken database into an empty new one.

    Rows that break a rule of the schema, or hang on a row that is lost, are left out and named.
    Raises StoreUnavailable where nothing can be read at all.
    """
    source = _open_broken(broken)
    done = Salvage()
    database = store.database
    database.execute("PRAGMA foreign_keys=OFF")
    try:
        with readable_faults(), database.atomic():
            tables = _tables(database)
            for table in tables:
                _drop_triggers(database, table)
            for table in tables:
                _copy_table(source, database, table, done)
            _drop_orphans(database, done)
            install_triggers(database)
    finally:
        source.close()
        database.execute("PRAGMA foreign_keys=ON")
    if not sum(done.rows.values()):
        raise StoreUnavailable("这个数据库里一条记录也读不出来。", "文件没有改动。请用备份恢复。")
    return done


def _open_broken(broken: Path) -> sqlite3.Connection:
    source = sqlite3.connect(f"{broken.resolve().as_uri()}?mode=ro", uri=True)
    # Lets SQLite read a file that is shorter than its header says.
    source.execute("PRAGMA writable_schema=ON")
    source.execute("PRAGMA cell_size_check=ON")
    # What a flipped bit left of a text may not be UTF-8.
    source.text_factory = lambda raw: raw.decode("utf-8", "strict")
    return source


def _tables(database: Database) -> list[str]:
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        " AND name NOT IN ('_sqlite_migrations', 'journal_state')"
    )
    return [str(name) for (name,) in rows.fetchall()]


def _drop_triggers(database: Database, table: str) -> None:
    for event in ("insert", "update", "delete"):
        database.execute(f'DROP TRIGGER IF EXISTS "journal_{table}_{event}"')


def _copy_table(source: sqlite3.Connection, database: Database, table: str, done: Salvage) -> None:
    database.execute(f'DELETE FROM "{table}"')
    try:
        found = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")').fetchall()]
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(
            "这个文件不是数据库，或它的目录页坏了，读不出有哪些表。",
            "文件没有改动。请用备份恢复到新的文件夹。",
        ) from error
    names = [name for name in table_columns(database, table) if name in found]
    if not names:
        return
    columns = ",".join(f'"{name}"' for name in names)
    sql = f'INSERT INTO "{table}" ({columns}) VALUES ({",".join("?" * len(names))})'
    done.rows[table] = 0
    for row in _rows(source, table, columns, done):
        try:
            database.execute(sql, list(row))
            done.rows[table] += 1
        except sqlite3.IntegrityError as error:
            done.lost.append((table, f"有一条记录不合规则，没有带过来({error})"))


def _rows(
    source: sqlite3.Connection, table: str, columns: str, done: Salvage
) -> Iterator[tuple[object, ...]]:
    """Yield the readable rows of a table, halving what fails."""
    probes, lost = 0, 0
    waiting = [(-1, _last(source, table))]
    while waiting:
        low, high = waiting.pop()
        try:
            yield from source.execute(
                f'SELECT {columns} FROM "{table}" NOT INDEXED WHERE rowid>? AND rowid<=?'
                " ORDER BY rowid",
                (low, high),
            ).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            probes += 1
            if high - low <= 1 or probes > _PROBES:
                lost += 1
            else:
                middle = (low + high) // 2
                waiting += [(middle, high), (low, middle)]
    if lost:
        words = f"有 {lost} 处读不出来" if probes <= _PROBES else "有一大段读不出来"
        done.lost.append((table, words))


def _last(source: sqlite3.Connection, table: str) -> int:
    try:
        (last,) = source.execute(f'SELECT max(rowid) FROM "{table}" NOT INDEXED').fetchone()
    except sqlite3.DatabaseError:
        return _WHOLE
    return int(last or 0)


def _drop_orphans(database: Database, done: Salvage) -> None:
    """Leave out rows that hang on lost ones, until none is left."""
    while broken := database.execute("PRAGMA foreign_key_check").fetchall():
        by_table: dict[str, set[int]] = {}
        for table, rowid, _, _ in broken:
            by_table.setdefault(table, set()).add(rowid)
        for table, rowids in by_table.items():
            done.rows[table] -= len(rowids)
            done.lost.append((table, f"有 {len(rowids)} 条记录所属的记录丢失，没有带过来"))
            for rowid in rowids:
                database.execute(f'DELETE FROM "{table}" WHERE rowid=?', [rowid])
