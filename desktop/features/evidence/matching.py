"""Matching paths against the slots of the current edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.evidence import SLOTS, DocumentSlot, Revision, Slot
from db.tables.frameworks import Indicator, Requirement
from desktop.core.errors import UserError
from desktop.features.evidence.rules import Match, SlotChoice, choose_slot, match_slot, part_unit
from desktop.features.evidence.suggesting import Paper, Place, Suggester, Suggestion
from desktop.features.frameworks import find_code
from desktop.features.settings import current_edition
from desktop.features.units import Duty, UnitAlias, directory

_Key = tuple[int | None, int, int]
EXTRA_KIND = "其他材料"


class Matcher:
    """Knows every slot of the current edition by the codes it can be called by."""

    def __init__(self, store: Store, code: str | None = None) -> None:
        # A batch has the same folders in the path of file after file.
        self._unit = cache(partial(part_unit, directory(store)))
        self._names: dict[str, list[str]] = {}
        for alias in records.find(store, UnitAlias):
            self._names.setdefault(alias.unit_id, []).append(alias.alias)
        self._slots: dict[_Key, list[SlotChoice]] = {}
        self._codes: dict[str, str] = {}
        self._slot_codes: dict[str, str] = {}
        self._extra: dict[str, str] = {}
        self._choices: dict[str, list[SlotChoice]] = {}
        self._places: list[Place] = []
        self._same: dict[str, list[tuple[str, str]]] = {}
        self._load(store)
        self._suggester = Suggester(self._places)
        self._forced = self._of_code(code) if code else None
        self._forced_code = code or ""

    def _load(self, store: Store) -> None:
        edition = current_edition(store)
        if edition is None:
            return
        indicators = {
            item.id: item for item in records.find(store, Indicator, edition_id=edition.id)
        }
        owners = {
            item.id: indicators[item.indicator_id]
            for item in records.find(store, Requirement)
            if item.indicator_id in indicators
        }
        for row in SqlRows(store, SLOTS).all():
            if row.requirement_id in owners:
                self._add(SlotChoice(row.id, row.kind, row.code, row.requirement_id))
        for requirement_id, choices in self._choices.items():
            leaf = owners[requirement_id]
            content = indicators.get(leaf.parent_id or "")
            self._place(leaf, content.title if content else "", choices)
        self._know_duties(store)
        self._know_contents(store)

    def _add(self, choice: SlotChoice) -> None:
        self._codes[choice.requirement_id] = choice.code
        self._slot_codes[choice.slot_id] = choice.code
        if choice.kind == EXTRA_KIND:
            self._extra[choice.requirement_id] = choice.slot_id
        else:
            self._choices.setdefault(choice.requirement_id, []).append(choice)

    def _place(self, leaf: Indicator, content: str, choices: Sequence[SlotChoice]) -> None:
        parts = [int(part) for part in leaf.code_key.split("-") if part.isdigit()]
        if len(parts) == 3:
            level, number, standard = parts
            self._slots.setdefault((level, number, standard), []).extend(choices)
            # Without the Roman number a pair means the deepest content that has it.
            self._slots.setdefault((None, number, standard), []).extend(choices)
            words = f"{content}/{leaf.title}/{leaf.text}"
            self._places.append(Place(tuple(choices), words, level, number))

    def _know_duties(self, store: Store) -> None:
        units: dict[str, set[str]] = {}
        for duty in records.find(store, Duty):
            if duty.requirement_id is not None:
                units.setdefault(duty.requirement_id, set()).add(duty.unit_id)
        self._places = [
            replace(place, unit_ids=frozenset(units.get(place.choices[0].requirement_id, ())))
            for place in self._places
        ]

    def _know_contents(self, store: Store) -> None:
        contents = {row.document_id: row for row in records.find(store, Revision, order="number")}
        for link in records.find(store, DocumentSlot):
            if link.document_id in contents:
                revision = contents[link.document_id]
                same = self._same.setdefault(revision.sha256, [])
                same.append((link.slot_id, revision.name))

    def _of_code(self, code: str) -> Sequence[SlotChoice]:
        found = find_code(code)
        choices: Sequence[SlotChoice] = ()
        if found and found.leaf is not None:
            choices = self._slots.get((found.level, found.number, found.leaf), ())
        if not choices:
            raise UserError(
                f"没有编号为“{code}”、需要材料的测评标准。", "没有收进任何材料。请核对编号。"
            )
        return choices

    def match(self, parts: Sequence[str]) -> Match:
        """Return where a file belongs."""
        if self._forced is not None:
            return choose_slot(parts[-1], self._forced, f"指定编号 {self._forced_code}")
        return match_slot(parts, self._slots)

    def suggest(
        self, parts: Sequence[str], sha256: str, unit_id: str | None
    ) -> tuple[Suggestion, ...]:
        """Return where a document without a plain code may belong."""
        names = tuple(self._names.get(unit_id or "", ()))
        return self._suggester.suggest(Paper(parts, unit_id, names, self._same.get(sha256, ())))

    def filed(self, sha256: str, slot_id: str, name: str) -> None:
        """Remember where a content was filed just now."""
        self._same.setdefault(sha256, []).append((slot_id, name))

    def extra_slot(self, requirement_id: str) -> tuple[str, Slot | None]:
        """Return the id of a requirement's slot for what it did not ask for, and the slot if new.

        It needs no document, so filing there never makes a requirement look more ready.
        """
        if requirement_id in self._extra:
            return self._extra[requirement_id], None
        slot = Slot(new_id(), requirement_id, EXTRA_KIND, EXTRA_KIND, 0, "{}", 90)
        self._slot_codes[slot.id] = self._codes[requirement_id]
        self._extra[requirement_id] = slot.id
        return slot.id, slot

    def unit(self, parts: Sequence[str]) -> str | None:
        """Return the unit a path names."""
        return next(filter(None, map(self._unit, parts)), None)

    def slot_code(self, slot_id: str) -> str:
        """Return the code of a slot's requirement."""
        return self._slot_codes[slot_id]

    def code_of(self, requirement_id: str) -> str:
        """Return a requirement's code."""
        return self._codes[requirement_id]
