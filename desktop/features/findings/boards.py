"""Boards: how units, streets and classes stand, 红黑榜, what to do today. Pure but for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db import Store
from db.tables.findings import Finding, finding_counts
from desktop.core.clock import today
from desktop.core.resources import resource
from desktop.features.findings.facts import Facts, facts_at
from desktop.features.findings.rules import OPEN

BY = {"unit": "责任单位", "street": "街道", "class": "问题类别"}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """How one unit, street or class stands; `rate` is fixed ÷ total, `days` mean days to fix."""

    id: str
    name: str
    total: int
    open: int
    late: int
    fixed: int
    closed: int
    repeats: int
    cards: int
    rate: float
    days: float | None

    @property
    def repeat_rate(self) -> float:
        """Return the share that has come back."""
        return self.repeats / self.total


@dataclass(frozen=True, slots=True)
class Ranking:
    """红黑榜: the best, the worst, and how they were counted."""

    red: tuple[BoardRow, ...]
    black: tuple[BoardRow, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Reminders:
    """What waits today, as counts."""

    due_today: int
    late: int
    waiting: int
    unassigned: int


def board(facts: Facts, by: str, cut_off: date) -> tuple[BoardRow, ...]:
    """Return one row per unit, street or class, best first.

    A finding of several units counts for each of them.
    """
    names: dict[str, Callable[[Finding], Iterable[str]]] = {
        "unit": lambda item: facts.units.get(item.id, ()) or ("（未定单位）",),
        "street": lambda item: (facts.street(item) or "（未填街道）",),
        "class": lambda item: (item.class_ or "（未分类）",),
    }
    groups: dict[str, list[Finding]] = {}
    for finding in facts.findings:
        for name in names[by](finding):
            groups.setdefault(name, []).append(finding)
    rows = [_row(facts, (by, name), group, cut_off) for name, group in groups.items()]
    rows.sort(key=lambda row: (-row.rate, row.late, row.repeats, row.days or 0, row.name))
    return tuple(rows)


def _row(facts: Facts, key: tuple[str, str], group: Sequence[Finding], cut_off: date) -> BoardRow:
    by, name = key
    fixed = [item for item in group if facts.is_fixed(item, cut_off)]
    spans = [(item.fixed - item.found).days for item in fixed if item.fixed and item.found]
    late = [item for item in group if _is_late(item, cut_off)]
    ids = {item.id for item in group}
    cards = [card for card in facts.cards
             if card[0] in ids and (by != "unit" or card[1] == name)]  # fmt: skip
    return BoardRow(
        name, name, len(group), len(group) - len(fixed), len(late), len(fixed),
        sum(item.state == "closed" for item in group),
        sum(item.former_id is not None for item in group), len(cards),
        round(len(fixed) / len(group), 4), round(sum(spans) / len(spans), 1) if spans else None,
    )  # fmt: skip


def _is_late(finding: Finding, day: date) -> bool:
    return finding.state in OPEN and finding.due is not None and finding.due < day


def ranking(rows: Sequence[BoardRow]) -> Ranking:
    """Return the best and the worst units of a board; nobody stands on both."""
    data = resource("findings.json")["ranking"]
    least, most = int(data["least_findings"]), int(data["places"])
    ranked = [row for row in rows if row.total >= least and not row.name.startswith("（")]
    red = [row for row in ranked if row.rate > 0 and row.late == 0][:most]
    black = [row for row in reversed(ranked) if row.rate < 1 and row not in red][:most]
    method = (
        "计算方法：整改率 = 已整改（含待复查、已销号）÷ 问题总数，作废的不计；"
        f"多个单位共同负责的问题，每个单位各计一次；问题不足 {least} 个的单位不参加排名。"
        "整改率高者在前，相同的依次比逾期少、反弹少、平均整改天数短。"
        f"红榜取前 {most} 名且没有逾期的单位，黑榜取末 {most} 名。"
    )
    return Ranking(tuple(red), tuple(black), method)


def boards(store: Store, by: str = "unit", *, on: date | None = None) -> tuple[BoardRow, ...]:
    """Return a board of the ledger as it is."""
    return board(facts_at(store), by, on or today())


def reminders(store: Store, *, on: date | None = None) -> Reminders:
    """Return what waits today."""
    counts = finding_counts(store, on or today())
    return Reminders(counts.due_today, counts.late, counts.fixed, counts.found)
