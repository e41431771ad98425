"""How an item is judged, as data. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from types import MappingProxyType

from desktop.core.resources import resource

DATA = "scoring.json"
SIGNS = ("≥", ">", "≤", "<", "=")
_NEEDS: dict[str, tuple[str, ...]] = {
    "yes_no": (), "text": (), "count": ("minimum",), "density": ("minimum", "per_m"),
    "k_of_n": ("minimum", "of"), "share": ("minimum",), "deduction": ("each",),
    "addition": ("each",), "fault_bands": ("bands",), "value_bands": ("bands",),
    "grades": ("bands",), "measured": ("bands",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of judging; ValueError where the parts make no rule.

    kind:
      yes_no; text (not understood, the verdict decides);
      count (at least `minimum`); density (at least `minimum` per `per_m` metres);
      k_of_n (`minimum` of the `of` drawn); share (number / `minimum` × full mark, `unit` names
      what is counted); measured (the single band's sign and threshold, in `unit`);
      deduction (`each` points per fault, at most `most`; with `minimum` the number written is
      what was found and each one short is a fault); addition (`each` points per thing);
      fault_bands, value_bands (`bands` of (grade, sign, threshold), best grade first, thresholds
      in cases or in `unit`); grades (judged by eye, a word per grade).
    years: the number is the mean of so many years.
    na: 不适用 leaves the denominator ("drop") or gets the mean of the rest ("mean").
    role: "" | "veto" (a fail ends everything) | "bonus" (points on top of the full mark).
    """

    kind: str
    minimum: int | None = None
    per_m: int | None = None
    each: str | None = None
    most: str | None = None
    unit: str | None = None
    bands: tuple[tuple[str, str, str], ...] = ()
    of: int | None = None
    years: int | None = None
    na: str = "drop"
    role: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not be judged."""
        needs = _NEEDS.get(self.kind)
        whole = (self.minimum, self.per_m, self.of, self.years)
        if (
            needs is None
            or any(getattr(self, name) in (None, ()) for name in needs)
            or not all(value is None or (type(value) is int and value >= 0) for value in whole)
            or 0 in (self.per_m, self.of, self.minimum if self.kind == "share" else 1)
            or not all(value is None or _is_amount(value) for value in (self.each, self.most))
            or self.na not in ("drop", "mean")
            or self.role not in ("", "veto", "bonus")
            or not _are_bands(self)
        ):
            raise ValueError(f"not a rule: {self}")


@cache
def default_percents() -> Mapping[str, Decimal]:
    """Return what a grade is worth in percent of the full mark, best grade first."""
    stated = resource(DATA)["percents"]
    return MappingProxyType({grade: Decimal(value) for grade, value in stated.items()})


def _is_amount(text: object) -> bool:
    try:
        value = Decimal(text) if isinstance(text, str) else Decimal("NaN")
    except InvalidOperation:
        return False
    return value.is_finite() and value >= 0


def _are_bands(rule: Rule) -> bool:
    grades = [grade for grade, _, _ in rule.bands]
    signs_fit = all(sign in SIGNS for _, sign, _ in rule.bands)
    if rule.kind == "measured":
        return len(grades) == 1 and signs_fit and _is_amount(rule.bands[0][2])
    order = [grade for grade in default_percents() if grade in grades]
    in_order = grades == order and len(grades) != 1
    words = rule.kind == "grades"
    return in_order and signs_fit and (words or all(_is_amount(band[2]) for band in rule.bands))


def rule_to_json(rule: Rule) -> str:
    """Return the rule as stored: what differs from the defaults."""
    defaults = {field.name: field.default for field in fields(rule)}
    stated = {key: value for key, value in asdict(rule).items() if value != defaults[key]}
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def rule_from_json(text: str) -> Rule:
    """Read a stored rule; {} or anything that is no rule is a rule nobody has stated yet."""
    try:
        stated = json.loads(text or "{}")
        bands = tuple((str(a), str(b), str(c)) for a, b, c in stated.pop("bands", ()))
        return Rule(stated.pop("kind", "text"), bands=bands, **stated)
    except (ValueError, TypeError, AttributeError):
        return Rule("text")


def is_counted(rule: Rule) -> bool:
    """Tell whether a number is written down on the sheet, not only yes or no."""
    return rule.kind not in ("yes_no", "grades", "text")
