"""Findings: faults at points, the units that answer for them, their steps and photos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from db.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: one fault at one point or free place; `number` is what people call it by."""

    TABLE: ClassVar[str] = "finding"
    id: str
    number: int
    point_id: str | None
    place: str
    check_item_id: str | None
    indicator_id: str | None
    round_id: str | None
    visit_id: str | None
    former_id: str | None
    source: str
    text: str
    class_: str
    weight: Decimal | None
    state: str
    found: date | None
    assigned: date | None
    due: date | None
    fixed: date | None
    checked: date | None
    closed: date | None
    plan: str
    remark: str
    sort: int


@dataclass(frozen=True, slots=True)
class FindingUnit:
    """A unit that answers for a finding; one of them has the role lead."""

    TABLE: ClassVar[str] = "finding_unit"
    id: str
    finding_id: str
    unit_id: str
    role: str
    sort: int


@dataclass(frozen=True, slots=True)
class FindingStep:
    """One step of a finding's way; steps are never changed."""

    TABLE: ClassVar[str] = "finding_step"
    id: str
    finding_id: str
    step: str
    state_before: str
    state_after: str
    at: str
    who: str
    unit_id: str | None
    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class FindingPhoto:
    """A photo of a finding; stage is before, after or again."""

    TABLE: ClassVar[str] = "finding_photo"
    id: str
    finding_id: str
    step_id: str | None
    stage: str
    sha256: str
    bytes: int
    name: str
    taken: str | None
    caption: str
    sort: int


def next_finding_number(store: Store) -> int:
    """Return the first number no finding has had yet."""
    return int(store.query("SELECT coalesce(max(number), 0) + 1 FROM finding")[0][0])
