"""Splitting stops among teams and finding a way to walk."""

from __future__ import annotations

import random
from itertools import combinations, pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.geo import distance_m
from desktop.features.visits.routes import (
    Stop,
    _distances,
    _nearest_neighbour,
    route_length_m,
    split,
    walking_order,
)

# Steps of about 100 m, so that stops fall together and distances tie.
steps = st.integers(0, 30)
places = st.none() | st.tuples(steps, steps)


@st.composite
def stop_lists(draw: st.DrawFn, *, most: int = 40) -> list[Stop]:
    made = []
    for number in range(draw(st.integers(0, most))):
        place = draw(places)
        lng, lat = (113 + place[0] / 1000, 34 + place[1] / 1000) if place else (None, None)
        made.append(Stop(f"s{number:02d}", lng, lat, draw(st.sampled_from([0.0, 1.0, 7.5, 30.0]))))
    return made


def town(count: int, seed: int = 1) -> list[Stop]:
    numbers = random.Random(seed)
    return [
        Stop(
            f"s{n:03d}",
            113 + numbers.random() / 20,
            34 + numbers.random() / 20,
            numbers.randint(5, 30),
        )
        for n in range(count)
    ]


def in_order(stops: list[Stop], order: tuple[str, ...]) -> list[Stop]:
    known = {stop.id: stop for stop in stops}
    return [known[each] for each in order]


@given(stop_lists(), st.integers(1, 12))
def test_every_stop_is_walked_once(stops: list[Stop], count: int) -> None:
    teams = [f"{n}组" for n in range(count)]
    routes = split(stops, teams)
    assert [route.team for route in routes] == teams
    assert sorted(each for route in routes for each in route.stops) == [s.id for s in stops]


@given(stop_lists(), st.integers(1, 12))
def test_no_team_is_overloaded(stops: list[Stop], count: int) -> None:
    routes = split(stops, [str(n) for n in range(count)])
    mean = sum(stop.work for stop in stops) / count
    heaviest = max((stop.work for stop in stops), default=0)
    assert max(route.work for route in routes) <= 1.25 * mean + heaviest + 1e-9


@given(stop_lists(), st.integers(1, 12))
def test_nobody_stays_at_home_while_there_are_stops_enough(stops: list[Stop], count: int) -> None:
    placed = [stop for stop in stops if stop.lng is not None]
    if len(placed) >= count:
        assert all(route.stops for route in split(placed, [str(n) for n in range(count)]))


@given(stop_lists(), st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_order_of_the_stops_does_not_matter(
    stops: list[Stop], count: int, shuffler: Any
) -> None:
    other = list(stops)
    shuffler.shuffle(other)
    teams = [str(n) for n in range(count)]
    assert split(other, teams) == split(stops, teams)
    assert walking_order(other) == walking_order(stops)


@given(stop_lists())
def test_a_route_tells_its_length_and_work(stops: list[Stop]) -> None:
    for route in split(stops, ["一组", "二组"]):
        walked = in_order(stops, route.stops)
        assert route.length_m == route_length_m(walked)
        assert route.work == pytest.approx(sum(stop.work for stop in walked))


@given(stop_lists())
def test_stops_without_a_place_come_last(stops: list[Stop]) -> None:
    walked = in_order(stops, walking_order(stops))
    is_lost = [stop.lng is None for stop in walked]
    assert is_lost == sorted(is_lost)


@given(stop_lists())
def test_the_way_is_not_longer_than_the_nearest_neighbour_s(stops: list[Stop]) -> None:
    placed = [stop for stop in stops if stop.lng is not None]
    start = [placed[index] for index in _nearest_neighbour(_distances(placed))]
    walked = in_order(stops, walking_order(stops))
    assert route_length_m(walked) <= route_length_m(start) + 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_a_way_does_not_cross_itself(seed: int) -> None:
    stops = town(80, seed)
    walked = in_order(stops, walking_order(stops))
    for (a, b), (c, d) in combinations(pairwise(walked), 2):
        assert not (_side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0)


def _side(a: Stop, b: Stop, c: Stop) -> float:
    assert a.lng is not None
    assert b.lng is not None
    assert c.lng is not None
    assert a.lat is not None
    assert b.lat is not None
    assert c.lat is not None
    return (b.lng - a.lng) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lng - a.lng)


def test_a_street_is_walked_from_end_to_end() -> None:
    street = [Stop(f"s{n}", 113 + n / 1000, 34.0) for n in (4, 0, 3, 1, 2)]
    assert walking_order(street) in (("s0", "s1", "s2", "s3", "s4"), ("s4", "s3", "s2", "s1", "s0"))
    assert route_length_m(in_order(street, walking_order(street))) == pytest.approx(
        distance_m(113, 34, 113.004, 34), abs=0.01
    )


@pytest.mark.parametrize("seed", range(10))
def test_a_short_way_is_near_the_shortest(seed: int) -> None:
    stops = town(7, seed)
    shortest = min(route_length_m(list(way)) for way in permutations(stops))
    assert route_length_m(in_order(stops, walking_order(stops))) <= 1.25 * shortest


@pytest.mark.parametrize("seed", range(5))
def test_villages_stay_together(seed: int) -> None:
    numbers = random.Random(seed)
    villages = [(113.0, 34.0), (113.002, 34.1), (113.2, 34.0), (113.203, 34.12)]
    stops = [
        Stop(f"{v}-{n}", lng + numbers.random() / 100, lat + numbers.random() / 100)
        for v, (lng, lat) in enumerate(villages)
        for n in range(12)
    ]
    for route in split(stops, ["一组", "二组", "三组", "四组"]):
        assert len({each[0] for each in route.stops}) == 1


def test_a_stop_on_the_cut_goes_where_it_evens_the_work() -> None:
    row = [Stop("a", 113.0, 34.0, 1), Stop("b", 113.04, 34.0, 3), Stop("c", 113.05, 34.0, 2)]
    assert sorted(route.work for route in split(row, ["一组", "二组"])) == [2, 4]


def test_stops_without_work_are_shared_by_number() -> None:
    stops = [Stop(stop.id, stop.lng, stop.lat, 0) for stop in town(12)]
    stops += [Stop(f"x{n}", None, None, 0) for n in range(4)]
    assert [len(route.stops) for route in split(stops, ["一", "二", "三", "四"])] == [4, 4, 4, 4]


def test_a_stop_without_a_place_goes_to_who_has_least() -> None:
    stops = [Stop("a", 113.0, 34.0, 9), Stop("b", 113.1, 34.0, 5), Stop("x", None, None, 3)]
    routes = split(stops, ["一组", "二组"])
    assert {route.stops: route.work for route in routes} == {("a",): 9, ("b", "x"): 8}


def test_half_a_place_is_no_place() -> None:
    stops = [Stop("a", 113.0, None), Stop("b", 113.0, 34.0)]
    assert walking_order(stops) == ("b", "a")
    assert route_length_m(stops) == 0


def test_nobody_to_walk_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one team"):
        split(town(3), [])


def test_more_stops_than_a_day_can_hold_are_still_ordered() -> None:
    stops = town(300)
    walked = in_order(stops, walking_order(stops))
    assert len({stop.id for stop in walked}) == 300
    assert route_length_m(walked) < route_length_m(stops) / 5
