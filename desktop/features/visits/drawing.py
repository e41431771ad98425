"""Drawing a round's points by lot, and keeping the record that lets anyone repeat it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.points import Point, PointType
from db.tables.visits import Draw, last_visits
from desktop.core.changes import Changes
from desktop.core.clock import now, today
from desktop.core.errors import InputError, Problem
from desktop.core.resources import resource
from desktop.features.visits.draw import (
    Around,
    Candidate,
    DrawPlan,
    DrawResult,
    draw,
    draw_record,
    repeat,
)
from desktop.features.visits.rounds import CHANGED, add_points, find_round


@dataclass(frozen=True, slots=True)
class DrawOrder:
    """What a person asks to be drawn.

    quotas: (type, number) over the whole list; around: (type, number) within `radius_m` of each
    fixed point; fixed points are named by id, or every point of `fixed_types`. A blank seed is
    proposed; `only` restricts the candidates to some point ids.
    """

    quotas: tuple[tuple[str, int], ...] = ()
    around: tuple[tuple[str, int], ...] = ()
    fixed: tuple[str, ...] = ()
    fixed_types: tuple[str, ...] = ()
    radius_m: float = 0.0
    seed: str = ""
    rest_days: int = 0
    rest_weight_percent: int = 100
    on: date | None = None
    only: tuple[str, ...] = ()


def usual_order() -> DrawOrder:
    """Return the six-surroundings draw as the data file gives it, without fixed points."""
    usual = resource("draw.json")
    return DrawOrder(
        around=tuple((name, int(number)) for name, number in usual["around"]),
        radius_m=float(usual["radius_m"]["usual"]), rest_days=int(usual["rest_days"]),
        rest_weight_percent=int(usual["rest_weight_percent"]),
    )  # fmt: skip


def fixed_types() -> tuple[str, ...]:
    """Return the point types whose surroundings are usually drawn."""
    return tuple(resource("draw.json")["fixed_types"])


def new_seed() -> str:
    """Return a seed nobody could have chosen for its result."""
    return f"{today():%Y%m%d}-{secrets.token_hex(4)}"


def draw_points(
    store: Store, round_id: str, order: DrawOrder
) -> tuple[tuple[DrawResult, Draw], Changes]:
    """Draw points into a round and keep the record; fixed points join the round too.

    Raises InputError naming what cannot be drawn so.
    """
    item = find_round(store, round_id)
    plan, candidates = _plan(store, order)
    result = draw(candidates, plan)
    chosen = [*(plan.around.fixed if plan.around else ()), *(one.id for one in result.drawn)]
    record = draw_record(candidates, plan, result)
    kept = Draw(new_id(), item.id, now().isoformat(timespec="seconds"), plan.seed,
                json.dumps(record, ensure_ascii=False, sort_keys=True))  # fmt: skip
    with store.write(f"轮次“{item.name}”随机抽取 {len(chosen)} 个点位", right="visits.rounds"):
        records.insert(store, [kept])
        add_points(store, item.id, chosen)
    return (result, kept), CHANGED


def try_draw(store: Store, order: DrawOrder) -> DrawResult:
    """Return what a draw would give; nothing is kept."""
    plan, candidates = _plan(store, order)
    return draw(candidates, plan)


def _plan(store: Store, order: DrawOrder) -> tuple[DrawPlan, list[Candidate]]:
    candidates = _candidates(store, order)
    problems = []
    fixed = list(order.fixed)
    fixed += [c.id for c in candidates if c.type in order.fixed_types and c.id not in fixed]
    radius = resource("draw.json")["radius_m"]
    if order.around and not radius["least"] <= order.radius_m <= radius["most"]:
        words = f"{order.radius_m:g} 米不在 {radius['least']}～{radius['most']} 米之间"
        problems.append(Problem("半径", words))
    if order.around and not fixed:
        problems.append(Problem("固定点位", "还没有选，不知道抽谁的周边"))
    known = {item.name for item in records.find(store, PointType)}
    asked = [name for name, _ in (*order.quotas, *order.around)] + list(order.fixed_types)
    problems += [
        Problem("点位类型", f"没有“{name}”这种类型") for name in asked if name not in known
    ]
    if not order.quotas and not order.around:
        problems.append(Problem("抽取数量", "没有要抽的类型和数量"))
    if problems:
        raise InputError("没有抽取。", problems, "轮次没有改动。")
    around = Around(tuple(fixed), order.radius_m, order.around) if order.around else None
    plan = DrawPlan(order.seed.strip() or new_seed(), order.on or today(), order.quotas, around,
                    order.rest_days, order.rest_weight_percent)  # fmt: skip
    return plan, candidates


def _candidates(store: Store, order: DrawOrder) -> list[Candidate]:
    types = {item.id: item.name for item in records.find(store, PointType)}
    last = last_visits(store, until=order.on or today())
    only = set(order.only) | set(order.fixed)
    return [
        Candidate(p.id, p.name, types[p.point_type_id], p.lng, p.lat, last.get(p.id))
        for p in records.find(store, Point, order="sort, number")
        if not order.only or p.id in only
    ]


def draws_of(store: Store, round_id: str) -> tuple[Draw, ...]:
    """Return a round's draws, the latest last."""
    item = find_round(store, round_id)
    return records.find(store, Draw, round_id=item.id, order="made, id")


def record_of(kept: Draw) -> Mapping[str, Any]:
    """Return a draw's record."""
    return dict(json.loads(kept.record))


def repeats(kept: Draw) -> bool:
    """Draw again from the record and tell whether the same points come out."""
    record = record_of(kept)
    again = [(one.id, one.around) for one in repeat(record).drawn]
    return again == [(one["id"], one["around"]) for one in record["drawn"]]
