"""The triggers that write each row's before and after into the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# Rows of these are about the journal or the schema itself.
_OUTSIDE = {"operation", "journal", "journal_state"}


def journaled_tables(database: Database) -> tuple[str, ...]:
    """Return the tables whose changes are journaled: every one of ours with an id."""
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND substr(name,1,1)!='_'"
        " AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    return tuple(name for (name,) in rows.fetchall() if name not in _OUTSIDE)


def table_columns(database: Database, table: str) -> tuple[str, ...]:
    """Return a table's column names in order."""
    return tuple(row[1] for row in database.execute(f'PRAGMA table_info("{table}")').fetchall())


def install_triggers(database: Database) -> None:
    """Make the triggers of every journaled table anew, from its columns as they are now."""
    for table in journaled_tables(database):
        columns = table_columns(database, table)
        old, new = _json("OLD", columns), _json("NEW", columns)
        _replace(database, table, "insert", f"NEW.id, NULL, {new}")
        _replace(database, table, "update", f"NEW.id, {old}, {new} WHERE {old} IS NOT {new}")
        _replace(database, table, "delete", f"OLD.id, {old}, NULL")


def _json(row: str, columns: tuple[str, ...]) -> str:
    return "json_object(" + ",".join(f"'{name}',{row}.\"{name}\"" for name in columns) + ")"


def _replace(database: Database, table: str, event: str, values: str) -> None:
    """Make one trigger; `values` are the row's id, its before and its after."""
    name = f"journal_{table}_{event}"
    database.execute(f'DROP TRIGGER IF EXISTS "{name}"')
    # The NOT NULL of operation_id refuses any write outside an operation.
    database.execute(
        f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON "{table}" BEGIN'
        " INSERT INTO journal (operation_id, table_name, row_id, before, after)"
        f" SELECT (SELECT operation_id FROM journal_state), '{table}', {values}; END"
    )
