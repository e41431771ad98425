"""From items to the year's total and to the final one. Pure; rounding only where shown.

The same arithmetic runs three times, over the low, the likely and the high points: so the total of
better answers is never lower, and no order shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from desktop.features.forecast.scheme import Group, Scheme
from desktop.features.forecast.types import (
    HUNDRED,
    ZERO,
    Condition,
    Event,
    Item,
    Line,
    Measured,
    Span,
)
from desktop.features.scoring import Total, total, weighted


def span_of(items: Iterable[Item], *, cap: Decimal | None = None) -> Span:
    """Add items up, their likely points beside their range."""
    listed = list(items)
    outer = total((item.outcome for item in listed), cap=cap)
    likely = total(
        (replace(item.outcome, low=item.likely, high=item.likely) for item in listed), cap=cap
    )
    return Span(outer.low, likely.low, outer.high, outer.full, outer.bonus, outer.veto)


def measure(items: Sequence[Item], scheme: Scheme, *, unknown: Decimal) -> Measured:
    """Return the year's total; `unknown` is the likely share of a method nobody has items for."""
    if scheme.kind == "pass_fail":
        items = [_as_pass(item) for item in items]
    if scheme.groups:
        whole, groups = _by_group(items, scheme)
        methods = _lines(items, lambda item: item.method)
    elif scheme.methods:
        methods = _by_method(items, scheme, unknown)
        whole, groups = _sum(line.span for line in methods), ()
    else:
        methods, groups = _lines(items, lambda item: item.method), ()
        whole = span_of(items)
    brought = scaled(whole, scheme.full) if scheme.full is not None else whole
    worth = _worth(items, scheme, whole, brought)
    projects = _lines([_times(item, worth[item.id]) for item in items], lambda item: item.project)
    return Measured(
        replace(brought, veto=span_of(items).veto), methods, projects, groups,
        _conditions(items, scheme, brought), worth, _left_out(items, scheme),
    )  # fmt: skip


def _times(item: Item, worth: Decimal) -> Item:
    """Return an item in points of the total."""
    own = item.outcome
    low, high, full = own.low * worth, own.high * worth, own.full * worth
    likely = min(max(item.likely * worth, low), high)
    return replace(item, likely=likely, outcome=replace(own, low=low, high=high, full=full))


def _left_out(items: Sequence[Item], scheme: Scheme) -> tuple[str, ...]:
    """Return in words which items have no place in the scheme, so that nothing is lost silently."""
    if scheme.groups:
        missing = [item for item in items if not any(g.holds(item.code) for g in scheme.groups)]
        words = "方案的分组里没有"
    elif scheme.methods:
        known = {method for method, _ in scheme.methods}
        missing = [item for item in items if item.method not in known]
        words = "方案里没有测评方式" + "、".join(dict.fromkeys(item.method for item in missing))
    else:
        return ()
    return (f"{words}，{len(missing)} 条测评要求没有计入总分",) if missing else ()


def scaled(span: Span, mark: Decimal) -> Span:
    """Bring a span to another full mark; unchanged where nothing counts."""
    if not span.full:
        return span
    outer = Total(span.low, span.high, span.full, span.bonus, span.veto).out_of(mark)
    likely = Total(span.likely, span.likely, span.full).out_of(mark).low
    return Span(outer.low, likely, outer.high, outer.full, outer.bonus, span.veto)


def mixed(parts: Sequence[tuple[Span, Decimal]]) -> Span:
    """Add spans, each times its weight (a fraction)."""
    outer = weighted((Total(s.low, s.high, s.full, s.bonus, s.veto), weight) for s, weight in parts)
    likely = weighted((Total(s.likely, s.likely, s.full), weight) for s, weight in parts)
    return Span(outer.low, likely.low, outer.high, outer.full, outer.bonus, outer.veto)


def with_second_systems(own: Span, others: Sequence[tuple[Span, Decimal]]) -> Span:
    """Count second systems in: each makes up a percent of the total's full mark."""
    if not others:
        return own
    rest = HUNDRED - sum((percent for _, percent in others), ZERO)
    parts = [(own, rest / HUNDRED)]
    parts += [(scaled(span, own.full), percent / HUNDRED) for span, percent in others]
    return replace(mixed(parts), veto=own.veto)


def over_years(
    this: Span, year: int, weights: Sequence[tuple[int, Decimal]], known: Mapping[int, Span],
    *, unknown: Decimal,
) -> Span:  # fmt: skip
    """Weigh the years; a year nobody knows the result of is a range."""
    if not weights:
        return this
    whole = sum((weight for _, weight in weights), ZERO)
    blank = Span(ZERO, this.full * unknown, this.full, this.full)
    spans = {**known, year: this}
    parts = [
        (scaled(spans.get(number, blank), this.full), weight / whole) for number, weight in weights
    ]
    return replace(mixed(parts), veto=this.veto)


def less_penalties(span: Span, events: Iterable[Event]) -> Span:
    """Take what negative events cost off the year's total; never below nothing."""
    lost = sum((e.points for e in events if e.effect == "deduct" and e.in_window), ZERO)
    low, likely, high = (max(ZERO, part - lost) for part in (span.low, span.likely, span.high))
    return replace(span, low=low, likely=likely, high=high)


def _sum(spans: Iterable[Span]) -> Span:
    return mixed([(span, Decimal(1)) for span in spans])


def _lines(items: Sequence[Item], name: Callable[[Item], str]) -> tuple[Line, ...]:
    members: dict[str, list[Item]] = {}
    for item in items:
        members.setdefault(name(item), []).append(item)
    return tuple(Line(key, span_of(listed), len(listed)) for key, listed in members.items())


def _by_method(items: Sequence[Item], scheme: Scheme, unknown: Decimal) -> tuple[Line, ...]:
    lines = []
    for method, mark in scheme.methods:
        mine = [item for item in items if item.method == method]
        span = scaled(span_of(mine), mark)
        if not mine:
            span = Span(ZERO, mark * unknown, mark, mark)
        lines.append(Line(method, span, len(mine)))
    return tuple(lines)


def _by_group(items: Sequence[Item], scheme: Scheme) -> tuple[Span, tuple[Line, ...]]:
    lines = []
    for group in scheme.groups:
        mine = _members(items, group)
        if group.role == "bonus":
            span = span_of((_as_bonus(item) for item in mine), cap=group.full)
        else:
            span = span_of(mine)
            span = scaled(span, group.full) if group.full is not None else span
        lines.append(Line(group.name, span, len(mine)))
    return _sum(line.span for line in lines), tuple(lines)


def _members(items: Sequence[Item], group: Group) -> list[Item]:
    return [item for item in items if group.holds(item.code)]


def _as_bonus(item: Item) -> Item:
    return replace(item, outcome=replace(item.outcome, role="bonus"))


def _as_pass(item: Item) -> Item:
    """Count an item as one passed or not."""
    low, high = {"pass": (1, 1), "fail": (0, 0)}.get(item.outcome.verdict or "", (0, 1))
    share = item.likely / item.outcome.full if item.outcome.full else ZERO
    likely = Decimal(low) if low == high else share
    outcome = replace(item.outcome, low=Decimal(low), high=Decimal(high), full=Decimal(1))
    return replace(item, outcome=outcome, likely=likely)


def _conditions(items: Sequence[Item], scheme: Scheme, whole: Span) -> tuple[Condition, ...]:
    found = []
    if scheme.pass_no_veto and any(item.outcome.role == "veto" for item in items):
        found.append(_no_veto(items))
    for group in scheme.groups:
        if group.item_percent is not None:
            found.append(_each_item(_members(items, group), group))
    if scheme.pass_total is not None:
        name = f"总分不低于 {scheme.pass_total} 分"
        found.append(Condition(name, _state(whole, scheme.pass_total), ""))
    if scheme.kind == "pass_fail":
        found.append(
            _state_of_all("各项全部合格", items, lambda item: _state(_span(item), Decimal(1)))
        )
    return tuple(found)


def _span(item: Item) -> Span:
    return Span(item.outcome.low, item.likely, item.outcome.high, item.outcome.full)


def _state(span: Span, mark: Decimal) -> str:
    return "yes" if span.low >= mark else "no" if span.high < mark else ""


def _no_veto(items: Sequence[Item]) -> Condition:
    verdicts = {"pass": "yes", "fail": "no"}
    vetoes = [item for item in items if item.outcome.role == "veto"]
    return _state_of_all(
        "没有触及一票否决", vetoes, lambda item: verdicts.get(item.outcome.verdict or "", "")
    )


def _each_item(items: Sequence[Item], group: Group) -> Condition:
    percent = group.item_percent or ZERO
    return _state_of_all(
        f"{group.name}每项不低于 {percent}%", items,
        lambda item: _state(_span(item), item.outcome.full * percent / HUNDRED),
    )  # fmt: skip


def _state_of_all(name: str, items: Sequence[Item], state: Callable[[Item], str]) -> Condition:
    states = {item.code: state(item) for item in items if item.outcome.counts}
    failed = [code for code, value in states.items() if value == "no"]
    unsure = [code for code, value in states.items() if value == ""]
    words = "、".join(failed[:8]) + ("等" if len(failed) > 8 else "")
    if failed:
        return Condition(name, "no", f"{len(failed)} 项没有达到：{words}")
    return Condition(name, "" if unsure else "yes", f"{len(unsure)} 项未定" if unsure else "")


def _worth(items: Sequence[Item], scheme: Scheme, whole: Span, brought: Span) -> dict[str, Decimal]:
    """Return what one point of each item is worth in the total."""
    outer = brought.full / whole.full if whole.full else Decimal(1)
    marks = dict.fromkeys((item.id for item in items), ZERO)
    if scheme.groups:
        sets = [(_members(items, group), None if group.role == "bonus" else group.full)
                for group in scheme.groups]  # fmt: skip
    elif scheme.methods:
        sets = [([item for item in items if item.method == method], mark)
                for method, mark in scheme.methods]  # fmt: skip
    else:
        sets = [(list(items), None)]
    for members, mark in sets:
        full = span_of(members).full
        factor = mark / full if mark is not None and full else Decimal(1)
        marks.update((item.id, factor * outer) for item in members)
    return marks
