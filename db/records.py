"""Rows as frozen dataclasses: writing and reading them without a line of SQL elsewhere.

A record class names its table in `TABLE`; its fields are the table's columns. A field of type
tuple is stored as JSON text, a bool as 0 or 1, a date as ISO text, a Decimal as its digits.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, get_type_hints

if TYPE_CHECKING:
    from db.store import Store


class Record(Protocol):
    """One row of a table."""

    TABLE: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str:
        """Return the row's UUIDv7."""


R = TypeVar("R", bound=Record)

_CHUNK = 500
# SQLite keeps every page a statement with triggers changes, to take it back; of many rows together
# it keeps each page once, which halves the time.
_ROWS_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class _Column:
    """`to_sql` is never asked for None, which is NULL in every column."""

    name: str
    to_sql: Callable[[Any], Any]
    from_sql: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json_out(value: Any) -> str:
    return _as_json(value) if value else "[]"


def _tuple_in(value: Any) -> tuple[Any, ...]:
    return tuple(json.loads(value)) if value and value != "[]" else ()


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


_known: dict[type[Any], tuple[_Column, ...]] = {}


def _columns(record_class: type[Any]) -> tuple[_Column, ...]:
    if record_class not in _known:
        hints = get_type_hints(record_class)
        _known[record_class] = tuple(
            _column(field.name, str(hints[field.name])) for field in fields(record_class)
        )
    return _known[record_class]


def _column(name: str, hint: str) -> _Column:
    if "tuple" in hint:
        return _Column(name, _json_out, _tuple_in)
    if "Decimal" in hint:
        return _Column(name, str, _optional(Decimal))
    if "bool" in hint:
        return _Column(name, int, _optional(bool))
    if "date" in hint:
        return _Column(name, date.isoformat, _optional(date.fromisoformat))
    return _Column(name, _same, _same)


def from_row(record_class: type[R], row: Sequence[Any]) -> R:
    """Build a record from values in the order of its fields."""
    pairs = zip(_columns(record_class), row, strict=True)
    return record_class(
        *(value if column.from_sql is _same else column.from_sql(value) for column, value in pairs)
    )


def from_stored(record_class: type[R], row: Mapping[str, Any]) -> R:
    """Build a record from stored values by column; columns added since take their defaults."""
    known = (column for column in _columns(record_class) if column.name in row)
    return record_class(**{column.name: column.from_sql(row[column.name]) for column in known})


def column_names(record_class: type[Any]) -> tuple[str, ...]:
    """Return the column names in field order."""
    return tuple(column.name for column in _columns(record_class))


def list_columns(record_class: type[Any]) -> frozenset[str]:
    """Return the names of the columns that hold several texts, as JSON."""
    return frozenset(c.name for c in _columns(record_class) if c.from_sql is _tuple_in)


def _stored(columns: Sequence[_Column], records: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return records as stored values, made column by column."""
    made = (_stored_column(column, records) for column in columns)
    return list(zip(*made, strict=True))


def _stored_column(column: _Column, records: Sequence[Any]) -> Iterable[Any]:
    values = map(attrgetter(column.name), records)
    if column.to_sql is _same:
        return values
    return (None if value is None else column.to_sql(value) for value in values)


def insert(store: Store, records: Iterable[Record]) -> None:
    """Insert records, of one or several classes, inside an open `write`."""
    for record_class, group in _by_class(records).items():
        names = column_names(record_class)
        marks = f"({','.join('?' * len(names))})"
        sql = f"INSERT INTO {record_class.TABLE} ({','.join(names)}) VALUES "
        rows = _stored(_columns(record_class), group)
        rest = len(rows) - len(rows) % _ROWS_TOGETHER
        together = (
            tuple(chain.from_iterable(rows[start : start + _ROWS_TOGETHER]))
            for start in range(0, rest, _ROWS_TOGETHER)
        )
        store.execute_many(sql + ",".join([marks] * _ROWS_TOGETHER), together)
        store.execute_many(sql + marks, rows[rest:])


def update(store: Store, records: Iterable[Record], *, only: Sequence[str] = ()) -> None:
    """Write records that exist already, inside an open `write`.

    Every column, or those that `only` names: the indexes of the rest are not touched then.
    """
    for record_class, group in _by_class(records).items():
        columns = [
            column for column in _columns(record_class)
            if not only or column.name in ("id", *only)
        ]  # fmt: skip
        places = {column.name: place for place, column in enumerate(columns, 1)}
        sets = ",".join(f"{name}=?{place}" for name, place in places.items() if name != "id")
        sql = f"UPDATE {record_class.TABLE} SET {sets} WHERE id=?{places['id']}"
        store.execute_many(sql, _stored(columns, group))


def delete(store: Store, record_class: type[Any], ids: Iterable[str]) -> None:
    """Delete rows by id, inside an open `write`; rows that others point to are refused."""
    sql = f"DELETE FROM {record_class.TABLE} WHERE id=?"
    store.execute_many(sql, [(row_id,) for row_id in ids])


def get(store: Store, record_class: type[R], row_id: str) -> R | None:
    """Return one row, or None where it is gone."""
    found = find(store, record_class, id=row_id)
    return found[0] if found else None


def find(
    store: Store, record_class: type[R], *, order: str = "rowid", **equal: Any
) -> tuple[R, ...]:
    """Return the rows whose columns equal the values given, by the constant order given.

    A tuple or list as value means "one of these".
    """
    names = ",".join(column_names(record_class))
    sql = f"SELECT {names} FROM {record_class.TABLE}"
    rows: list[sqlite3.Row | tuple[Any, ...]] = []
    for condition, values in _conditions(record_class, equal):
        rows.extend(store.query(f"{sql}{condition} ORDER BY {order}", values))
    return tuple(from_row(record_class, row) for row in rows)


def _conditions(
    record_class: type[Any], equal: Mapping[str, Any]
) -> Iterable[tuple[str, tuple[Any, ...]]]:
    known = {column.name: column for column in _columns(record_class)}
    fixed, values, many = [], [], None
    for name, value in equal.items():
        if isinstance(value, tuple | list):
            many = (name, tuple(value))
        elif value is None:
            fixed.append(f"{known[name].name} IS NULL")
        else:
            fixed.append(f"{known[name].name}=?")
            values.append(known[name].to_sql(value))
    if many is None:
        yield (f" WHERE {' AND '.join(fixed)}" if fixed else ""), tuple(values)
        return
    name, choices = many
    for start in range(0, len(choices), _CHUNK):
        part = choices[start : start + _CHUNK]
        marks = ",".join("?" * len(part))
        clause = " AND ".join([*fixed, f"{known[name].name} IN ({marks})"])
        yield f" WHERE {clause}", (*values, *part)


def changed(record: R, **values: Any) -> R:
    """Return the record with some fields replaced."""
    return replace(record, **values)


def _by_class(records: Iterable[Record]) -> dict[type[Any], list[Record]]:
    groups: dict[type[Any], list[Record]] = {}
    for record in records:
        groups.setdefault(type(record), []).append(record)
    return groups
