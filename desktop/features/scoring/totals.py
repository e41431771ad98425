"""From outcomes to totals. Pure; exact sums, so that no order shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.features.scoring.judge import HUNDRED, ZERO, Outcome
from desktop.features.scoring.rounding import added, proportion, weighed


@dataclass(frozen=True, slots=True)
class Total:
    """Points between `low` and `high` of `full`, the full marks of the items that count.

    bonus: the most that bonus items may add on top of `full`; low and high include what they do
    add. veto: "" | "open" (a veto item is not answered) | "fail". A veto takes no points away: what
    follows from it is the system's to say.
    """

    low: Decimal
    high: Decimal
    full: Decimal
    bonus: Decimal = ZERO
    veto: str = ""

    @property
    def rate_low(self) -> Decimal | None:
        """The least 得分率, a fraction of 1; None where nothing counts."""
        return self.low / self.full if self.full else None

    @property
    def rate_high(self) -> Decimal | None:
        """The best 得分率 still possible."""
        return self.high / self.full if self.full else None

    def out_of(self, mark: Decimal) -> Total:
        """Return the same total brought to another full mark; unchanged where nothing counts."""
        if not self.full:
            return self
        low, high, bonus = (
            proportion(part, mark, self.full) for part in (self.low, self.high, self.bonus)
        )
        return replace(self, low=low, high=high, full=mark, bonus=bonus)


def total(
    outcomes: Iterable[Outcome], *, cap: Decimal | None = None, na: str | None = None
) -> Total:
    """Add outcomes up.

    cap: the most the group may bring; na: "drop" or "mean" for every 不适用, else each item's own.
    """
    given = list(outcomes)
    counting = [item for item in given if item.counts]
    plain = [item for item in counting if item.role != "bonus"]
    bonus = [item for item in counting if item.role == "bonus"]
    for item in given:
        if not item.counts and item.role != "bonus" and (na or item.na) == "mean":
            plain.append(mean_of(item, counting))
    low = added(item.low for item in (*plain, *bonus))
    high = added(item.high for item in (*plain, *bonus))
    full = added(item.full for item in plain if item.counts)
    more = added(item.full for item in bonus)
    if cap is not None:
        low, high, full = min(low, cap), min(high, cap), min(full, cap)
        more = min(more, cap - full)
    return Total(low, high, full, more, _veto(given))


def mean_of(item: Outcome, others: Sequence[Outcome]) -> Outcome:
    """Give an item that is 不适用 the mean of others, by their points; as it was where none counts.

    The others are the rest of the same total, or the same item at other places: a community
    without a 小区 gets the mean of the other communities.
    """
    rest = [other for other in others if other.counts and other.role != "bonus"]
    full = added(other.full for other in rest)
    if not full:
        return item
    low = proportion(item.full, added(other.low for other in rest), full)
    high = proportion(item.full, added(other.high for other in rest), full)
    return replace(item, low=low, high=high, counts=True, why="不适用，取其余平均")


def weighted(parts: Iterable[tuple[Total | Decimal, Decimal]]) -> Total:
    """Add totals up, each times its weight (a fraction: 20 % is 0.2); a bare score is of 100."""
    totals = [
        (part if isinstance(part, Total) else Total(part, part, HUNDRED), weight)
        for part, weight in parts
    ]
    return Total(
        low=weighed((part.low, weight) for part, weight in totals),
        high=weighed((part.high, weight) for part, weight in totals),
        full=weighed((part.full, weight) for part, weight in totals),
        bonus=weighed((part.bonus, weight) for part, weight in totals),
        veto=_worst(part.veto for part, _ in totals),
    )


def _veto(items: Iterable[Outcome]) -> str:
    verdicts = {"fail": "fail", None: "open"}
    return _worst(verdicts.get(item.verdict, "") for item in items if item.role == "veto")


def _worst(vetoes: Iterable[str]) -> str:
    found = set(vetoes)
    return "fail" if "fail" in found else "open" if "open" in found else ""
