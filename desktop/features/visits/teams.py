"""Who walks where: splitting a round among teams, and changing it by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap

from db import Store, records
from db.tables.visits import Round, Visit, VisitRow
from desktop.core.changes import Changes
from desktop.core.errors import UserError
from desktop.core.geo import distance_m
from desktop.features.visits.rounds import CHANGED, find_round, teams_of, visit_rows
from desktop.features.visits.routes import Route, Stop, split


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team's points in walking order.

    `ways` are the metres from each point to the next, None where one has no coordinates.
    """

    team: str
    visits: tuple[VisitRow, ...]
    ways: tuple[float | None, ...]

    @property
    def length_m(self) -> float:
        """Return the way over all points that have coordinates."""
        return sum(way for way in self.ways if way is not None)

    @property
    def unplaced(self) -> int:
        """Return how many points have no coordinates."""
        return sum(row.lng is None or row.lat is None for row in self.visits)


def split_teams(
    store: Store, round_id: str, teams: Sequence[str] | int
) -> tuple[tuple[Route, ...], Changes]:
    """Deal a round's points to teams by nearness and equal work, in walking order.

    `teams` are names, or how many. Raises UserError where there is nothing to deal.
    """
    item = find_round(store, round_id)
    names = _names(item, teams)
    rows = visit_rows(store, item.id).all()
    if not rows or not names:
        raise UserError("还没有点位或组别可分。", "没有改动。请先选点位、填组别。")
    routes = split([_stop(row) for row in rows], names)
    with store.write(f"轮次“{item.name}”分成 {len(names)} 组", right="visits.rounds"):
        _place(store, item.id, {
            visit_id: (route.team, sort)
            for route in routes for sort, visit_id in enumerate(route.stops, 1)
        })  # fmt: skip
        _keep_teams(store, item, names)
    return routes, CHANGED


def _names(item: Round, teams: Sequence[str] | int) -> tuple[str, ...]:
    if not isinstance(teams, int):
        return tuple(dict.fromkeys(name.strip() for name in teams if name.strip()))
    known = teams_of(item)
    return (*known[:teams], *(f"第{n}组" for n in range(len(known) + 1, teams + 1)))


def _keep_teams(store: Store, item: Round, names: Sequence[str]) -> None:
    detail = json.dumps({**json.loads(item.detail or "{}"), "teams": list(names)},
                        ensure_ascii=False)  # fmt: skip
    if detail != item.detail:
        records.update(store, [records.changed(item, detail=detail)])


def _stop(row: VisitRow) -> Stop:
    # A point's work: the walk to it and every item to look at.
    return Stop(row.id, row.lng, row.lat, 10.0 + row.items)


def _place(store: Store, round_id: str, places: Mapping[str, tuple[str, int]]) -> None:
    moved = []
    for visit in records.find(store, Visit, round_id=round_id):
        team, sort = places.get(visit.id, (visit.team, visit.route_sort))
        if (visit.team, visit.route_sort) != (team, sort):
            moved.append(records.changed(visit, team=team, route_sort=sort))
    records.update(store, moved)


def move_visits(
    store: Store, visit_ids: Sequence[str], team: str, before: str | None = None
) -> tuple[None, Changes]:
    """Put visits into a team, before another visit of it or at its end."""
    first = records.get(store, Visit, visit_ids[0]) if visit_ids else None
    if first is None:
        return None, CHANGED
    moving = set(visit_ids)
    stay = [
        visit.id
        for visit in records.find(store, Visit, round_id=first.round_id, team=team,
                                  order="route_sort, sheet_no")
        if visit.id not in moving
    ]  # fmt: skip
    place = stay.index(before) if before in stay else len(stay)
    order = [*stay[:place], *visit_ids, *stay[place:]]
    with store.write(f"{len(moving)} 个点位调到{team or '未分组'}", right="visits.rounds"):
        _place(store, first.round_id, {
            visit_id: (team, sort) for sort, visit_id in enumerate(order, 1)
        })  # fmt: skip
        item = find_round(store, first.round_id)
        if team and team not in teams_of(item):
            _keep_teams(store, item, (*teams_of(item), team))
    return None, CHANGED


def team_plans(store: Store, round_id: str) -> tuple[TeamPlan, ...]:
    """Return each team's points in walking order, teams as the round lists them."""
    item = find_round(store, round_id)
    rows = visit_rows(store, item.id).all()
    names = dict.fromkeys((*teams_of(item), *(row.team for row in rows)))
    plans = []
    for name in names:
        mine = tuple(sorted((row for row in rows if row.team == name),
                            key=lambda row: (row.route_sort, row.sheet_no)))  # fmt: skip
        if mine:
            plans.append(TeamPlan(name, mine, tuple(starmap(_way, pairwise(mine)))))
    return tuple(plans)


def _way(one: VisitRow, two: VisitRow) -> float | None:
    if one.lng is None or one.lat is None or two.lng is None or two.lat is None:
        return None
    return distance_m(one.lng, one.lat, two.lng, two.lat)
