"""Matching paths against the slots of the current edition."""

from __future__ import annotations

from collections.abc import Sequence

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.evidence import SLOTS, Slot
from db.tables.frameworks import Indicator, Requirement
from desktop.core.errors import UserError
from desktop.features.evidence.rules import Match, SlotChoice, choose_slot, match_slot, path_unit
from desktop.features.frameworks import find_code
from desktop.features.settings import current_edition
from desktop.features.units import directory

_Key = tuple[int | None, int, int]
EXTRA_KIND = "其他材料"


class Matcher:
    """Knows every slot of the current edition by the codes it can be called by."""

    def __init__(self, store: Store, code: str | None = None) -> None:
        self._directory = directory(store)
        self._slots: dict[_Key, list[SlotChoice]] = {}
        self._codes: dict[str, str] = {}
        self._extra: dict[str, str] = {}
        self._load(store)
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
                choice = SlotChoice(row.id, row.kind, row.code, row.requirement_id)
                self._add(owners[row.requirement_id], choice)

    def _add(self, leaf: Indicator, choice: SlotChoice) -> None:
        self._codes[choice.requirement_id] = choice.code
        if choice.kind == EXTRA_KIND:
            self._extra[choice.requirement_id] = choice.slot_id
            return
        parts = [int(part) for part in leaf.code_key.split("-") if part.isdigit()]
        if len(parts) == 3:
            level, number, standard = parts
            self._slots.setdefault((level, number, standard), []).append(choice)
            # Without the Roman number a pair means the deepest content that has it.
            self._slots.setdefault((None, number, standard), []).append(choice)

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

    def extra_slot(self, requirement_id: str) -> tuple[str, Slot | None]:
        """Return the id of a requirement's slot for what it did not ask for, and the slot if new.

        It needs no document, so filing there never makes a requirement look more ready.
        """
        if requirement_id in self._extra:
            return self._extra[requirement_id], None
        slot = Slot(new_id(), requirement_id, EXTRA_KIND, EXTRA_KIND, 0, "{}", 90)
        self._extra[requirement_id] = slot.id
        return slot.id, slot

    def unit(self, parts: Sequence[str]) -> str | None:
        """Return the unit a path names."""
        return path_unit(parts, self._directory)

    def code_of(self, requirement_id: str) -> str:
        """Return a requirement's code."""
        return self._codes[requirement_id]
