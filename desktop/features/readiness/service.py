"""Readiness summed up by project, method and unit; what nobody owns; days left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db import SqlRows, Store
from db.tables.evidence import SLOTS, SlotRow
from db.tables.points import POINTS
from desktop.core.clock import today
from desktop.features.frameworks import RequirementRow, requirement_rows
from desktop.features.settings import current_edition, test_date

STATES = ("未开始", "收集中", "待审", "退回", "齐备")


@dataclass(frozen=True, slots=True)
class Group:
    """Requirements of one project, method or unit, counted by state in the order of STATES."""

    name: str
    counts: tuple[int, ...]
    others: int = 0

    @property
    def total(self) -> int:
        """Return how many requirements need materials."""
        return sum(self.counts)

    @property
    def ready(self) -> int:
        """Return how many of them are 齐备."""
        return self.counts[-1]


@dataclass(frozen=True, slots=True)
class Unowned:
    """Something without a lead or owner: kind is 测评要求 or 点位."""

    kind: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The state of one edition's materials at one moment."""

    edition: str
    test_date: date | None
    days_left: int | None
    whole: Group
    projects: tuple[Group, ...]
    methods: tuple[Group, ...]
    units: tuple[Group, ...]
    missing: tuple[SlotRow, ...]
    unowned: tuple[Unowned, ...]


def readiness(store: Store) -> Readiness:
    """Work out the readiness of the current edition; empty where there is none."""
    edition = current_edition(store)
    name = edition.name if edition else ""
    rows = [row for row in requirement_rows(store).all() if row.edition == name]
    ids = {row.id for row in rows}
    slots = [row for row in SqlRows(store, SLOTS).all() if row.requirement_id in ids]
    day = test_date(store)
    return Readiness(
        edition=name, test_date=day, days_left=(day - today()).days if day else None,
        whole=_group("全部", rows),
        projects=_groups(rows, lambda row: [row.project]),
        methods=_groups(rows, lambda row: [row.method]),
        units=_groups(rows, _units),
        missing=tuple(row for row in slots if row.documents < row.min_count),
        unowned=_unowned(store, rows),
    )  # fmt: skip


def days_words(days: int | None) -> str:
    """Return how long it is to the test, or how long ago it was."""
    if days is None:
        return "未定"
    return f"已过 {-days} 天" if days < 0 else "今天" if days == 0 else f"{days} 天"


def _units(row: RequirementRow) -> Sequence[str]:
    return tuple(dict.fromkeys((*row.lead, *row.owner, *row.support)))


def _group(name: str, rows: Iterable[RequirementRow]) -> Group:
    listed = list(rows)
    counts = tuple(sum(row.readiness == state for row in listed) for state in STATES)
    return Group(name, counts, len(listed) - sum(counts))


def _groups(
    rows: Sequence[RequirementRow], names: Callable[[RequirementRow], Sequence[str]]
) -> tuple[Group, ...]:
    members: dict[str, list[RequirementRow]] = {}
    for row in rows:
        for name in names(row):
            members.setdefault(name, []).append(row)
    return tuple(_group(name, listed) for name, listed in members.items())


def _unowned(store: Store, rows: Sequence[RequirementRow]) -> tuple[Unowned, ...]:
    found = [
        Unowned("测评要求", row.code, f"{row.title}({row.method})")
        for row in rows
        if not row.lead and not row.owner
    ]
    found += [
        Unowned("点位", str(row.number), f"{row.name}({row.type})")
        for row in SqlRows(store, POINTS).all()
        if not row.owners
    ]
    return tuple(found)
