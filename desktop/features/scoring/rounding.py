"""The one rule of rounding: half up, and only where a number is shown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

# A quotient keeps 28 digits; sums of those are exact in 60, so that no order of adding shows.
_EXACT = Context(prec=60)


def added(values: Iterable[Decimal]) -> Decimal:
    """Add without rounding."""
    with localcontext(_EXACT):
        return sum(values, Decimal(0))


def weighed(parts: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Add values, each times its weight, without rounding."""
    with localcontext(_EXACT):
        return sum((value * weight for value, weight in parts), Decimal(0))


def proportion(value: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Return value × part ÷ whole, rounded once."""
    with localcontext(_EXACT):
        exact = value * part / whole
    return +exact


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half away from zero to a number of decimal places."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


@lru_cache(maxsize=4096)
def shown(value: Decimal) -> str:
    """Return a number as a line of text says it: at most four places, no trailing zeros."""
    return format(rounded(value, 4).normalize() + 0, "f")
