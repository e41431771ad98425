"""The map without tiles: bounds, scales, and names that never touch."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.geo import distance_m
from desktop.core.sketch import (
    SIGNS,
    MapPoint,
    MapRing,
    MapRoute,
    MapState,
    SketchMap,
    View,
    centred,
    fit,
    grid_lines,
    ground_of,
    round_scale,
    route_style,
    scale_bar,
    sign_radius,
)
from desktop.core.sketch_layout import Layout, Lettering, lay_out

STATES = (MapState("好", "●", "good"), MapState("坏", "▲", "bad"))
LETTERING = Lettering(lambda text: 12.0 * len(text), 16, 7, 3)
DEGREES = st.tuples(st.floats(115.2, 115.4), st.floats(34.0, 34.2))


def sketch(*places: tuple[float, float], label: bool = True, **more: object) -> SketchMap:
    points = tuple(
        MapPoint(f"p{number}", f"点位{number}", lng, lat, "好", str(number) if label else "")
        for number, (lng, lat) in enumerate(places)
    )
    return SketchMap("图", points, STATES, **more)  # type: ignore[arg-type]


def layout_of(drawn: SketchMap, wide: float = 900, high: float = 600) -> Layout:
    ground = ground_of(drawn)
    assert ground
    view = fit(ground, wide, high, margin=30)
    return lay_out(drawn, ground, view, lettering=LETTERING, room=(0, 0, wide, high))


def test_a_map_says_what_is_wrong_with_it() -> None:
    with pytest.raises(ValueError, match="未知"):
        SketchMap("图", (MapPoint("a", "甲", 115, 34, "未知"),), STATES)
    with pytest.raises(ValueError, match="places"):
        SketchMap("图", (), STATES, routes=(MapRoute("一组", ()),))


def test_states_are_counted_in_the_legends_order() -> None:
    points = tuple(
        MapPoint(str(number), "点", 115, 34, state) for number, state in enumerate("坏坏好")
    )
    assert SketchMap("图", points, STATES[::-1]).counts() == ((STATES[1], 2), (STATES[0], 1))
    assert SketchMap("图", (), STATES).counts() == ((STATES[0], 0), (STATES[1], 0))


def test_nothing_has_no_ground_and_one_point_shows_its_surroundings() -> None:
    assert ground_of(sketch()) is None
    alone = ground_of(sketch((115.3, 34.1)))
    assert alone
    assert alone.east - alone.west == pytest.approx(400)


@given(st.lists(DEGREES, min_size=1, max_size=12), DEGREES, st.floats(100, 3000))
def test_everything_lies_within_the_margins(
    places: list[tuple[float, float]], middle: tuple[float, float], radius: float
) -> None:
    drawn = sketch(*places, rings=(MapRing(*middle, radius, "圈"),),
                   routes=(MapRoute("一组", tuple(places)),))  # fmt: skip
    layout = layout_of(drawn)
    edge = 30 - 1e-6
    for x, y in (*layout.signs, *(place for route in layout.routes for place in route)):
        assert edge <= x <= 900 - edge
        assert edge <= y <= 600 - edge
    x, y, radius = layout.rings[0]
    assert edge <= x - radius
    assert x + radius <= 900 - edge
    assert edge <= y - radius
    assert y + radius <= 600 - edge


def test_distances_on_the_map_are_those_over_ground() -> None:
    drawn = sketch((115.30, 34.10), (115.33, 34.12))
    ground = ground_of(drawn)
    assert ground
    view = View(0.1)
    (x1, y1), (x2, y2) = (
        view.to_page(*ground.projection.to_metres(p.lng, p.lat)) for p in drawn.points
    )
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 == pytest.approx(
        0.1 * distance_m(115.30, 34.10, 115.33, 34.12), rel=1e-3
    )
    assert (x2 > x1, y2 < y1) == (True, True)


@given(st.floats(0.01, 10), st.floats(-500, 500), st.floats(0.2, 5), st.floats(0, 900))
def test_what_is_under_the_cursor_stays_there(
    scale: float, x: float, factor: float, at: float
) -> None:
    view = View(scale, x, 7)
    east, north = (at - x) / scale, (7 - at) / scale
    assert view.zoomed(factor, at, at).to_page(east, north) == pytest.approx((at, at), abs=1e-6)
    assert view.moved(3, 4).to_page(0, 0) == (x + 3, 11)


def test_a_view_of_a_given_scale_is_centred() -> None:
    ground = ground_of(sketch((115.30, 34.10), (115.33, 34.12)))
    assert ground
    middle = ((ground.west + ground.east) / 2, (ground.south + ground.north) / 2)
    assert centred(ground, 200, 100, scale=0.05).to_page(*middle) == pytest.approx((100, 50))


@given(st.floats(1e-4, 200), st.floats(10, 400))
def test_a_scale_bar_is_round_and_fits(scale: float, longest: float) -> None:
    bar = scale_bar(scale, longest)
    assert str(bar.metres).rstrip("0") in {"1", "2", "5"}
    assert bar.length == pytest.approx(bar.metres * scale)
    assert bar.length <= longest * 1.001 or bar.metres == 1
    assert bar.length * 2.51 > longest or bar.metres == 1


@pytest.mark.parametrize(
    ("scale", "words"), [(0.1, "1 公里"), (0.12, "500 米"), (0.02, "5 公里"), (1.0, "100 米")]
)
def test_a_scale_bar_speaks_metres_or_kilometres(scale: float, words: str) -> None:
    assert scale_bar(scale, 100).words == words


@given(st.floats(1e-4, 5))
def test_a_round_scale_needs_no_more_room(mm_per_metre: float) -> None:
    number = round_scale(mm_per_metre)
    assert 1000 / number <= mm_per_metre * 1.0001 + 1e-9 or number < 1000
    assert 1000 / number > mm_per_metre * 0.74 or number < 1000


def test_grid_lines_keep_to_the_ground() -> None:
    assert grid_lines(0, 100, origin=30, step=40) == [30, 70]
    assert grid_lines(0, 100, origin=-130, step=40) == [30, 70]


def test_signs_shrink_in_a_crowd_but_not_away() -> None:
    ground = ground_of(sketch((115.2, 34.0), (115.4, 34.2)))
    assert ground
    few, many = (sketch(*((115.3, 34.1),) * count) for count in (4, 4000))
    assert sign_radius(few, ground, 0.03, largest=5) == 5
    assert sign_radius(many, ground, 0.001, largest=5) == 3
    assert 3 < sign_radius(many, ground, 0.07, largest=5) < 5


def overlaps(layout: Layout) -> list[tuple[str, str]]:
    labels = (*layout.labels, *layout.ring_labels)
    high = LETTERING.height
    return [
        (a.text, b.text)
        for a, b in combinations(labels, 2)
        if a.x < b.x + b.width - 1e-6
        and b.x < a.x + a.width - 1e-6
        and abs(a.y - b.y) < high - 1e-6
    ]


@given(st.lists(DEGREES, min_size=1, max_size=60), st.booleans())
def test_no_two_names_touch_and_none_covers_a_sign(
    places: list[tuple[float, float]], has_labels: bool
) -> None:
    ring = MapRing(*places[0], 1000, "1 公里")
    layout = layout_of(sketch(*places, label=has_labels, rings=(ring,)))
    assert overlaps(layout) == []
    for label in layout.labels:
        assert label.x >= 0
        assert label.x + label.width <= 900
        for x, y in layout.signs:
            is_beside = x <= label.x or x >= label.x + label.width
            assert is_beside or y <= label.y or y >= label.y + LETTERING.height


def test_where_a_name_has_no_room_its_number_remains() -> None:
    row = [(115.30 + number * 0.0006, 34.10) for number in range(24)]
    column = [(115.30 + number * 0.0006, 34.105) for number in range(24)]
    layout = layout_of(sketch(*row, *column))
    shorts = [label for label in layout.labels if label.short]
    assert shorts
    assert all(label.text == str(label.owner) for label in shorts)
    assert len(layout.labels) == 48
    bare = layout_of(sketch(*row, *column, label=False))
    assert not any(label.short for label in bare.labels)
    assert 0 < len(bare.labels) < 48


def test_routes_that_begin_together_show_both_numbers() -> None:
    places = ((115.30, 34.10), (115.32, 34.11))
    routes = tuple(MapRoute(f"{team}组", places) for team in range(6))
    layout = layout_of(sketch(*places, routes=routes))
    for (x1, y1), (x2, y2) in combinations(layout.starts, 2):
        assert max(abs(x1 - x2), abs(y1 - y2)) >= LETTERING.height - 1e-6


def test_routes_and_signs_differ_without_colour() -> None:
    assert len({route_style(number).dash for number in range(6)}) == 6
    assert route_style(6) == route_style(0)
    assert len(set(SIGNS.values())) == len(SIGNS)
