"""责任单位通讯录: short and full names, kinds, contacts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import Store, records
from db.ids import new_id
from desktop.core.changes import Changes, Kind
from desktop.core.text import normal_key
from desktop.features.exchange.table import Line, Table
from desktop.features.exchange.types import Change, Draft, Existing, Given, Note, Parsed, Values
from desktop.features.office_tables import Book
from desktop.features.units import (
    CONTACT_ROLES,
    Unit,
    UnitAlias,
    UnitContact,
    alias_records,
    split_names,
    unit_rows,
)

_CONTACTS = (("leader", CONTACT_ROLES[0]), ("liaison", CONTACT_ROLES[1]))


class UnitsSheet:
    """The kind `units`."""

    name = "units"
    title = "责任单位"
    right = "units.edit"

    def parse(self, book: Book, table: Table, given: Given) -> Parsed:
        """Read one unit per row; rows without a name are reported."""
        parsed = Parsed()
        for line in table.lines():
            name = line.text("name") or line.text("full_name")
            if not name:
                note = Note(
                    table.sheet.name, f"{line.number}:{line.number}", "没有单位名称，未导入"
                )
                parsed.skipped.append(note)
            else:
                parsed.drafts.append(self._draft(table, line, name, len(parsed.drafts) + 1))
        return parsed

    def _draft(self, table: Table, line: Line, name: str, sort: int) -> Draft:
        values: dict[str, Any] = {"name": name, "sort": sort}
        for field in table.columns:
            if field not in ("name", "aliases"):
                values[field] = line.text(field)
        own = {normal_key(name), normal_key(values.get("full_name", ""))}
        aliases = [a for a in split_names(line.text("aliases")) if normal_key(a) not in own]
        values["aliases"] = aliases
        keys = tuple(key for key in dict.fromkeys(map(normal_key, (name, line.text("full_name"))))
                     if key)  # fmt: skip
        return Draft(keys, values, table.cell(line, "name"), name)

    def existing(self, store: Store, given: Given) -> Iterable[Existing]:
        """Return units by every name they have."""
        keys: dict[str, list[str]] = {}
        extra: dict[str, list[str]] = {}
        for alias in records.find(store, UnitAlias, order="alias"):
            keys.setdefault(alias.unit_id, []).append(alias.alias_key)
            extra.setdefault(alias.unit_id, []).append(alias.alias)
        for row in unit_rows(store).all():
            aliases = [a for a in extra.get(row.id, []) if a not in (row.name, row.full_name)]
            values = {
                "name": row.name, "full_name": row.full_name, "kind": row.kind,
                "parent": row.parent or "", "leader_post": row.leader,
                "leader_phone": row.leader_phone, "liaison_post": row.liaison,
                "liaison_phone": row.liaison_phone, "remark": row.remark, "aliases": aliases,
                "sort": row.sort,
            }  # fmt: skip
            yield Existing(row.id, (normal_key(row.name), *keys.get(row.id, ())), values)

    def write(
        self, store: Store, given: Given, added: Sequence[tuple[str, Draft]],
        changed: Sequence[Change], known: Mapping[str, str],
    ) -> Changes:  # fmt: skip
        """Write units, then what hangs on them; the one above may stand further down the file."""
        taken = {alias.alias_key for alias in records.find(store, UnitAlias)}
        above = {unit.id: unit.parent_id for unit in records.find(store, Unit)}
        for row_id, draft in added:
            unit = _unit(row_id, draft.values)
            records.insert(store, [unit])
            self._write_names(store, unit, draft.values, taken)
            records.insert(store, _contacts(unit.id, draft.values))
        for row_id, draft in added:
            above[row_id] = _parent(row_id, draft.values, known, above)
            if above[row_id]:
                unit = _unit(row_id, draft.values)
                records.update(store, [records.changed(unit, parent_id=above[row_id])])
        for change in changed:
            above[change.row_id] = _parent(change.row_id, change.values, known, above)
            unit = _unit(change.row_id, change.values)
            records.update(store, [records.changed(unit, parent_id=above[change.row_id])])
            former = records.find(store, UnitContact, unit_id=unit.id)
            records.delete(store, UnitContact, [contact.id for contact in former])
            records.insert(store, _contacts(unit.id, change.values))
            self._write_names(store, unit, change.values, taken)
        return frozenset({Kind.UNIT})

    def _write_names(self, store: Store, unit: Unit, values: Values, taken: set[str]) -> None:
        aliases = alias_records(unit, taken)
        taken.update(alias.alias_key for alias in aliases)
        for name in values.get("aliases") or ():
            if normal_key(name) not in taken:
                aliases.append(UnitAlias(new_id(), unit.id, name, normal_key(name)))
                taken.add(normal_key(name))
        records.insert(store, aliases)

    def export_rows(self, store: Store, edition: str | None) -> Sequence[Values]:
        """Return units in their order."""
        given = Given("", "", 0, None, {}, None)  # type: ignore[arg-type]
        rows = sorted(self.existing(store, given), key=lambda item: item.values["sort"])
        return [{**row.values, "aliases": "、".join(row.values["aliases"])} for row in rows]


def _unit(row_id: str, values: Values) -> Unit:
    full_name, kind = values.get("full_name", ""), values.get("kind", "")
    return Unit(row_id, values["name"], full_name, kind, None, values.get("remark", ""),
                values["sort"])  # fmt: skip


def _parent(
    row_id: str, values: Values, known: Mapping[str, str], above: Mapping[str, str | None]
) -> str | None:
    """Return the unit above, None where it is missing or lies under this one itself."""
    parent = known.get(normal_key(values.get("parent") or ""))
    passed, step = {row_id}, parent
    while step is not None and step not in passed:
        passed.add(step)
        step = above.get(step)
    return parent if step is None else None


def _contacts(unit_id: str, values: Values) -> list[UnitContact]:
    contacts = []
    for sort, (field, role) in enumerate(_CONTACTS):
        post, phone = values.get(f"{field}_post", ""), values.get(f"{field}_phone", "")
        if post or phone:
            contacts.append(UnitContact(new_id(), unit_id, role, "", post, phone, sort))
    return contacts
