"""What a forecast is made of and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.features.scoring import Outcome, rounded

ZERO, HUNDRED = Decimal(0), Decimal(100)
# How an item's points are known.
MATERIAL, FIELD, TYPED, UNKNOWN = "材料准备度", "实地检查结果", "填写的结果", "未知"


@dataclass(frozen=True, slots=True)
class Span:
    """Points between `low` and `high` of `full`, most likely `likely`; bonus as in `Total`."""

    low: Decimal
    likely: Decimal
    high: Decimal
    full: Decimal
    bonus: Decimal = ZERO
    veto: str = ""

    @property
    def lost(self) -> Decimal:
        """Return what is lost for sure."""
        return max(ZERO, self.full - self.high)

    @property
    def at_risk(self) -> Decimal:
        """Return what may still be won or lost."""
        return self.high - self.low

    @property
    def rate(self) -> Decimal | None:
        """Return the likely 得分率, a fraction; None where nothing counts."""
        return self.likely / self.full if self.full else None


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement with its points; `source` says how they are known."""

    id: str
    code: str
    name: str
    method: str
    project: str
    outcome: Outcome
    likely: Decimal
    source: str
    units: tuple[str, ...] = ()
    due: date | None = None
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A named part of the total."""

    name: str
    span: Span
    items: int


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold beside the points; state: yes, no or "" = not known."""

    name: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Event:
    """A negative event as the arithmetic needs it; effect: deduct, stop, out or none."""

    code: str
    text: str
    happened: date
    points: Decimal
    effect: str
    in_window: bool
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """The total of one year's items with the parts it is made of.

    `worth` is what one point of an item is worth in the total, by item id; `notes` say what the
    scheme leaves out.
    """

    whole: Span
    methods: tuple[Line, ...]
    projects: tuple[Line, ...]
    groups: tuple[Line, ...]
    conditions: tuple[Condition, ...]
    worth: dict[str, Decimal]
    notes: tuple[str, ...] = ()


def points_words(value: Decimal, places: int = 2) -> str:
    """Return points as shown: rounded half up, with their places."""
    return str(rounded(value, places))
