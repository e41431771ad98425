"""随机抽点: which points a round visits, in a way anyone can repeat. Pure.

The algorithm "yingjian-draw-1", step by step:

1. Points stand in the order of their ids (by code point). A point weighs 100; one visited on the
   day of the draw or at most `rest_days` days before it weighs `rest_weight_percent`.
2. Points are drawn group by group. First one group for each type of `quotas`, in their order; then,
   for each fixed point in the order of the ids, one for each type of `around.quotas`. A group is
   made of the points of its type that are not drawn yet and are no fixed points themselves (those
   are visited anyway); around a fixed point, of those whose great-circle distance to it, rounded to
   whole metres, is not above the radius. Without coordinates a point is in no group around.
3. Each group has a stream of random numbers (see `random_numbers`) from five words: the name of the
   algorithm, the seed, the id of the fixed point (empty for `quotas`), the type, and the count.
4. One draw: add up the weights of the group's points in their order, W in all; take the next number
   below W; the first point whose running sum is above it is drawn and leaves the group. When all
   that are left weigh 0, each of them counts as 1: a point of weight 0 is drawn only after all
   others. This repeats until the quota is filled or the group is empty.

Nothing else decides: no clock, no floating point but the distance, and no order of the input. What
was drawn is repeated from the record's own weights and distances. Any change to this, however
small, is a new algorithm with a new name; the old one stays for the records that name it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from desktop.core.errors import InputError, Problem, UserError
from desktop.core.geo import distance_m
from desktop.features.visits.random_numbers import NumberStream

ALGORITHM = "yingjian-draw-1"
_FULL_WEIGHT = 100
# Below the true 111,195 m: only spares computing distances that are out of reach.
_METRES_PER_DEGREE = 111_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A point that may be drawn, or around which is drawn."""

    id: str
    name: str
    type: str
    lng: float | None
    lat: float | None
    last_visit: date | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """六个周边: so many points of each type within a radius of each fixed point."""

    fixed: tuple[str, ...]
    radius_m: float
    quotas: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """What is drawn; a point visited at most `rest_days` before `on` weighs so much per cent."""

    seed: str
    on: date
    quotas: tuple[tuple[str, int], ...] = ()
    around: Around | None = None
    rest_days: int = 0
    rest_weight_percent: int = _FULL_WEIGHT


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point that was drawn; `around` is the id of the fixed point it was drawn for."""

    id: str
    reason: str
    around: str = ""


@dataclass(frozen=True, slots=True)
class DrawResult:
    """What was drawn, in the order of drawing, and what could not be.

    `left_out` are (id, reason); `short` says where there were fewer points than wanted.
    """

    drawn: tuple[Drawn, ...]
    left_out: tuple[tuple[str, str], ...]
    short: tuple[str, ...]
    algorithm: str


@dataclass(frozen=True, slots=True)
class _Field:
    """All that decides a draw besides the plan; `metres` by fixed point, within the radius only."""

    candidates: tuple[Candidate, ...]
    weights: Mapping[str, int]
    metres: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class _Group:
    type: str
    quota: int
    around: str
    place: str


def draw(candidates: Sequence[Candidate], plan: DrawPlan) -> DrawResult:
    """Draw points by the plan; raises InputError for a plan that cannot be meant."""
    problems = list(_problems(candidates, plan))
    if problems:
        raise InputError("抽取方案有误", problems, "没有抽取；请改正后再抽。")
    return _draw(_field(candidates, plan), plan)


def draw_record(
    candidates: Sequence[Candidate], plan: DrawPlan, result: DrawResult
) -> dict[str, Any]:
    """Return, ready for JSON, what was drawn and everything needed to repeat it.

    Points of types nobody asked for are not in it: they could not be drawn.
    """
    field = _field(candidates, plan)
    return {
        "algorithm": result.algorithm,
        "seed": plan.seed,
        "on": plan.on.isoformat(),
        "quotas": [list(quota) for quota in plan.quotas],
        "around": _around_record(plan.around),
        "rest_days": plan.rest_days,
        "rest_weight_percent": plan.rest_weight_percent,
        "candidates": [_candidate_record(each, field) for each in field.candidates],
        "metres": {fixed: dict(near) for fixed, near in field.metres.items()},
        "drawn": [
            {"id": each.id, "reason": each.reason, "around": each.around} for each in result.drawn
        ],
        "left_out": [list(pair) for pair in result.left_out],
        "short": list(result.short),
    }


def repeat(record: Mapping[str, Any]) -> DrawResult:
    """Draw again from what a record holds, by the weights and distances written in it."""
    if record["algorithm"] != ALGORITHM:
        raise UserError(
            f"这份抽取记录用的算法是“{record['algorithm']}”，本程序不认识",
            "没有重抽；请用较新的程序打开。",
        )
    around = record["around"]
    plan = DrawPlan(
        record["seed"],
        date.fromisoformat(record["on"]),
        _quotas(record["quotas"]),
        around and Around(tuple(around["fixed"]), around["radius_m"], _quotas(around["quotas"])),
        record["rest_days"],
        record["rest_weight_percent"],
    )
    candidates = tuple(
        Candidate(each["id"], each["name"], each["type"], each["lng"], each["lat"])
        for each in record["candidates"]
    )
    weights = {each["id"]: each["weight"] for each in record["candidates"]}
    return _draw(_Field(candidates, weights, record["metres"]), plan)


def _around_record(around: Around | None) -> dict[str, Any] | None:
    if around is None:
        return None
    return {
        "fixed": list(around.fixed),
        "radius_m": around.radius_m,
        "quotas": [list(quota) for quota in around.quotas],
    }


def _candidate_record(candidate: Candidate, field: _Field) -> dict[str, Any]:
    return {
        "id": candidate.id,
        "name": candidate.name,
        "type": candidate.type,
        "lng": candidate.lng,
        "lat": candidate.lat,
        "last_visit": candidate.last_visit and candidate.last_visit.isoformat(),
        "weight": field.weights[candidate.id],
    }


def _quotas(pairs: Sequence[Sequence[Any]]) -> tuple[tuple[str, int], ...]:
    return tuple((kind, count) for kind, count in pairs)


def _problems(candidates: Sequence[Candidate], plan: DrawPlan) -> Iterator[Problem]:
    around = plan.around or Around((), 1, ())
    known = {each.id for each in candidates}
    if len(known) != len(candidates):
        yield Problem("候选名单", "有重复的点位")
    if not plan.seed:
        yield Problem("种子", "没有填写")
    elif plan.seed != plan.seed.strip() or not plan.seed.isprintable():
        yield Problem("种子", "首尾有空格，或有换行等印不出来的字")
    if plan.rest_days < 0:
        yield Problem("近期天数", "不能小于 0")
    if not 0 <= plan.rest_weight_percent <= _FULL_WEIGHT:
        yield Problem("近期考察过的权重", "要在 0 到 100 之间")
    if not around.radius_m > 0:
        yield Problem("半径", "要大于 0")
    if not known.issuperset(around.fixed):
        yield Problem("固定点位", "有的不在候选名单里")
    for quotas in (plan.quotas, around.quotas):
        kinds = [kind for kind, _ in quotas]
        yield from (Problem(kind, "写了两次") for kind in set(kinds) if kinds.count(kind) > 1)
        yield from (Problem(kind, "数量不能小于 0") for kind, count in quotas if count < 0)


def _field(candidates: Sequence[Candidate], plan: DrawPlan) -> _Field:
    around = plan.around
    kinds = {kind for kind, _ in (*plan.quotas, *(around.quotas if around else ()))}
    fixed = set(around.fixed) if around else set()
    wanted = sorted(
        (each for each in candidates if each.type in kinds or each.id in fixed),
        key=lambda each: each.id,
    )
    weights = {each.id: _weight(each, plan) for each in wanted}
    return _Field(tuple(wanted), weights, _near(wanted, around) if around else {})


def _weight(candidate: Candidate, plan: DrawPlan) -> int:
    if plan.rest_days == 0 or candidate.last_visit is None:
        return _FULL_WEIGHT
    days = (plan.on - candidate.last_visit).days
    return plan.rest_weight_percent if 0 <= days <= plan.rest_days else _FULL_WEIGHT


def _near(candidates: Sequence[Candidate], around: Around) -> dict[str, dict[str, int]]:
    """Return, for each fixed point with coordinates, the distances of the points in reach."""
    kinds = {kind for kind, _ in around.quotas}
    others = [each for each in candidates if each.type in kinds and each.id not in around.fixed]
    return {
        each.id: _in_reach((each.lng, each.lat), others, around.radius_m)
        for each in candidates
        if each.id in around.fixed and each.lng is not None and each.lat is not None
    }


def _in_reach(
    place: tuple[float, float], others: Sequence[Candidate], radius_m: float
) -> dict[str, int]:
    lng, lat = place
    reach = (radius_m + 1) / _METRES_PER_DEGREE
    found = {}
    for each in others:
        if each.lng is None or each.lat is None or abs(each.lat - lat) > reach:
            continue
        metres = round(distance_m(lng, lat, each.lng, each.lat))
        if metres <= radius_m:
            found[each.id] = metres
    return found


def _draw(field: _Field, plan: DrawPlan) -> DrawResult:
    taken = set(plan.around.fixed) if plan.around else set()
    drawn: list[Drawn] = []
    short: list[str] = []
    for group in _groups(field, plan):
        pool = [each.id for each in _members(field, group) if each.id not in taken]
        chosen = _pick(pool, field.weights, group, plan.seed)
        taken.update(chosen)
        text = f"{group.place}{group.type}：{len(pool)} 处抽 {len(chosen)} 处"
        drawn += [
            Drawn(each, text + _weight_note(field.weights[each]), group.around) for each in chosen
        ]
        if len(pool) < group.quota:
            short.append(f"{group.place}{group.type}：要抽 {group.quota} 处，只有 {len(pool)} 处")
    return DrawResult(tuple(drawn), tuple(_left_out(field, plan, taken)), tuple(short), ALGORITHM)


def _groups(field: _Field, plan: DrawPlan) -> Iterator[_Group]:
    yield from (_Group(kind, quota, "", "") for kind, quota in plan.quotas)
    if plan.around is None:
        return
    for fixed in field.candidates:
        if fixed.id in field.metres:
            place = f"{fixed.name}周边 {plan.around.radius_m:g} 米内"
            yield from (_Group(kind, quota, fixed.id, place) for kind, quota in plan.around.quotas)


def _members(field: _Field, group: _Group) -> Iterator[Candidate]:
    near = field.metres[group.around] if group.around else field.weights
    return (each for each in field.candidates if each.type == group.type and each.id in near)


def _pick(pool: list[str], weights: Mapping[str, int], group: _Group, seed: str) -> list[str]:
    numbers = NumberStream(ALGORITHM, seed, group.around, group.type)
    left = list(pool)
    chosen: list[str] = []
    while left and len(chosen) < group.quota:
        sums = list(accumulate(weights[each] for each in left))
        if sums[-1] == 0:
            sums = list(range(1, len(left) + 1))
        chosen.append(left.pop(bisect_right(sums, numbers.below(sums[-1]))))
    return chosen


def _weight_note(weight: int) -> str:
    if weight == 0:
        return "（近期考察过，其余不够才抽）"
    return "" if weight == _FULL_WEIGHT else f"（近期考察过，权重 {weight}%）"


def _left_out(field: _Field, plan: DrawPlan, taken: set[str]) -> Iterator[tuple[str, str]]:
    """Name the points without coordinates that could not take part around a fixed point."""
    if plan.around is None:
        return
    kinds = {kind for kind, _ in plan.around.quotas}
    for each in field.candidates:
        if each.lng is not None and each.lat is not None:
            continue
        if each.id in plan.around.fixed:
            yield each.id, "固定点位没有经纬度，它的周边没有抽"
        elif each.type in kinds and each.id not in taken:
            yield each.id, "没有经纬度"
