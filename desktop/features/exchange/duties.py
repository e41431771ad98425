"""Units in cells: resolving them while reading, and writing duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import Store, records
from db.ids import new_id
from desktop.core.text import normal_key
from desktop.features.exchange.table import Line, Table
from desktop.features.exchange.types import Given, Parsed
from desktop.features.units import Duty, Unit, alias_records, bare_name, split_names


def read_units(parsed: Parsed, table: Table, line: Line, name: str, given: Given) -> list[str]:
    """Return the units a cell names, by their short names; report the ones nobody knows."""
    resolved = given.directory.resolve(split_names(line.text(name)))
    names = [given.unit_names[unit_id] for unit_id in resolved.unit_ids]
    for unknown in resolved.unknown:
        new_name = bare_name(unknown, given.county)
        text = f"单位“{unknown}”不在单位名单里，将新建“{new_name}”，请核对"
        parsed.problems.append(table.note(line, name, text))
        names.append(new_name)
    return list(dict.fromkeys(names))


class UnitBook:
    """Finds units by short name while writing, and makes those that do not exist."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ids = {normal_key(unit.name): unit.id for unit in records.find(store, Unit)}
        self._made: list[Unit] = []

    def unit_id(self, name: str) -> str:
        """Return a unit's id, making the unit where needed."""
        key = normal_key(name)
        if key not in self._ids:
            unit = Unit(new_id(), name, "", "", None, "", len(self._ids) + 1)
            records.insert(self._store, [unit, *alias_records(unit)])
            self._ids[key] = unit.id
        return self._ids[key]

    def duties(
        self, values: Mapping[str, Any], roles: Mapping[str, str], *,
        requirement_id: str | None = None, point_id: str | None = None,
    ) -> list[Duty]:  # fmt: skip
        """Return the duties that a row's unit lists state; `roles` maps field to role."""
        duties = []
        for field, role in roles.items():
            # Two spellings may mean one unit, which has a role once.
            unit_ids = dict.fromkeys(self.unit_id(name) for name in values.get(field) or ())
            for sort, unit_id in enumerate(unit_ids):
                duties.append(Duty(new_id(), unit_id, role, requirement_id, point_id, sort))
        return duties


def replace_duties(
    store: Store, column: str, owner_ids: Sequence[str], duties: Iterable[Duty]
) -> None:
    """Put duties in place of all that some requirements or points had."""
    wanted: dict[str, Any] = {column: tuple(owner_ids)}
    former = records.find(store, Duty, order="rowid", **wanted)
    records.delete(store, Duty, [duty.id for duty in former])
    records.insert(store, duties)
