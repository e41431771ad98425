"""Which grade a number gets."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

from desktop.features.scoring.rule import Rule

Band = tuple[str, str, str]
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "≥": operator.ge, ">": operator.gt, "≤": operator.le, "<": operator.lt,
    # "A(0例) B(1例)" names where a grade begins, whichever way the numbers run.
    "=": operator.ge,
}  # fmt: skip


def holds(sign: str, amount: Decimal, threshold: str) -> bool:
    """Tell whether a number meets `sign threshold`."""
    return _HOLDS[sign](amount, Decimal(threshold))


def more_is_better(bands: tuple[Band, ...]) -> bool:
    """Tell the direction from the best grade: `A≥98%` and `A5条 B4条` rise, `A0例 B1例` falls."""
    (_, sign, best), (_, _, second) = bands[0], bands[1]
    return sign in "≥>" or (sign == "=" and Decimal(best) > Decimal(second))


def place(rule: Rule, amount: Decimal) -> int:
    """Return the place of the grade in `rule.bands`.

    A band on the good side (A≥98%) is a floor, one on the bad side (C≤70%) a ceiling: the best
    floor reached, but never above the lowest ceiling that holds. Where bands contradict each other
    the worse grade counts, so that a better number never gets a worse grade.
    """
    bands = rule.bands
    good = "≥>=" if more_is_better(bands) else "≤<"
    floors = [index for index, band in enumerate(bands) if band[1] in good]
    ceilings = [index for index in range(len(bands)) if index not in floors]
    held = [holds(sign, amount, threshold) for _, sign, threshold in bands]
    below = min(floors[-1] + 1, len(bands) - 1) if floors else 0
    best = next((index for index in floors if held[index]), below)
    return max([best, *(index for index in ceilings if held[index])])
