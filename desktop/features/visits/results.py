"""What a round came to: by point, type, street, community, team and unit, and by street × type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from db import Store, records
from db.tables.points import CheckItem, Point
from db.tables.units import Duty, Unit
from db.tables.visits import Answer, Round, VisitRow
from desktop.core.job import JobContext, QuietContext
from desktop.features.scoring import (
    Given,
    Outcome,
    Rule,
    Total,
    judge,
    rounded,
    rule_from_json,
    total,
)
from desktop.features.visits.rounds import asked_items, find_round, visit_rows

# How results can be grouped: code → (words, the group or groups a visit belongs to).
GROUPS = {
    "type": "点位类型", "street": "街道", "community": "社区", "team": "组别", "unit": "责任单位",
    "point": "点位",
}  # fmt: skip
NOT_FILLED = "未填"


@dataclass(frozen=True, slots=True)
class Tally:
    """Visits counted together: how many, their items by verdict, their points as a range."""

    name: str
    points: int
    passed: int
    failed: int
    na: int
    open: int
    total: Total

    @property
    def pass_rate(self) -> Decimal | None:
        """符合率: passed of the items judged, a fraction; None where none was."""
        judged = self.passed + self.failed
        return Decimal(self.passed) / judged if judged else None

    @property
    def score_rate(self) -> Decimal | None:
        """得分率 for sure, a fraction: what is not answered yet earns nothing here."""
        return self.total.rate_low


@dataclass(frozen=True, slots=True)
class PointResult:
    """One visited point with what it came to."""

    visit: VisitRow
    tally: Tally
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A round's results; `entered` counts the visits somebody has begun to type in."""

    round: Round
    planned: int
    whole: Tally
    points: tuple[PointResult, ...]
    groups: Mapping[str, tuple[Tally, ...]]
    matrix: Mapping[tuple[str, str], Tally]

    @property
    def entered(self) -> int:
        """Return how many visits have results."""
        return len(self.points)

    def tally(self, group: str, name: str) -> Tally | None:
        """Return one group's tally by name."""
        return next((tally for tally in self.groups[group] if tally.name == name), None)


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return the change between two rates in percentage points, unrounded."""
    return None if now is None or before is None else (now - before) * 100


def percent(rate: Decimal | None) -> Decimal | None:
    """Return a rate in percent with two places, rounded half up."""
    return None if rate is None else rounded(rate * 100, 2)


def round_results(store: Store, round_id: str, *, ctx: JobContext | None = None) -> Results:
    """Judge every answer of a round; visits without any answer are left out of all numbers."""
    context = ctx or QuietContext()
    item = find_round(store, round_id)
    rows = visit_rows(store, item.id).all()
    asked = asked_items(store, item.id)
    answers = _answers(store, rows)
    items = _items(store, item.edition_id)
    types = {point.id: point.point_type_id for point in records.find(store, Point)}
    found = []
    for number, row in enumerate(rows):
        if number % 50 == 0:
            context.step(number, len(rows), "正在计分")
        given = answers.get(row.id)
        if given:
            mine = [one for one in items.get(types[row.point_id], ())
                    if not asked[row.id] or one.id in asked[row.id]]  # fmt: skip
            found.append(_point(row, mine, given))
    return _collect(item, len(rows), found, _units(store))


def _answers(store: Store, rows: Sequence[VisitRow]) -> dict[str, dict[str, Given]]:
    answers: dict[str, dict[str, Given]] = {}
    wanted = {row.id for row in rows}
    for answer in records.find(store, Answer, entry=1, visit_id=list(wanted)) if wanted else ():
        if answer.verdict is not None or answer.amount is not None:
            given = Given(answer.verdict, answer.amount)
            answers.setdefault(answer.visit_id, {})[answer.check_item_id] = given
    return answers


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    rule: Rule
    full: Decimal


def _items(store: Store, edition_id: str) -> dict[str, list[_Item]]:
    items: dict[str, list[_Item]] = {}
    for check in records.find(store, CheckItem, edition_id=edition_id, order="sort"):
        # An item without points of its own weighs as one.
        one = _Item(check.id, rule_from_json(check.rule), check.score or Decimal(1))
        items.setdefault(check.point_type_id, []).append(one)
    return items


def _units(store: Store) -> dict[str, list[str]]:
    names = {unit.id: unit.name for unit in records.find(store, Unit)}
    units: dict[str, list[str]] = {}
    for duty in records.find(store, Duty, order="sort"):
        if duty.point_id is not None and duty.role in ("lead", "owner"):
            units.setdefault(duty.point_id, []).append(names[duty.unit_id])
    return units


def _point(row: VisitRow, items: Sequence[_Item], given: Mapping[str, Given]) -> PointResult:
    length = None if row.length_m is None else Decimal(str(row.length_m))
    outcomes = tuple(
        judge(item.rule, item.full, given.get(item.id, Given()), length_m=length) for item in items
    )
    return PointResult(row, _tally(row.point, 1, outcomes), outcomes)


def _tally(name: str, points: int, outcomes: Sequence[Outcome]) -> Tally:
    verdicts = [outcome.verdict for outcome in outcomes]
    return Tally(
        name, points, verdicts.count("pass"), verdicts.count("fail"), verdicts.count("na"),
        verdicts.count(None), total(outcomes),
    )  # fmt: skip


def _added(name: str, parts: Iterable[Tally]) -> Tally:
    """Add tallies up; the sums are exact, so the order does not show."""
    given = list(parts)
    whole = Total(
        sum((part.total.low for part in given), Decimal(0)),
        sum((part.total.high for part in given), Decimal(0)),
        sum((part.total.full for part in given), Decimal(0)),
    )
    return Tally(
        name, sum(part.points for part in given), sum(part.passed for part in given),
        sum(part.failed for part in given), sum(part.na for part in given),
        sum(part.open for part in given), whole,
    )  # fmt: skip


def _collect(
    item: Round, planned: int, found: Sequence[PointResult], units: Mapping[str, Sequence[str]]
) -> Results:
    by: dict[str, Callable[[VisitRow], Sequence[str]]] = {
        "type": lambda row: (row.type,), "street": lambda row: (row.street or NOT_FILLED,),
        "community": lambda row: (row.community or NOT_FILLED,),
        "team": lambda row: (row.team or "未分组",),
        "unit": lambda row: units.get(row.point_id) or ("无责任单位",),
    }  # fmt: skip
    groups = {name: _grouped(found, names) for name, names in by.items()}
    groups["point"] = tuple(point.tally for point in found)
    cells: dict[tuple[str, str], list[Tally]] = {}
    for point in found:
        key = (point.visit.street or NOT_FILLED, point.visit.type)
        cells.setdefault(key, []).append(point.tally)
    matrix = {key: _added(" × ".join(key), tallies) for key, tallies in cells.items()}
    whole = _added("全县", (point.tally for point in found))
    return Results(item, planned, whole, tuple(found), groups, matrix)


def _grouped(
    found: Sequence[PointResult], names: Callable[[VisitRow], Sequence[str]]
) -> tuple[Tally, ...]:
    parts: dict[str, list[Tally]] = {}
    for point in found:
        for name in names(point.visit):
            parts.setdefault(name, []).append(point.tally)
    return tuple(_added(name, tallies) for name, tallies in parts.items())
