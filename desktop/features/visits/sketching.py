"""A round on the sketch map: points by what is known of them, routes, the ring of a draw."""

from __future__ import annotations

from db import Store
from db.tables.visits import VisitRow
from desktop.core.sketch import MapPoint, MapRing, MapRoute, MapState, SketchMap
from desktop.features.visits.drawing import draws_of, record_of
from desktop.features.visits.rounds import find_round, visit_rows
from desktop.features.visits.teams import team_plans

_STATES = (
    MapState("未录", "○", "muted"), MapState("录入中", "◐", "busy"),
    MapState("全部符合", "●", "good"), MapState("有不符合", "▲", "bad"),
)  # fmt: skip


def round_map(store: Store, round_id: str) -> tuple[SketchMap, tuple[str, ...]]:
    """Return a round's map, and the names of its points without coordinates."""
    item = find_round(store, round_id)
    rows = visit_rows(store, item.id).all()
    placed = [row for row in rows if row.lng is not None and row.lat is not None]
    points = tuple(
        MapPoint(row.id, row.point, float(row.lng or 0), float(row.lat or 0), _state(row),
                 str(row.number)) for row in placed
    )  # fmt: skip
    routes = []
    for plan in team_plans(store, item.id):
        places = tuple(
            (v.lng, v.lat) for v in plan.visits if v.lng is not None and v.lat is not None
        )
        if plan.team and places:
            routes.append(MapRoute(plan.team, places))
    sketch = SketchMap(item.name, points, _STATES, _rings(store, item.id), tuple(routes))
    return sketch, tuple(row.point for row in rows if row.lng is None or row.lat is None)


def _state(row: VisitRow) -> str:
    if row.failed:
        return "有不符合"
    if row.state == "done":
        return "全部符合"
    return "录入中" if row.answered else "未录"


def _rings(store: Store, round_id: str) -> tuple[MapRing, ...]:
    """Return the circles of the latest draw around fixed points."""
    kept = draws_of(store, round_id)
    around = record_of(kept[-1])["around"] if kept else None
    if not around:
        return ()
    places = {one["id"]: one for one in record_of(kept[-1])["candidates"]}
    return tuple(
        MapRing(places[row_id]["lng"], places[row_id]["lat"], around["radius_m"],
                f"{places[row_id]['name']} {around['radius_m']:g} 米")
        for row_id in around["fixed"]
        if row_id in places and places[row_id]["lng"] is not None
        and places[row_id]["lat"] is not None
    )  # fmt: skip
