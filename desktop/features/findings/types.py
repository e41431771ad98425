"""Lines that lists show and nobody stores."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from db.tables.cards import Bulletin
from desktop.features.findings.repeats import Repeat


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """A proposed repeat: the finding and the earlier one it looks like."""

    id: str
    number: int
    found: date | None
    point: str
    text: str
    former_id: str
    former: int
    former_found: date | None
    former_text: str
    likeness: str


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """A bulletin with its main numbers."""

    id: str
    number: int
    title: str
    period: str
    cut_off: date
    points: int
    findings: int
    fixed: int
    unfixed: int
    made: str


def repeat_row(repeat: Repeat) -> RepeatRow:
    """Return a proposed repeat as a line."""
    new, old = repeat.finding, repeat.former
    return RepeatRow(
        new.id, new.number, new.found, repeat.place, new.text, old.id, old.number, old.found,
        old.text, f"{repeat.likeness * 100:.0f}%",
    )  # fmt: skip


def bulletin_row(bulletin: Bulletin) -> BulletinRow:
    """Return a bulletin as a line."""
    content = json.loads(bulletin.content)
    return BulletinRow(
        bulletin.id, bulletin.number, bulletin.title, f"{bulletin.starts} 至 {bulletin.ends}",
        bulletin.cut_off, content["points"], content["findings"], content["fixed"],
        content["unfixed"], bulletin.made[:16].replace("T", " "),
    )  # fmt: skip
