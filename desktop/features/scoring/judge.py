"""From what was written down for one item to its points, with the reason. Pure.

Rules kept here: what nobody answered is a range, never 0 or full; where the verdict and the number
contradict each other the number decides; an item passes when it reaches the best its rule offers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.features.scoring.bands import holds, place
from desktop.features.scoring.rounding import proportion, shown
from desktop.features.scoring.rule import Rule, default_percents

ZERO, HUNDRED = Decimal(0), Decimal(100)
# Beyond this nobody counted anything, and multiplying could overflow.
_ABSURD = Decimal(10) ** 12
_WORDS = {"pass": "符合", "fail": "不符合", "na": "不适用"}


@dataclass(frozen=True, slots=True)
class Given:
    """What was written down for one item.

    verdict: pass | fail | na | None = not answered; amount: faults, things counted, percent,
    minutes; for grades judged by eye the place of the grade, 1 = the best.
    """

    verdict: str | None = None
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse a verdict that does not exist."""
        if self.verdict is not None and self.verdict not in _WORDS:
            raise ValueError(f"not a verdict: {self.verdict!r}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an item comes to: points between `low` and `high` of `full`.

    counts: False = 不适用, leaves the denominator; verdict: pass | fail | na, None = open;
    na, role: as the rule says (see `Rule`).
    """

    low: Decimal
    high: Decimal
    full: Decimal
    counts: bool
    verdict: str | None
    grade: str = ""
    why: str = ""
    na: str = "drop"
    role: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """One item about to be judged."""

    rule: Rule
    full: Decimal
    percents: Mapping[str, Decimal]
    length_m: Decimal | None

    def share(self, index: int) -> Decimal:
        """Return the percent that the grade at a place is worth."""
        return min(max(self.percents.get(self.rule.bands[index][0], ZERO), ZERO), HUNDRED)

    def points(self, index: int) -> Decimal:
        return proportion(self.full, self.share(index), HUNDRED)


@dataclass(frozen=True, slots=True)
class _Points:
    """What a number or a verdict is worth."""

    low: Decimal
    high: Decimal
    is_pass: bool | None
    why: str
    grade: str = ""


def judge(
    rule: Rule,
    full: Decimal,
    given: Given,
    *,
    length_m: Decimal | None = None,
    percents: Mapping[str, Decimal] | None = None,
) -> Outcome:
    """Judge one item of `full` points (below 0 counts as 0).

    length_m: of the road, for density; percents: what A, B, C, C# are worth, where the edition
    changes them.
    """
    worth = {**default_percents(), **percents} if percents else default_percents()
    case = _Case(rule, max(full, ZERO), worth, length_m)
    amount, remark = _usable(rule, given.amount)
    if given.verdict == "na":
        ignored = "" if given.amount is None else f"，数字 {given.amount} 不采用"
        why = ("不适用，取其余平均" if rule.na == "mean" else "不适用，不计入") + ignored
        return Outcome(ZERO, ZERO, case.full, False, "na", "", why, rule.na, rule.role)
    found = None if amount is None else _BY_NUMBER[rule.kind](case, amount)
    if found is None:
        found = _by_verdict(case, given.verdict)
        if amount is not None and rule.kind == "density":
            remark = f"有 {shown(amount)}，长度未知；"
    verdict = None if found.is_pass is None else ("pass" if found.is_pass else "fail")
    if given.verdict not in (None, verdict):
        remark = f"勾选“{_WORDS[str(given.verdict)]}”与数字不符，以数字为准："
    why = remark + found.why
    return Outcome(
        found.low, found.high, case.full, True, verdict, found.grade, why, rule.na, rule.role
    )


def required(rule: Rule, length_m: Decimal | None = None) -> int | None:
    """Return how many a count, density or k-of-n item needs; None where that is not known.

    Density converts by length: length ÷ per × minimum, cut to the whole number (a stretch only
    begun does not count), but at least 1.
    """
    if rule.kind in ("count", "k_of_n"):
        return rule.minimum
    known = length_m is not None and length_m.is_finite() and 0 < length_m < _ABSURD
    if rule.kind != "density" or length_m is None or not known:
        return None
    return max(1, int(length_m * Decimal(str(rule.minimum)) // Decimal(str(rule.per_m))))


def _usable(rule: Rule, amount: Decimal | None) -> tuple[Decimal | None, str]:
    """Return the number if the rule can use it, else why it was left aside."""
    if amount is None or rule.kind in ("yes_no", "text"):
        return None, ""
    good = amount.is_finite() and abs(amount) < _ABSURD
    if good and rule.kind not in ("measured", "value_bands"):
        good = amount >= 0
    if good and rule.kind == "k_of_n":
        good = amount <= Decimal(str(rule.of))
    if good and rule.kind == "grades":
        good = amount in range(1, len(rule.bands) + 1)
    return (amount, "") if good else (None, f"数字 {amount} 不合理，未采用；")


def _by_verdict(case: _Case, verdict: str | None) -> _Points:
    rule, full = case.rule, case.full
    if verdict is None:
        return _Points(ZERO, full, None, f"未判定，得分在 0～{shown(full)} 之间")
    if verdict == "pass":
        low = _by_each(case, Decimal(1)) if rule.kind == "addition" else full
        high = _by_each(case, _ABSURD) if rule.kind == "addition" else full
        grade = ""
        if rule.bands and rule.kind != "measured":
            low = high = case.points(0)
            grade = rule.bands[0][0]
        return _Points(low, high, True, f"符合，得 {_range(low, high)}", grade)
    low, high = _range_of_fail(case)
    grade = rule.bands[-1][0] if rule.kind == "grades" else ""
    unknown = "，数字未填" if low != high else ""
    return _Points(low, high, False, f"不符合{unknown}，得 {_range(low, high)}", grade)


def _range_of_fail(case: _Case) -> tuple[Decimal, Decimal]:
    """Return the points of an item that failed by an unknown number of faults."""
    rule, full = case.rule, case.full
    if rule.kind == "deduction":
        return full - _by_each(case, _ABSURD), full - _by_each(case, Decimal(1))
    if rule.kind == "share":
        whole = Decimal(str(rule.minimum))
        return ZERO, proportion(full, whole - 1, whole)
    if rule.kind == "grades":
        return case.points(-1), case.points(-1)
    if rule.kind in ("fault_bands", "value_bands"):
        worth = [case.points(index) for index in range(1, len(rule.bands))]
        return min(worth), max(worth)
    return ZERO, ZERO


def _by_each(case: _Case, things: Decimal) -> Decimal:
    """Return the points so many faults lose or so many things gain."""
    most = case.full if case.rule.most is None else Decimal(case.rule.most)
    return min(things * Decimal(str(case.rule.each)), most, case.full)


def _range(low: Decimal, high: Decimal) -> str:
    return shown(low) if low == high else f"{shown(low)}～{shown(high)}"


def _minimum(case: _Case, amount: Decimal) -> _Points | None:
    needed = required(case.rule, case.length_m)
    if needed is None:
        return None
    points = case.full if amount >= needed else ZERO
    of = f"{case.rule.of} 中" if case.rule.of else ""
    why = f"{of}有 {shown(amount)}，应有 {needed}，得 {shown(points)}"
    return _Points(points, points, amount >= needed, why)


def _measured(case: _Case, amount: Decimal) -> _Points:
    _, sign, threshold = case.rule.bands[0]
    is_pass = holds(sign, amount, threshold)
    points = case.full if is_pass else ZERO
    unit = case.rule.unit or ""
    why = (
        f"{_mean(case)}实测 {shown(amount)}{unit}，要求 {sign}{threshold}{unit}，得 {shown(points)}"
    )
    return _Points(points, points, is_pass, why)


def _deduction(case: _Case, amount: Decimal) -> _Points:
    rule = case.rule
    faults = amount if rule.minimum is None else max(ZERO, rule.minimum - amount)
    points = case.full - _by_each(case, faults)
    found = "" if rule.minimum is None else f"有 {shown(amount)}，应有 {rule.minimum}；"
    why = f"{found}{shown(faults)} 处，每处扣 {rule.each}，得 {shown(points)}"
    return _Points(points, points, faults == 0, why)


def _addition(case: _Case, amount: Decimal) -> _Points:
    points = _by_each(case, amount)
    why = f"{shown(amount)} 处，每处加 {case.rule.each}，得 {shown(points)}"
    return _Points(points, points, amount > 0, why)


def _share(case: _Case, amount: Decimal) -> _Points:
    whole = Decimal(str(case.rule.minimum))
    points = min(case.full, proportion(case.full, amount, whole))
    why = f"{shown(amount)}/{whole}×{shown(case.full)}={shown(points)}"
    if amount > whole:
        why = f"{shown(amount)}/{whole}，不超过分值，得 {shown(points)}"
    return _Points(points, points, amount >= whole, why)


def _bands(case: _Case, amount: Decimal) -> _Points:
    counted = f"{_mean(case)}{shown(amount)}{case.rule.unit or ''}"
    if case.rule.kind == "fault_bands":
        counted = f"{shown(amount)} 处故障"
    return _graded(case, place(case.rule, amount), counted)


def _by_eye(case: _Case, amount: Decimal) -> _Points:
    index = int(amount) - 1
    return _graded(case, index, case.rule.bands[index][2])


def _graded(case: _Case, index: int, said: str) -> _Points:
    grade, points = case.rule.bands[index][0], case.points(index)
    worth = f"{shown(case.share(index))}%×{shown(case.full)}={shown(points)}"
    return _Points(points, points, index == 0, f"{said}，{grade}档，{worth}", grade)


def _mean(case: _Case) -> str:
    return f"{case.rule.years} 年均值 " if case.rule.years else ""


_BY_NUMBER: dict[str, Callable[[_Case, Decimal], _Points | None]] = {
    "count": _minimum, "density": _minimum, "k_of_n": _minimum, "measured": _measured,
    "deduction": _deduction, "addition": _addition, "share": _share,
    "fault_bands": _bands, "value_bands": _bands, "grades": _by_eye,
}  # fmt: skip
