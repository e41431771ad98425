"""The one rule of rounding: half up, and only where a number is shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

# Sums of quotients stay exact to the last digit, so that no order of adding shows.
EXACT = Context(prec=60)


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half away from zero to a number of decimal places."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)


def shown(value: Decimal) -> str:
    """Return a number as a line of text says it: at most four places, no trailing zeros."""
    return format(rounded(value, 4).normalize() + 0, "f")
