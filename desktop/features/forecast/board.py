"""巩固A、提升B、消灭C: each indicator's grade by its 得分率, and how the grades moved. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.core.resources import resource
from desktop.features.forecast.types import UNKNOWN, ZERO, Item

UNSURE = "未定"
VERBS = {"A": "巩固", "B": "提升", "C": "消灭", UNSURE: "先查清"}


@dataclass(frozen=True, slots=True)
class Graded:
    """One indicator with its grade; `before` is its grade then, "" where it had none."""

    code: str
    name: str
    project: str
    grade: str
    rate: Decimal
    due: date | None
    units: tuple[str, ...]
    before: str = ""

    @property
    def id(self) -> str:
        """Return what tells it from other indicators of its edition."""
        return self.code


@dataclass(frozen=True, slots=True)
class Board:
    """All graded indicators; `since` is the day the movement is counted from."""

    rows: tuple[Graded, ...]
    since: date | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Return how many indicators have each grade, grades best first, 未定 last."""
        return {grade: sum(row.grade == grade for row in self.rows) for grade in grades()}

    @property
    def before(self) -> dict[str, int]:
        """Return how many had each grade then."""
        return {grade: sum(row.before == grade for row in self.rows) for grade in grades()}

    @property
    def risen(self) -> tuple[Graded, ...]:
        """Return the indicators whose grade has become better."""
        return tuple(row for row in self.rows if _moved(row) < 0)

    @property
    def fallen(self) -> tuple[Graded, ...]:
        """Return the indicators whose grade has become worse."""
        return tuple(row for row in self.rows if _moved(row) > 0)


def grades() -> tuple[str, ...]:
    """Return the grades, best first, 未定 last."""
    return (*(grade for grade, _ in resource("forecast.json")["grades"]), UNSURE)


def grade_of(rate: Decimal) -> str:
    """Return the grade of a 得分率 (a fraction)."""
    bands = resource("forecast.json")["grades"]
    return next(
        (str(grade) for grade, least in bands if rate * 100 >= Decimal(least)), bands[-1][0]
    )


def board_of(
    items: Iterable[Item], *, before: Mapping[str, str] | None = None, since: date | None = None
) -> Board:
    """Grade each indicator by the likely points of its requirements.

    An indicator of which nothing is known is 未定; one that is 不适用 as a whole is left out.
    """
    members: dict[str, list[Item]] = {}
    for item in items:
        if item.outcome.counts and item.outcome.role != "bonus":
            members.setdefault(item.code, []).append(item)
    former = before or {}
    return Board(tuple(_graded(code, listed, former.get(code, ""))
                       for code, listed in members.items()), since)  # fmt: skip


def _graded(code: str, items: Sequence[Item], before: str) -> Graded:
    full = sum((item.outcome.full for item in items), ZERO)
    rate = sum((item.likely for item in items), ZERO) / full if full else ZERO
    known = [item for item in items if item.source != UNKNOWN]
    grade = UNSURE
    if known:
        stated = known[0].outcome.grade.rstrip("#") if len(items) == 1 else ""
        grade = stated if stated in grades() else grade_of(rate)
    dues = [item.due for item in items if item.due is not None]
    units = tuple(dict.fromkeys(unit for item in items for unit in item.units))
    first = items[0]
    return Graded(code, first.name, first.project, grade, rate, min(dues, default=None), units,
                  before)  # fmt: skip


def _moved(row: Graded) -> int:
    order = grades()[:-1]
    if row.before not in order or row.grade not in order:
        return 0
    return order.index(row.grade) - order.index(row.before)
