"""Every change of every row, written by triggers; undo, redo and 历史 read from it.

An operation is one `Store.write`. Undoing one writes the rows' former values back as an operation
of its own, so the journal only grows and shows the undoing too.
"""

from __future__ import annotations

import json
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from db.errors import UndoRefused
from db.ids import new_id
from db.schema.triggers import journaled_tables, table_columns

if TYPE_CHECKING:
    from db.store import Store

Row = dict[str, Any]
# Rows of values by their table and the columns they are for.
_Alike = dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One step a person took; kind is edit, undo or redo, target the edit it undoes or redoes."""

    id: str
    label: str
    at: str
    who: str
    machine: str
    kind: str
    target: str | None
    rows: int = 0
    undone: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after one operation; None before means added, None after deleted."""

    operation: Operation
    table: str
    row_id: str
    before: Row | None
    after: Row | None


def begin(store: Store, operation: Operation) -> None:
    """Note the operation whose rows the triggers write from now on."""
    store.execute(
        "INSERT INTO operation (id, label, at, who, machine, kind, target)"
        " VALUES (?,?,?,?,?,?,?)",
        (operation.id, operation.label, operation.at, operation.who, operation.machine,
         operation.kind, operation.target),
    )  # fmt: skip
    store.execute("UPDATE journal_state SET operation_id=?", (operation.id,))


def finish(store: Store, operation: Operation) -> None:
    """Close the operation; drop it where it changed nothing."""
    store.execute("UPDATE journal_state SET operation_id=NULL")
    store.execute(
        "DELETE FROM operation WHERE id=:id"
        " AND NOT EXISTS (SELECT 1 FROM journal WHERE operation_id=:id)",
        {"id": operation.id},
    )


def operations(store: Store, *, limit: int = 200) -> tuple[Operation, ...]:
    """Return the latest operations, newest first, with the number of rows each changed."""
    rows = store.query(
        "SELECT o.id, o.label, o.at, o.who, o.machine, o.kind, o.target,"
        " (SELECT count(*) FROM journal j WHERE j.operation_id=o.id),"
        f" {_UNDONE} FROM operation o ORDER BY o.seq DESC LIMIT ?",
        (limit,),
    )
    return tuple(replace(Operation(*row[:7]), rows=row[7], undone=bool(row[8])) for row in rows)


# To know whether undoing takes long, no more need be counted.
_COUNTED = 5000
_CHANGE = (
    "o.id, o.label, o.at, o.who, o.machine, o.kind, o.target,"
    " j.table_name, j.row_id, j.before, j.after"
)
_UNDONE = (
    "coalesce((SELECT u.kind='undo' FROM operation u"
    " WHERE u.target=o.id ORDER BY u.seq DESC LIMIT 1), 0)"
)


def history(store: Store, row_id: str) -> tuple[RowChange, ...]:
    """Return what happened to one row, oldest first."""
    rows = store.query(
        f"SELECT {_CHANGE}"
        " FROM journal j JOIN operation o ON o.id=j.operation_id WHERE j.row_id=? ORDER BY j.seq",
        (row_id,),
    )
    return tuple(_row_change(row) for row in rows)


def _row_change(row: tuple[Any, ...]) -> RowChange:
    operation = Operation(*row[:7])
    table, row_id, before, after = row[7:]
    return RowChange(operation, table, row_id, _load(before), _load(after))


def last_seq(store: Store) -> int:
    """Return where the journal stands now."""
    return int(store.query("SELECT coalesce(max(seq), 0) FROM journal")[0][0])


def rows_at(store: Store, table: str, seq: int) -> tuple[Row, ...]:
    """Return a table's rows as they were when the journal stood at `seq`, in order of their ids."""
    rows = store.query(
        "SELECT j.after FROM journal j JOIN (SELECT max(seq) AS last FROM journal"
        " WHERE table_name=? AND seq<=? GROUP BY row_id) ON last=j.seq"
        " WHERE j.after IS NOT NULL ORDER BY j.row_id",
        (table, seq),
    )
    return tuple(dict(json.loads(text)) for (text,) in rows)


def undo_target(store: Store) -> Operation | None:
    """Return the operation that 撤销 would take back, None where there is none."""
    return _edit(store, f"NOT {_UNDONE}", ())


def redo_target(store: Store) -> Operation | None:
    """Return the operation that 重做 would bring back: only until something new is done."""
    rows = store.query(
        "SELECT u.target FROM operation u WHERE u.kind='undo'"
        " AND u.seq > coalesce((SELECT max(seq) FROM operation WHERE kind='edit'), 0)"
        " AND u.seq = (SELECT max(seq) FROM operation WHERE target=u.target)"
        " ORDER BY u.seq DESC LIMIT 1"
    )
    return _edit(store, "o.id=?", rows[0]) if rows else None


def _edit(store: Store, condition: str, values: Sequence[Any]) -> Operation | None:
    """Return the newest edit of some kind; its rows are counted up to some thousands."""
    rows = store.query(
        "SELECT o.id, o.label, o.at, o.who, o.machine, o.kind, o.target, (SELECT count(*) FROM"
        f" (SELECT 1 FROM journal j WHERE j.operation_id=o.id LIMIT {_COUNTED})), {_UNDONE}"
        f" FROM operation o WHERE o.kind='edit' AND {condition} ORDER BY o.seq DESC LIMIT 1",
        values,
    )
    return replace(Operation(*rows[0][:8]), undone=bool(rows[0][8])) if rows else None


def undo(store: Store, operation: Operation) -> Operation:
    """Take one operation back; raise UndoRefused where its rows have changed since."""
    return _reverse(store, operation, _net_changes(store, operation.id), "undo")


def redo(store: Store, operation: Operation) -> Operation:
    """Do an undone operation again; raise UndoRefused where its rows have changed since."""
    changes = [
        replace(change, before=change.after, after=change.before)
        for change in _net_changes(store, operation.id)
    ]
    return _reverse(store, operation, changes, "redo")


def obstacles(store: Store, operation: Operation) -> tuple[RowChange, ...]:
    """Return the later changes, newest first, that stand in the way of undoing an operation.

    These are changes of the same rows, or of rows that would hang on rows that go. Operations that
    have been undone since, and their undoing, are in nobody's way.
    """
    changes = _net_changes(store, operation.id)
    rows = {(change.table, change.row_id) for change in changes}
    found = _later(store, operation, rows)
    if found or store.read_only:
        return found
    return _later(store, operation, _would_hang(store, operation, changes))


def _later(
    store: Store, operation: Operation, rows: Iterable[tuple[str, str]]
) -> tuple[RowChange, ...]:
    found = store.query(
        f"SELECT * FROM (SELECT {_CHANGE}, o.seq AS at_seq, {_UNDONE} AS gone"
        " FROM json_each(:rows) r JOIN journal j"
        " ON j.row_id=r.value->>1 AND j.table_name=r.value->>0"
        " JOIN operation o ON o.id=j.operation_id"
        " WHERE o.seq > (SELECT seq FROM operation WHERE id=:id))"
        " WHERE kind!='undo' AND NOT gone ORDER BY at_seq DESC",
        {"id": operation.id, "rows": json.dumps(sorted(rows))},
    )
    return tuple(_row_change(row[:11]) for row in found)


def _would_hang(
    store: Store, operation: Operation, changes: list[RowChange]
) -> set[tuple[str, str]]:
    """Undo on trial; return the (table, id) of the rows that would hang on nothing."""
    found: set[tuple[str, str]] = set()
    step = replace(operation, id=new_id(), kind="undo", target=operation.id)
    with suppress(sqlite3.IntegrityError), store.trial(step):
        store.execute("PRAGMA defer_foreign_keys=ON")
        _put_back(store, changes)
        for table, rowid, _, _ in store.query("PRAGMA foreign_key_check"):
            found.add((table, store.query(_ID.format(table), (rowid,))[0][0]))
    return found


_ID = 'SELECT id FROM "{}" WHERE rowid=?'


def _reverse(store: Store, operation: Operation, changes: list[RowChange], kind: str) -> Operation:
    word = "撤销" if kind == "undo" else "重做"
    step = Operation(
        id=new_id(), label=f"{word}:{operation.label}",
        at=datetime.now().astimezone().isoformat(timespec="seconds"), who=store.who,
        machine=platform.node(), kind=kind, target=operation.id, rows=len(changes),
    )  # fmt: skip
    with store.write_as(step):
        _refuse_changed(store, operation, changes)
        store.execute("PRAGMA defer_foreign_keys=ON")
        _put_back(store, changes)
        _refuse_orphans(store, operation)
    _let_go(changes)
    return step


def _let_go(many: list[Any]) -> None:
    """Free a long list in pieces: all at once, other threads stand still meanwhile."""
    while many:
        del many[-1000:]


def _net_changes(store: Store, operation_id: str) -> list[RowChange]:
    """Return one change per row: its value before the operation and after it."""
    rows = store.query(
        f"SELECT {_CHANGE}"
        " FROM journal j JOIN operation o ON o.id=j.operation_id"
        " WHERE j.operation_id=? ORDER BY j.seq",
        (operation_id,),
    )
    net: dict[tuple[str, str], RowChange] = {}
    for change in map(_row_change, rows):
        key = (change.table, change.row_id)
        net[key] = replace(net[key], after=change.after) if key in net else change
    _let_go(rows)
    return [change for change in net.values() if change.before != change.after]


def _refuse_changed(store: Store, operation: Operation, changes: Iterable[RowChange]) -> None:
    differing = [
        (change.table, change.row_id, _name(change))
        for change, now in _with_current(store, changes)
        if now != change.after
    ]
    if differing:
        raise UndoRefused(operation.label, differing)


def _with_current(
    store: Store, changes: Iterable[RowChange]
) -> Iterable[tuple[RowChange, Row | None]]:
    by_table: dict[str, list[RowChange]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    for table, group in by_table.items():
        names = table_columns(store.database, table)
        pairs = ",".join(f"'{name}',\"{name}\"" for name in names)
        ids = json.dumps([change.row_id for change in group])
        found = store.query(
            f'SELECT id, json_object({pairs}) FROM "{table}"'
            " WHERE id IN (SELECT value FROM json_each(?))",
            (ids,),
        )
        current = {row_id: _load(text) for row_id, text in found}
        _let_go(found)
        yield from ((change, current.pop(change.row_id, None)) for change in group)


def _put_back(store: Store, changes: Sequence[RowChange]) -> None:
    """Delete, then update, then insert, so that unique keys are free when they are needed."""
    known = set(journaled_tables(store.database))
    gone: _Alike = {}
    back: _Alike = {}
    new: _Alike = {}
    for change in changes:
        row, was = change.before, change.after
        if row is None:
            gone.setdefault((change.table, ()), []).append((change.row_id,))
        elif was is None:
            new.setdefault((change.table, tuple(row)), []).append(tuple(row.values()))
        else:
            # An index need not be touched where its columns are what they were.
            names = tuple(name for name in row if name not in was or row[name] != was[name])
            values = (*(row[name] for name in names), change.row_id)
            back.setdefault((change.table, names), []).append(values)
    for (table, _), rows in gone.items():
        if table in known:
            store.execute_many(f'DELETE FROM "{table}" WHERE id=?', rows)
    for (table, names), rows in back.items():
        sets = ",".join(f'"{name}"=?' for name in names)
        store.execute_many(f'UPDATE "{table}" SET {sets} WHERE id=?', rows)
    for (table, names), rows in new.items():
        listed, marks = ",".join(f'"{name}"' for name in names), ",".join("?" * len(names))
        store.execute_many(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', rows)


def _refuse_orphans(store: Store, operation: Operation) -> None:
    """Refuse where later rows hang on a row that would go."""
    broken = store.query("PRAGMA foreign_key_check")
    if broken:
        raise UndoRefused(
            operation.label, [(table, str(rowid), parent) for table, rowid, parent, _ in broken]
        )


def _name(change: RowChange) -> str:
    row = change.after or change.before or {}
    return str(row.get("name") or row.get("title") or row.get("code") or row.get("text") or "")


def _load(text: str | None) -> Row | None:
    return None if text is None else dict(json.loads(text))
