"""What boards and bulletins count: the ledger now, or as it was at a point of the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from db import Store, journal, records
from db.records import Record, from_stored
from db.tables.cards import Card
from db.tables.findings import Finding, FindingPhoto, FindingUnit
from db.tables.points import Point, PointType
from db.tables.units import Unit
from db.tables.visits import Visit

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a count needs; `units` are the names of each finding's units, 牵头 first."""

    findings: tuple[Finding, ...]
    units: Mapping[str, tuple[str, ...]]
    points: Mapping[str, Point]
    types: Mapping[str, str]
    photos: Mapping[str, tuple[FindingPhoto, ...]]
    cards: tuple[tuple[str, str, str], ...]
    visits: tuple[Visit, ...]

    def place(self, finding: Finding) -> str:
        """Return the point or free place of a finding."""
        point = self.points.get(finding.point_id or "")
        return finding.place or (point.name if point else "")

    def street(self, finding: Finding) -> str:
        """Return the street of a finding."""
        point = self.points.get(finding.point_id or "")
        return (point.street if point else "") or finding.street

    def type_of(self, point_id: str | None) -> str:
        """Return the point type's name."""
        point = self.points.get(point_id or "")
        return self.types.get(point.point_type_id, "") if point else ""

    def is_fixed(self, finding: Finding, cut_off: date) -> bool:
        """Tell whether a finding was put right by the end of a day."""
        if finding.state not in ("fixed", "closed"):
            return False
        return finding.fixed is None or finding.fixed <= cut_off


def facts_at(store: Store, seq: int | None = None) -> Facts:
    """Return the facts now, or as they were when the journal stood at `seq`."""

    def rows(kind: type[R]) -> Sequence[R]:
        if seq is None:
            return records.find(store, kind, order="id")
        return [from_stored(kind, row) for row in journal.rows_at(store, kind.TABLE, seq)]

    names = {unit.id: unit.name for unit in rows(Unit)}
    units: dict[str, list[tuple[int, str]]] = {}
    for row in rows(FindingUnit):
        units.setdefault(row.finding_id, []).append((row.sort, names[row.unit_id]))
    photos: dict[str, list[FindingPhoto]] = {}
    for photo in rows(FindingPhoto):
        photos.setdefault(photo.finding_id, []).append(photo)
    live = [item for item in rows(Finding) if item.state != "void"]
    return Facts(
        tuple(sorted(live, key=lambda item: item.number)),
        {key: tuple(name for _, name in sorted(group)) for key, group in units.items()},
        {item.id: item for item in rows(Point)},
        {item.id: item.name for item in rows(PointType)},
        {key: tuple(sorted(group, key=lambda item: item.sort)) for key, group in photos.items()},
        tuple((card.finding_id, names[card.unit_id], card.colour)
              for card in rows(Card) if card.state != "void"),
        tuple(rows(Visit)),
    )  # fmt: skip
