"""What a typist does on a row: the answer, and the fault that goes with it, in one step each."""

from __future__ import annotations

from pathlib import Path

from db import Store
from desktop.core.changes import Changes
from desktop.features.findings import (
    FindingPhoto,
    add_photo,
    note_finding,
    photo_count,
    unit_names,
    withdraw_finding,
)
from desktop.features.scoring import Given
from desktop.features.units import split_names
from desktop.features.visits.choices import Choice
from desktop.features.visits.entry import EntrySheet, SheetLine, proposal, read_amount, set_answer


def take_choice(
    store: Store, sheet: EntrySheet, line: SheetLine, choice: Choice | None
) -> tuple[bool, Changes]:
    """Answer a row by one of its choices; None takes the answer back."""
    given = choice.given if choice else Given()
    return _answer(store, sheet, line, given, line.remark)


def type_number(
    store: Store, sheet: EntrySheet, line: SheetLine, text: str
) -> tuple[bool, Changes]:
    """Answer a row by the number typed; raise UserError for one that cannot be."""
    return _answer(store, sheet, line, Given(None, read_amount(text.rstrip("."))), line.remark)


def write_remark(
    store: Store, sheet: EntrySheet, line: SheetLine, remark: str
) -> tuple[bool, Changes]:
    """Keep a row's remark, whatever it was answered."""
    return _answer(store, sheet, line, Given(line.verdict, line.amount), remark)


def _answer(
    store: Store, sheet: EntrySheet, line: SheetLine, given: Given, remark: str
) -> tuple[bool, Changes]:
    """Keep the answer; a fault is noted where it fails, taken back where it no longer does.

    A fault that somebody has begun to work on stays. The second typist notes none.
    """
    with store.write(f"录入 {sheet.number} {line.code}", right="visits.answers"):
        answer, changes = set_answer(store, sheet.visit_id, line.item_id, given, remark=remark,
                                     entry=sheet.entry)  # fmt: skip
        verdict = answer.verdict if answer else None
        if sheet.entry == 1 and verdict == "fail" and line.finding is None:
            values = proposal(store, sheet.visit_id, line.item_id)
            changes |= note_finding(store, None, values)[1]
        elif verdict != "fail" and line.finding is not None and line.finding.state == "found":
            changes |= withdraw_finding(store, line.finding.id)[1]
    return True, changes


def save_fault(store: Store, finding_id: str, text: str, units: str) -> tuple[bool, Changes]:
    """Change a fault's words and units, names joined as offices do."""
    _, changes = note_finding(store, finding_id, {"text": text, "units": split_names(units)})
    return True, changes


def keep_photo(store: Store, finding_id: str, path: Path) -> tuple[FindingPhoto, Changes]:
    """Keep a photo of a fault."""
    return add_photo(store, finding_id, path)


def fault_details(store: Store, finding_id: str) -> tuple[str, int]:
    """Return a fault's units in words and the number of its photos."""
    return "、".join(unit_names(store, finding_id)), photo_count(store, finding_id)
