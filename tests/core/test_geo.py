"""Distances and the flat picture."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.geo import Projection, distance_m

LNG, LAT = st.floats(73.0, 136.0), st.floats(3.0, 54.0)


def test_a_degree_of_latitude_is_111_km() -> None:
    assert distance_m(113.0, 34.0, 113.0, 35.0) == pytest.approx(111_195, abs=1)


@given(LNG, LAT, LNG, LAT)
def test_the_way_back_is_as_long(a: float, b: float, c: float, d: float) -> None:
    assert distance_m(a, b, c, d) == pytest.approx(distance_m(c, d, a, b), abs=1e-6)
    assert distance_m(a, b, a, b) == 0


@given(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_the_flat_picture_keeps_distances_of_a_county(east: float, north: float) -> None:
    flat = Projection(113.0, 34.5).to_metres(113.0 + east, 34.5 + north)
    ground = distance_m(113.0, 34.5, 113.0 + east, 34.5 + north)
    assert math.hypot(*flat) == pytest.approx(ground, rel=2e-3, abs=1)
