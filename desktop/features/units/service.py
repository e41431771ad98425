"""Use cases around units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.units import UNITS, Duty, Unit, UnitAlias, UnitContact, UnitRow
from desktop.core.changes import Changes, Kind
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.text import normal_key, tidy
from desktop.features.settings import county
from desktop.features.units.rules import Directory, group_keys

CHANGED: Changes = frozenset({Kind.UNIT})
CONTACT_ROLES = ("分管领导", "联络员")


def unit_rows(store: Store) -> SqlRows[UnitRow]:
    """Return the unit list."""
    return SqlRows(store, UNITS)


def directory(store: Store) -> Directory:
    """Return every name units are known by."""
    units = records.find(store, Unit, order="sort")
    aliases = {alias.alias_key: alias.unit_id for alias in records.find(store, UnitAlias)}
    groups = group_keys((unit.id, unit.kind) for unit in units)
    return Directory(aliases, groups, county(store))


def unit_kinds(store: Store) -> list[str]:
    """Return the kinds of units there are, for choosing from."""
    return list(dict.fromkeys(unit.kind for unit in records.find(store, Unit, order="sort")))


def alias_records(unit: Unit, taken: Iterable[str] = ()) -> list[UnitAlias]:
    """Return the aliases a unit has by its own names, leaving out those taken."""
    used = set(taken)
    aliases = []
    for name in dict.fromkeys((unit.name, unit.full_name)):
        key = normal_key(name)
        if key and key not in used:
            used.add(key)
            aliases.append(UnitAlias(new_id(), unit.id, name, key))
    return aliases


def save_unit(store: Store, unit_id: str | None, values: Mapping[str, str]) -> tuple[Unit, Changes]:
    """Add a unit (no id) or change one; values: name, full_name, kind, remark.

    Raises InputError where the name is empty or taken.
    """
    clean = {key: tidy(value) for key, value in values.items()}
    former = records.get(store, Unit, unit_id) if unit_id else None
    name = clean.get("name", former.name if former else "")
    known = directory(store).aliases
    owner = known.get(normal_key(name))
    if not name or (owner and owner != unit_id):
        what = f"“{name}”已经是另一个单位的名称" if name else "单位简称不能空"
        raise InputError("单位没有保存。", [Problem("单位简称", what)], "原有内容没有改动。")
    with store.write(f"{'修改' if former else '新增'}单位“{name}”", right="units.edit"):
        if former is None:
            sort = len(records.find(store, Unit)) + 1
            unit = Unit(new_id(), name, clean.get("full_name", ""), clean.get("kind", ""), None,
                        clean.get("remark", ""), sort)  # fmt: skip
            records.insert(store, [unit])
        else:
            unit = records.changed(former, **clean)
            records.update(store, [unit])
        records.insert(store, alias_records(unit, known))
    return unit, CHANGED


def save_units(store: Store, changes: Mapping[str, Mapping[str, str]]) -> tuple[int, Changes]:
    """Change several units as one step; all are changed or none."""
    with store.write(f"修改 {len(changes)} 个单位", right="units.edit"):
        for unit_id, values in changes.items():
            save_unit(store, unit_id, values)
    return len(changes), CHANGED


def add_alias(store: Store, unit_id: str, alias: str) -> tuple[None, Changes]:
    """Let a unit be known by another name too; raise UserError where it is taken."""
    name = tidy(alias)
    key = normal_key(name)
    if not key or key in directory(store).aliases:
        raise UserError(f"别名“{name}”是空的或已被使用。", "没有改动。请换一个名称。")
    with store.write(f"给单位加别名“{name}”", right="units.edit"):
        records.insert(store, [UnitAlias(new_id(), unit_id, name, key)])
    return None, CHANGED


def delete_units(store: Store, unit_ids: Iterable[str]) -> tuple[int, Changes]:
    """Delete units that have no duty; raise UserError naming those that have."""
    ids = tuple(unit_ids)
    busy = {duty.unit_id for duty in records.find(store, Duty, unit_id=ids)}
    if busy:
        names = [unit.name for unit in records.find(store, Unit, id=tuple(busy))]
        raise UserError(f"{'、'.join(names)} 还承担测评要求或点位。", "没有删除。请先把任务转走。")
    with store.write(f"删除 {len(ids)} 个单位", right="units.delete"):
        for kind in (UnitAlias, UnitContact):
            owned = records.find(store, kind, unit_id=ids)
            records.delete(store, kind, [row.id for row in owned])
        records.delete(store, Unit, ids)
    return len(ids), CHANGED
