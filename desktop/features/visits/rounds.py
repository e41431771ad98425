"""Rounds: making, copying and changing them, and which points they visit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.frameworks import Edition
from db.tables.points import Point
from db.tables.visits import (
    ROUNDS,
    VISITS,
    Answer,
    Draw,
    Round,
    RoundRow,
    Scan,
    Visit,
    VisitRow,
    last_failed_items,
    last_visits,
    next_round_number,
    open_finding_items,
    points_with_open_findings,
)
from desktop.core.changes import Changes, Kind
from desktop.core.clock import today
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import limit, resource
from desktop.core.text import tidy
from desktop.features.settings import current_edition
from desktop.features.visits.sheet_numbers import sheet_number

CHANGED: Changes = frozenset({Kind.VISIT})
_KEPT = "轮次没有改动。"
_TAKEN_OUT = "它的检查表已从轮次移出"


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a round is told: texts as typed; dates as ISO text or blank."""

    name: str
    kind: str
    starts: str = ""
    ends: str = ""
    teams: tuple[str, ...] = ()
    edition: str = ""
    remark: str = ""


def round_kinds() -> tuple[str, ...]:
    """Return the kinds of rounds."""
    return tuple(resource("rounds.json")["kinds"])


def round_states() -> dict[str, str]:
    """Return the states of rounds, code → words."""
    return dict(resource("rounds.json")["states"])


def looks_back(item: Round | RoundRow) -> bool:
    """Tell whether a round only goes back to what failed before."""
    return item.kind in resource("rounds.json")["look_back"]


def round_rows(store: Store) -> SqlRows[RoundRow]:
    """Return the list of rounds."""
    return SqlRows(store, ROUNDS)


def visit_rows(store: Store, round_id: str) -> SqlRows[VisitRow]:
    """Return a round's points."""
    return SqlRows(store, VISITS, given={"round": round_id})


def find_round(store: Store, wanted: str) -> Round:
    """Return a round by id, number or name; raise UserError where there is none."""
    rounds = records.find(store, Round, order="number")
    for item in reversed(rounds):
        if wanted in (item.id, str(item.number), item.name):
            return item
    names = "、".join(f"{item.number} {item.name}" for item in rounds) or "还没有轮次"
    raise UserError(f"没有“{wanted}”这个轮次(有：{names})。", "没有改动。")


def teams_of(item: Round) -> tuple[str, ...]:
    """Return a round's teams in order."""
    return tuple(json.loads(item.detail or "{}").get("teams", ()))


def save_round(store: Store, round_id: str | None, plan: RoundPlan) -> tuple[Round, Changes]:
    """Make a round (no id) or change one; raise InputError naming each wrong field."""
    former = records.get(store, Round, round_id) if round_id else None
    edition = _edition(store, plan.edition, former)
    problems, starts, ends = _check(store, plan, former, edition)
    if problems or edition is None:
        raise InputError("轮次没有保存。", problems, _KEPT)
    detail = json.dumps({"teams": list(plan.teams)}, ensure_ascii=False)
    with store.write(
        f"{'修改' if former else '新建'}轮次“{tidy(plan.name)}”", right="visits.rounds"
    ):
        number = former.number if former else next_round_number(store)
        state = former.state if former else "planned"
        item = Round(former.id if former else new_id(), edition.id, tidy(plan.name), plan.kind,
                     starts, ends, state, detail, tidy(plan.remark), number, number)  # fmt: skip
        if former is None:
            records.insert(store, [item])
        elif item != former:
            records.update(store, [item])
    return item, CHANGED


def _edition(store: Store, name: str, former: Round | None) -> Edition | None:
    if name:
        found = records.find(store, Edition, name=name)
        return found[0] if found else None
    if former is not None:
        return records.get(store, Edition, former.edition_id)
    return current_edition(store)


def _check(
    store: Store, plan: RoundPlan, former: Round | None, edition: Edition | None
) -> tuple[list[Problem], date | None, date | None]:
    problems = []
    name = tidy(plan.name)
    if not name:
        problems.append(Problem("名称", "不能空"))
    twins = [item for item in records.find(store, Round, name=name) if item != former]
    if twins:
        problems.append(Problem("名称", f"已有“{name}”这个轮次"))
    if plan.kind not in round_kinds():
        problems.append(Problem("类别", f"没有“{plan.kind}”这种轮次"))
    if edition is None:
        words = (
            f"没有“{plan.edition}”这一版" if plan.edition else "还没有测评体系，请先导入检查标准"
        )
        problems.append(Problem("测评体系版本", words))
    elif former and former.edition_id != edition.id and _has_answers(store, former.id):
        problems.append(Problem("测评体系版本", "已经录入结果，不能换版本"))
    starts, ends = _day(plan.starts, "开始日期", problems), _day(plan.ends, "结束日期", problems)
    if starts and ends and ends < starts:
        problems.append(Problem("结束日期", "早于开始日期"))
    return problems, starts, ends


def _day(text: str, label: str, problems: list[Problem]) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.append(Problem(label, f"“{text}”不是日期，请写成 2026-08-31"))
        return None


def set_round_state(store: Store, round_id: str, state: str) -> tuple[Round, Changes]:
    """Begin or close a round, or open it again."""
    item = find_round(store, round_id)
    with store.write(f"轮次“{item.name}”：{round_states()[state]}", right="visits.rounds"):
        records.update(store, [records.changed(item, state=state)])
    return records.changed(item, state=state), CHANGED


def copy_round(store: Store, round_id: str, plan: RoundPlan) -> tuple[Round, Changes]:
    """Make a round with the points, teams and routes of a former one, without its results."""
    former = find_round(store, round_id)
    with store.write(f"按“{former.name}”新建轮次“{tidy(plan.name)}”", right="visits.rounds"):
        teams = plan.teams or teams_of(former)
        made, _ = save_round(store, None, replace(plan, teams=teams))
        visits = records.find(store, Visit, round_id=former.id, order="team, route_sort")
        numbers = _numbers(store, [visit.point_id for visit in visits])
        asked = _failed_before(store) if looks_back(made) else {}
        copies = [
            _visit(made, visit.point_id, numbers[visit.point_id], visit.team, visit.route_sort)
            for visit in visits
        ]
        records.insert(store, [_asking(visit, asked.get(visit.point_id, ())) for visit in copies])
    return made, CHANGED


def delete_round(store: Store, round_id: str) -> tuple[None, Changes]:
    """Delete a round nobody has entered results for; raise UserError where somebody has."""
    item = find_round(store, round_id)
    if _has_answers(store, item.id):
        raise UserError(f"轮次“{item.name}”已有录入的结果，不能删除。", _KEPT)
    with store.write(f"删除轮次“{item.name}”", right="visits.rounds"):
        visits = [visit.id for visit in records.find(store, Visit, round_id=item.id)]
        scans = [scan for scan in records.find(store, Scan, visit_id=visits)] if visits else []
        records.update(
            store, [records.changed(scan, visit_id=None, reason=_TAKEN_OUT) for scan in scans]
        )
        records.delete(store, Visit, visits)
        draws = records.find(store, Draw, round_id=item.id)
        records.delete(store, Draw, [draw.id for draw in draws])
        records.delete(store, Round, [item.id])
    return None, CHANGED


def _has_answers(store: Store, round_id: str) -> bool:
    visits = [visit.id for visit in records.find(store, Visit, round_id=round_id)]
    return bool(visits and records.find(store, Answer, visit_id=visits))


def add_points(store: Store, round_id: str, point_ids: Iterable[str]) -> tuple[int, Changes]:
    """Let a round visit more points; those it visits already are passed over."""
    item = find_round(store, round_id)
    there = {visit.point_id for visit in records.find(store, Visit, round_id=item.id)}
    fresh = [point_id for point_id in dict.fromkeys(point_ids) if point_id not in there]
    if len(there) + len(fresh) > limit("round_points"):
        raise UserError(f"一个轮次最多 {limit('round_points')} 个点位。", _KEPT)
    numbers = _numbers(store, fresh)
    asked = _failed_before(store) if looks_back(item) else {}
    with store.write(f"轮次“{item.name}”加入 {len(fresh)} 个点位", right="visits.rounds"):
        made = [
            _visit(item, point_id, numbers[point_id], "", len(there) + sort)
            for sort, point_id in enumerate(fresh, 1)
        ]
        records.insert(store, [_asking(visit, asked.get(visit.point_id, ())) for visit in made])
    return len(fresh), CHANGED


def _failed_before(store: Store) -> dict[str, set[str]]:
    """Return what to look at again, by point: items with an open finding, and what failed last."""
    again = open_finding_items(store)
    for point_id, items in last_failed_items(store).items():
        again.setdefault(point_id, set()).update(items)
    return again


def _asking(visit: Visit, items: Iterable[str]) -> Visit:
    detail = json.dumps({"items": sorted(items)}) if items else "{}"
    return records.changed(visit, detail=detail)


def items_of(visit: Visit) -> frozenset[str]:
    """Return the check items a visit is about; empty means every item of its type."""
    return frozenset(json.loads(visit.detail or "{}").get("items", ()))


def _numbers(store: Store, point_ids: Sequence[str]) -> dict[str, int]:
    if not point_ids:
        return {}
    return {point.id: point.number for point in records.find(store, Point, id=list(point_ids))}


def _visit(item: Round, point_id: str, number: int, team: str, sort: int) -> Visit:
    text = sheet_number(number, item.number)
    return Visit(new_id(), item.id, point_id, team, sort, text, None, "planned", "{}", "")


def remove_visits(store: Store, visit_ids: Iterable[str]) -> tuple[int, Changes]:
    """Take points out of a round; raise UserError where one has results."""
    ids = list(visit_ids)
    if ids and records.find(store, Answer, visit_id=ids):
        raise UserError("有的点位已经录入结果，不能移出。", "没有移出任何点位。")
    with store.write(f"移出 {len(ids)} 个点位", right="visits.rounds"):
        scans = records.find(store, Scan, visit_id=ids) if ids else ()
        records.update(
            store, [records.changed(scan, visit_id=None, reason=_TAKEN_OUT) for scan in scans]
        )
        records.delete(store, Visit, ids)
    return len(ids), CHANGED


def not_visited(store: Store, days: int, *, on: date | None = None) -> tuple[str, ...]:
    """Return the points nobody has visited in the last `days` days, in the list's order."""
    day = on or today()
    last = last_visits(store, until=day)
    edge = day - timedelta(days=days)
    points = records.find(store, Point, order="sort, number")
    return tuple(point.id for point in points if last.get(point.id, date.min) < edge)


def with_open_findings(store: Store) -> tuple[str, ...]:
    """Return the points that have a finding still open."""
    return points_with_open_findings(store)


def asked_items(store: Store, round_id: str) -> dict[str, frozenset[str]]:
    """Return the check items each visit of a round is about, by visit id; empty means all."""
    return {v.id: items_of(v) for v in records.find(store, Visit, round_id=round_id)}


def round_names(store: Store) -> dict[str, str]:
    """Return the names of rounds by id."""
    return {item.id: item.name for item in records.find(store, Round)}
