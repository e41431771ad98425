"""分组与路线: stops split among teams by nearness and equal work, and an order to walk. Pure.

The county is cut in two, and each part again, until there is one part per team. A cut is a straight
line that leaves each side its share of the work; of several directions the one is taken that keeps
the parts most compact. A side misses its share by the work of half a stop at most, so that teams
differ by about one stop. Stops without coordinates go, the heaviest first, to the team that has
least to do. The result does not depend on the order of the stops.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from desktop.core.geo import Projection, distance_m

_DIRECTIONS = 8
# Metres; a smaller gain is rounding.
_LEAST_GAIN = 1e-6
# Stops; legs further apart than this along a way are not tried together, for the sake of time.
_WINDOW = 250


@dataclass(frozen=True, slots=True)
class Stop:
    """A point on a route; `work` (0 or more) in any unit that all stops share: rows, minutes."""

    id: str
    lng: float | None
    lat: float | None
    work: float = 1.0


@dataclass(frozen=True, slots=True)
class Route:
    """What one team walks: ids in walking order, those without coordinates last."""

    team: str
    stops: tuple[str, ...]
    length_m: float
    work: float


class _Spot(NamedTuple):
    """A stop on the flat picture, in metres."""

    east: float
    north: float
    stop: Stop
    load: float


def split(stops: Sequence[Stop], teams: Sequence[str]) -> tuple[Route, ...]:
    """Return one route for each team, in the order of the teams; ValueError without a team."""
    if not teams:
        raise ValueError("stops are split among at least one team")
    parts = [[spot.stop for spot in part] for part in _cut(_spots(stops), len(teams))]
    for stop in sorted((s for s in stops if not _has_place(s)), key=lambda s: (-s.work, s.id)):
        min(parts, key=lambda part: (_work(part), len(part))).append(stop)
    return tuple(_route(team, part) for team, part in zip(teams, parts, strict=True))


def walking_order(stops: Sequence[Stop]) -> tuple[str, ...]:
    """Return the ids in an order of short way; stops without coordinates come last, by id.

    Nearest neighbour from an outer stop, then 2-opt until nothing gets shorter: up to 250 stops no
    two legs cross. The way begins and ends anywhere.
    """
    by_id = sorted(stops, key=lambda stop: stop.id)
    placed = [stop for stop in by_id if _has_place(stop)]
    metres = _distances(placed)
    order = _shorten(_nearest_neighbour(metres), metres)
    return (
        *(placed[index].id for index in order),
        *(stop.id for stop in by_id if not _has_place(stop)),
    )


def route_length_m(stops: Sequence[Stop]) -> float:
    """Return the great-circle length from stop to stop, without those that have no coordinates."""
    placed = [stop for stop in stops if _has_place(stop)]
    return math.fsum(_metres(one, other) for one, other in pairwise(placed))


def _route(team: str, stops: Sequence[Stop]) -> Route:
    by_id = {stop.id: stop for stop in stops}
    order = walking_order(stops)
    return Route(team, order, route_length_m([by_id[each] for each in order]), _work(stops))


def _work(stops: Sequence[Stop]) -> float:
    return math.fsum(stop.work for stop in stops)


def _has_place(stop: Stop) -> bool:
    return stop.lng is not None and stop.lat is not None


def _metres(one: Stop, other: Stop) -> float:
    assert one.lng is not None
    assert one.lat is not None
    assert other.lng is not None
    assert other.lat is not None
    return distance_m(one.lng, one.lat, other.lng, other.lat)


def _spots(stops: Sequence[Stop]) -> list[_Spot]:
    """Lay the stops with coordinates flat, by id; without any work each counts alike."""
    placed = [
        (stop.lng, stop.lat, stop)
        for stop in sorted(stops, key=lambda stop: stop.id)
        if stop.lng is not None and stop.lat is not None
    ]
    if not placed:
        return []
    flat = Projection(
        math.fsum(lng for lng, _, _ in placed) / len(placed),
        math.fsum(lat for _, lat, _ in placed) / len(placed),
    )
    is_idle = not any(stop.work for _, _, stop in placed)
    return [
        _Spot(*flat.to_metres(lng, lat), stop, 1.0 if is_idle else stop.work)
        for lng, lat, stop in placed
    ]


def _cut(spots: list[_Spot], parts: int) -> list[list[_Spot]]:
    """Cut into compact parts of equal load."""
    if parts == 1:
        return [spots]
    cuts = [_cut_across(spots, parts, math.pi * step / _DIRECTIONS) for step in range(_DIRECTIONS)]
    left, right = min(cuts, key=lambda cut: _spread(cut[0]) + _spread(cut[1]))
    return _cut(left, parts // 2) + _cut(right, parts - parts // 2)


def _cut_across(
    spots: list[_Spot], parts: int, direction: float
) -> tuple[list[_Spot], list[_Spot]]:
    """Cut at right angles to a direction so that the left side has its share of the load.

    While there are stops enough, no part goes without.
    """
    east, north = math.cos(direction), math.sin(direction)
    row = sorted(spots, key=lambda spot: (spot.east * east + spot.north * north, spot.stop.id))
    share = math.fsum(spot.load for spot in row) * (parts // 2) / parts
    count, load = 0, 0.0
    while count < len(row) and load + row[count].load / 2 <= share:
        load += row[count].load
        count += 1
    fewest, most = parts // 2, len(row) - (parts - parts // 2)
    if fewest <= most:
        count = min(max(count, fewest), most)
    return row[:count], row[count:]


def _spread(spots: Sequence[_Spot]) -> float:
    """Return the sum of squared distances to the middle."""
    if not spots:
        return 0.0
    east = math.fsum(spot.east for spot in spots) / len(spots)
    north = math.fsum(spot.north for spot in spots) / len(spots)
    return math.fsum((spot.east - east) ** 2 + (spot.north - north) ** 2 for spot in spots)


def _distances(placed: Sequence[Stop]) -> list[list[float]]:
    """Return the distances between all stops, and 0 to a last, made-up one: the open end."""
    rows = [[0.0] * (len(placed) + 1) for _ in range(len(placed) + 1)]
    for i, one in enumerate(placed):
        for j in range(i):
            rows[i][j] = rows[j][i] = _metres(one, placed[j])
    return rows


def _nearest_neighbour(metres: Sequence[Sequence[float]]) -> list[int]:
    """Go to the nearest stop each time, beginning with the one furthest from all others."""
    left = set(range(len(metres) - 1))
    if not left:
        return []
    order = [max(sorted(left), key=lambda index: math.fsum(metres[index]))]
    left.discard(order[0])
    while left:
        row = metres[order[-1]]
        order.append(min(left, key=lambda index: (row[index], index)))
        left.discard(order[-1])
    return order


def _shorten(order: Sequence[int], metres: Sequence[Sequence[float]]) -> list[int]:
    """Turn pieces of the way round as long as that makes it shorter (2-opt)."""
    end = len(metres) - 1
    path = [end, *order, end]
    is_shorter = True
    while is_shorter:
        is_shorter = False
        for start in range(1, len(path) - 2):
            is_shorter |= _turn_from(start, path, metres)
    return path[1:-1]


def _turn_from(start: int, path: list[int], metres: Sequence[Sequence[float]]) -> bool:
    """Turn round every piece beginning at `start` that gets shorter by it; tell if any did."""
    before = metres[path[start - 1]]
    is_shorter = False
    first = path[start]
    for stop in range(start + 1, min(len(path) - 1, start + _WINDOW)):
        last, after = path[stop], path[stop + 1]
        gain = before[first] + metres[last][after] - before[last] - metres[first][after]
        if gain > _LEAST_GAIN:
            path[start : stop + 1] = path[stop : start - 1 : -1]
            first, is_shorter = path[start], True
    return is_shorter
