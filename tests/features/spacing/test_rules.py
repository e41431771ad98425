"""Chainages are read as meant, and the gaps of a road add up to the road."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.features.spacing.rules import (
    FAILED,
    OPEN,
    PASSED,
    chainage_text,
    grid_step,
    labelled,
    measure,
    metres_text,
    read_metres,
    verdict,
)

LONGEST = 100_000
PLACES = st.integers(0, 5_000_000).map(lambda mm: mm / 1000)
WHOLE = st.integers(0, 3000).map(float)


@pytest.mark.parametrize(
    ("value", "metres", "is_remarked"),
    [
        (330, 330, False), (330.5, 330.5, False), ("330", 330, False), ("K0+330", 330, False),
        ("k1+020", 1020, False), ("K12+345.5", 12345.5, False), ("0+330", 330, True),
        ("328米", 328, True), ("３２８", 328, True), ("Ｋ０＋３３０", 330, True),
        ("0.33公里", 330, True), ("1.2 km", 1200, True), ("1.2千米", 1200, True), ("K2", 2000, True),
        ("1,020米", 1020, True), ("K0+40", 40, True), ("K0+1050", 1050, True), ("-20", -20, False),
        ("－20米", -20, True), (" 328 m ", 328, True), (0, 0, False),
    ],
)  # fmt: skip
def test_chainages_are_read_as_meant(value: object, metres: float, is_remarked: bool) -> None:
    reading = read_metres(value, "里程", LONGEST)
    assert reading.metres == metres
    assert bool(reading.remark) == is_remarked
    if is_remarked:
        assert f"按 {metres_text(metres)} 米读取" in reading.remark


@pytest.mark.parametrize(
    "value",
    [None, "", "　", "待定", "约330米", "K0+", "+330", "3 3 0 x", math.inf, math.nan, True, 1e9,
     "9999999", "K", "1,02", "330/340", "1e3"],
)  # fmt: skip
def test_what_is_no_chainage_is_said(value: object) -> None:
    reading = read_metres(value, "里程", LONGEST)
    assert reading.metres is None
    assert "里程" in reading.remark


@given(st.integers(0, 100_000_000))
def test_a_chainage_reads_back(millimetres: int) -> None:
    metres = millimetres / 1000
    assert read_metres(chainage_text(metres), "里程", LONGEST).metres == metres
    assert read_metres(f"{metres_text(metres)}米", "里程", LONGEST).metres == metres


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    reading = read_metres(text, "里程", LONGEST)
    assert reading.metres is None or abs(reading.metres) <= LONGEST


@given(st.lists(PLACES, max_size=12), PLACES.filter(bool), st.integers(50, 700))
def test_gaps_cover_the_road_from_start_to_end(
    places: list[float], length: float, limit: int
) -> None:
    measured = measure(places, length, limit)
    assert measured.gaps[0].start_m == 0
    assert measured.gaps[-1].end_m == length
    assert all(before.end_m == after.start_m for before, after in pairwise(measured.gaps))
    assert math.isclose(sum(gap.length_m for gap in measured.gaps), length, abs_tol=1e-6)
    assert all(gap.over == (gap.length_m > limit) for gap in measured.gaps)
    assert set(measured.outside) == {place for place in places if place > length}
    assert measured == measure(sorted(places, reverse=True), length, limit)


@given(st.lists(PLACES, max_size=8), PLACES.filter(bool), st.integers(50, 700))
def test_adding_where_it_says_is_enough_and_not_one_too_many(
    places: list[float], length: float, limit: int
) -> None:
    measured = measure(places, length, limit)
    added = [place for gap in measured.gaps for place in gap.add_at]
    assert not any(gap.over for gap in measure([*places, *added], length, limit).gaps)
    for gap in measured.gaps:
        millimetres = round(gap.length_m * 1000)
        assert len(gap.add_at) == max(0, math.ceil(millimetres / (limit * 1000)) - 1)


@given(st.lists(WHOLE, max_size=8), WHOLE.filter(bool), st.integers(50, 700))
def test_places_to_add_are_whole_metres_on_a_whole_road(
    places: list[float], length: float, limit: int
) -> None:
    measured = measure(places, length, limit)
    assert all(at == int(at) for gap in measured.gaps for at in gap.add_at)


def test_a_gap_of_exactly_the_limit_is_within_it() -> None:
    assert [gap.over for gap in measure([300, 600], 900, 300).gaps] == [False] * 3
    (gap,) = measure([], 900, 300).gaps
    assert (gap.over, gap.add_at) == (True, (300, 600))
    assert [g.over for g in measure([300.001], 600, 300).gaps] == [True, False]


def test_doubled_and_outside_marks_are_named_and_not_counted() -> None:
    measured = measure([-5, 100, 100, 250, 301], 300, 100)
    assert measured.doubled == (100,)
    assert measured.outside == (-5, 301)
    assert [gap.length_m for gap in measured.gaps] == [100, 150, 50]


def test_without_a_length_the_last_gap_is_not_guessed() -> None:
    measured = measure([100, 180], None, 100)
    assert [(gap.start_m, gap.end_m) for gap in measured.gaps] == [(0, 100), (100, 180)]
    state, why = verdict(measured, has_marks=True, length_m=None, limit_m=100)
    assert (state, "长度未知" in why) == (OPEN, True)
    over = measure([120], None, 100)
    assert verdict(over, has_marks=True, length_m=None, limit_m=100)[0] == FAILED
    assert measure([], None, 100).gaps == ()


def test_verdicts() -> None:
    good = measure([50], 100, 60)
    assert verdict(good, has_marks=True, length_m=100, limit_m=60) == (PASSED, "")
    assert verdict(good, has_marks=False, length_m=100, limit_m=60)[0] == OPEN
    assert verdict(measure([50], 100, None), has_marks=True, length_m=100, limit_m=None)[0] == OPEN


@given(st.lists(PLACES, max_size=20).map(sorted), st.integers(1, 500))
def test_labels_keep_their_distance(places: list[float], least: int) -> None:
    shown = labelled(places, least)
    assert set(shown) <= set(places)
    assert all(after - before >= least for before, after in pairwise(shown))


@given(st.integers(1, 100_000), st.integers(2, 20))
def test_the_grid_has_few_round_steps(length: int, most: int) -> None:
    step = grid_step(length, most)
    assert length / step <= most * 1.001
    assert str(int(step * 1e6)).rstrip("0") in ("1", "2", "5")


@pytest.mark.parametrize("value", [1.797e305, -1.797e308, float("inf"), float("nan"), 10**400])
def test_a_number_beyond_all_roads_is_told(value: float) -> None:
    assert read_metres(value, "里程", LONGEST).metres is None
