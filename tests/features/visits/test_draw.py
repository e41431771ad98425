"""Drawing points: fair, repeatable, and the same for ever."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import InputError, UserError
from desktop.core.geo import distance_m
from desktop.features.visits.draw import (
    ALGORITHM,
    Around,
    Candidate,
    DrawPlan,
    DrawResult,
    draw,
    draw_record,
    repeat,
)
from desktop.features.visits.random_numbers import NumberStream

DAY = date(2026, 9, 1)
TYPES = ("背街小巷", "小区", "学校")
VECTORS = json.loads((Path(__file__).parent / "draw_vectors.json").read_text(encoding="utf-8"))

counts = st.integers(0, 5)
places = st.none() | st.tuples(st.floats(113.0, 113.03), st.floats(34.0, 34.03))


@st.composite
def fields(draw_: st.DrawFn) -> list[Candidate]:
    made = []
    for number in range(draw_(st.integers(0, 25))):
        lng, lat = draw_(places) or (None, None)
        last = draw_(st.none() | st.integers(-3, 40).map(lambda days: DAY - timedelta(days)))
        made.append(
            Candidate(
                f"p{number:02d}", f"点{number}", draw_(st.sampled_from(TYPES)), lng, lat, last
            )
        )
    return made


@st.composite
def cases(draw_: st.DrawFn) -> tuple[list[Candidate], DrawPlan]:
    field = draw_(fields())
    fixed = tuple(each.id for each in field if each.type == "学校")[: draw_(st.integers(0, 4))]
    around = Around(
        fixed, draw_(st.floats(300, 2000)), (("背街小巷", draw_(counts)), ("小区", draw_(counts)))
    )
    plan = DrawPlan(
        draw_(st.sampled_from(["1", "2026-09-01 上午", "种子"])),
        DAY,
        tuple((kind, draw_(counts)) for kind in TYPES),
        draw_(st.sampled_from([around, None])),
        draw_(st.integers(0, 30)),
        draw_(st.sampled_from([0, 1, 30, 100])),
    )
    return field, plan


def alley(number: int, last_visit: date | None = None) -> Candidate:
    return Candidate(f"a{number}", f"{number}号巷", "背街小巷", None, None, last_visit)


def ids(result: DrawResult) -> list[str]:
    return [each.id for each in result.drawn]


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(
    case: tuple[list[Candidate], DrawPlan], shuffler: Any
) -> None:
    field, plan = case
    other = list(field)
    shuffler.shuffle(other)
    assert draw(other, plan) == draw(field, plan)


@given(cases())
def test_nothing_is_drawn_twice_nor_above_its_quota(
    case: tuple[list[Candidate], DrawPlan],
) -> None:
    field, plan = case
    result = draw(field, plan)
    kinds = {each.id: each.type for each in field}
    assert len(set(ids(result))) == len(result.drawn)
    by_group = Counter((each.around, kinds[each.id]) for each in result.drawn)
    for (fixed, kind), count in by_group.items():
        quotas = plan.around.quotas if fixed and plan.around else plan.quotas
        assert count <= dict(quotas)[kind]


@given(cases())
def test_a_quota_is_missed_only_where_the_group_ran_out(
    case: tuple[list[Candidate], DrawPlan],
) -> None:
    field, plan = case
    result = draw(field, plan)
    fixed = set(plan.around.fixed) if plan.around else set()
    for kind, quota in plan.quotas:
        there = sum(each.type == kind and each.id not in fixed for each in field)
        drawn = sum(
            not d.around and d.id in {c.id for c in field if c.type == kind} for d in result.drawn
        )
        assert drawn == min(quota, there)
        assert any(text.startswith(f"{kind}：") for text in result.short) == (there < quota)


@given(cases())
def test_around_means_within_the_radius_and_no_fixed_point(
    case: tuple[list[Candidate], DrawPlan],
) -> None:
    field, plan = case
    result = draw(field, plan)
    known = {each.id: each for each in field}
    for each in result.drawn:
        assert not plan.around or each.id not in plan.around.fixed
        if each.around:
            here, there = known[each.around], known[each.id]
            metres = distance_m(here.lng, here.lat, there.lng, there.lat)  # type: ignore[arg-type]
            assert plan.around is not None
            assert round(metres) <= plan.around.radius_m


@given(cases())
def test_who_has_no_place_is_named_and_left_out(case: tuple[list[Candidate], DrawPlan]) -> None:
    field, plan = case
    result = draw(field, plan)
    if plan.around is None:
        assert result.left_out == ()
        return
    drawn = set(ids(result))
    expected = {
        each.id
        for each in field
        if each.lng is None
        and each.id not in drawn
        and (each.id in plan.around.fixed or each.type in ("背街小巷", "小区"))
    }
    assert {point for point, _ in result.left_out} == expected
    assert not expected & {each.around for each in result.drawn}


@given(cases())
def test_a_record_repeats_the_draw(case: tuple[list[Candidate], DrawPlan]) -> None:
    field, plan = case
    result = draw(field, plan)
    record = json.loads(json.dumps(draw_record(field, plan, result)))
    assert repeat(record) == result
    assert [each["id"] for each in record["drawn"]] == ids(result)


@given(cases())
def test_rested_points_of_weight_0_come_last(case: tuple[list[Candidate], DrawPlan]) -> None:
    field, plan = case
    plan = replace(plan, rest_weight_percent=0)
    result = draw(field, plan)
    record = draw_record(field, plan, result)
    weights = {each["id"]: each["weight"] for each in record["candidates"]}
    kinds = {each.id: each.type for each in field}
    for kind in TYPES:
        row = [weights[d.id] for d in result.drawn if not d.around and kinds[d.id] == kind]
        assert row == sorted(row, reverse=True)
        if 0 in row:
            drawn = set(ids(result))
            free = {c.id for c in field if c.type == kind} - {
                *drawn,
                *(plan.around.fixed if plan.around else ()),
            }
            assert all(weights[each] == 0 for each in free)


def test_weights_are_kept_over_many_seeds() -> None:
    field = [*(alley(n, DAY - timedelta(3)) for n in range(3)), *(alley(n) for n in range(3, 6))]
    hits: Counter[str] = Counter()
    for number in range(3000):
        plan = DrawPlan(str(number), DAY, (("背街小巷", 1),), None, 7, 50)
        hits.update(ids(draw(field, plan)))
    for each in field:
        share = 3000 * (50 if each.last_visit else 100) / 450
        assert abs(hits[each.id] - share) < 5 * share**0.5


def test_equal_points_are_drawn_equally_often() -> None:
    hits: Counter[str] = Counter()
    for number in range(2000):
        plan = DrawPlan(f"种子{number}", DAY, (("背街小巷", 3),))
        hits.update(ids(draw([alley(n) for n in range(8)], plan)))
    assert all(abs(hits[f"a{n}"] - 750) < 5 * 750**0.5 for n in range(8))


@pytest.mark.parametrize(("days", "weight"), [(-1, 100), (0, 40), (1, 40), (7, 40), (8, 100)])
def test_a_rest_counts_from_the_day_of_the_draw_backwards(days: int, weight: int) -> None:
    field, plan = (
        [alley(1, DAY - timedelta(days))],
        DrawPlan("s", DAY, (("背街小巷", 1),), None, 7, 40),
    )
    assert draw_record(field, plan, draw(field, plan))["candidates"][0]["weight"] == weight


def test_no_rest_days_means_no_rest() -> None:
    field, plan = [alley(1, DAY)], DrawPlan("s", DAY, (("背街小巷", 1),), None, 0, 40)
    assert draw_record(field, plan, draw(field, plan))["candidates"][0]["weight"] == 100


def test_the_reasons_can_be_read_aloud() -> None:
    school = Candidate("s", "实验小学", "学校", 113.0, 34.0)
    near = Candidate("h", "幸福小区", "小区", 113.001, 34.0, DAY)
    lost = Candidate("l", "无名小区", "小区", None, None)
    blind = Candidate("b", "二小", "学校", None, 34.0)
    plan = DrawPlan("s", DAY, (("背街小巷", 2),), Around(("s", "b"), 800, (("小区", 2),)), 7, 50)
    result = draw([school, near, lost, blind, alley(1), alley(2), alley(3)], plan)
    assert [each.reason for each in result.drawn] == [
        "背街小巷：3 处抽 2 处",
        "背街小巷：3 处抽 2 处",
        "实验小学周边 800 米内小区：1 处抽 1 处（近期考察过，权重 50%）",
    ]
    assert result.drawn[2].around == "s"
    assert result.left_out == (("b", "固定点位没有经纬度，它的周边没有抽"), ("l", "没有经纬度"))
    assert result.short == ("实验小学周边 800 米内小区：要抽 2 处，只有 1 处",)
    assert result.algorithm == ALGORITHM


@pytest.mark.parametrize(
    ("north", "metres", "radius", "found"),
    [
        (0.0045, 500.38, 500, ["h"]),
        (0.0045, 500.38, 499.9, []),
        (0.004504, 500.82, 500, []),
        (0.004504, 500.82, 501, ["h"]),
    ],
)
def test_the_edge_of_the_radius_is_a_whole_metre(
    north: float, metres: float, radius: float, found: list[str]
) -> None:
    fixed = Candidate("f", "市场", "农贸市场", 113.0, 34.0)
    there = Candidate("h", "小区", "小区", 113.0, 34 + north)
    assert distance_m(113.0, 34.0, 113.0, 34 + north) == pytest.approx(metres, abs=0.01)
    plan = DrawPlan("s", DAY, (), Around(("f",), radius, (("小区", 1),)))
    assert ids(draw([fixed, there], plan)) == found


def test_a_shared_neighbour_is_drawn_for_one_fixed_point_only() -> None:
    field = [
        Candidate("f2", "二小", "学校", 113.0, 34.0),
        Candidate("f1", "一小", "学校", 113.001, 34.0),
        Candidate("h", "小区", "小区", 113.0005, 34.0),
    ]
    plan = DrawPlan("s", DAY, (), Around(("f2", "f1"), 500, (("小区", 1),)))
    result = draw(field, plan)
    assert [(each.id, each.around) for each in result.drawn] == [("h", "f1")]
    assert result.short == ("二小周边 500 米内小区：要抽 1 处，只有 0 处",)


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        (DrawPlan("", DAY), "种子"),
        (DrawPlan("1 ", DAY), "种子"),
        (DrawPlan("1\n2", DAY), "种子"),
        (DrawPlan("1", DAY, (("小区", -1),)), "小区"),
        (DrawPlan("1", DAY, (("小区", 1), ("小区", 2))), "小区"),
        (DrawPlan("1", DAY, (), None, -1), "天数"),
        (DrawPlan("1", DAY, (), None, 1, 101), "权重"),
        (DrawPlan("1", DAY, (), Around(("?",), 500, ())), "固定点位"),
        (DrawPlan("1", DAY, (), Around((), float("nan"), ())), "半径"),
        (DrawPlan("1", DAY, (), Around((), 0, ())), "半径"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(plan: DrawPlan, word: str) -> None:
    with pytest.raises(InputError, match=word):
        draw([alley(1)], plan)


def test_a_point_twice_in_the_list_is_refused() -> None:
    with pytest.raises(InputError, match="重复"):
        draw([alley(1), alley(1)], DrawPlan("1", DAY))


def test_a_record_of_an_unknown_algorithm_is_refused() -> None:
    plan = DrawPlan("1", DAY)
    record = draw_record([], plan, draw([], plan))
    with pytest.raises(UserError, match="yingjian-draw-9"):
        repeat(record | {"algorithm": "yingjian-draw-9"})


def test_a_record_does_not_need_today_s_way_to_measure() -> None:
    field = [
        Candidate("f", "一小", "学校", 113.0, 34.0),
        Candidate("h", "小区", "小区", 113.0005, 34.0),
    ]
    plan = DrawPlan("s", DAY, (), Around(("f",), 500, (("小区", 1),)))
    record = draw_record(field, plan, draw(field, plan))
    assert record["metres"] == {"f": {"h": 46}}
    moved = [each | {"lng": 120.0} for each in record["candidates"]]
    assert ids(repeat(record | {"candidates": moved})) == ["h"]


def test_a_stranger_can_compute_the_numbers() -> None:
    text = "yingjian-draw-1\n种子\n\n小区\n1"
    number = int(sha256(text.encode("utf-8")).hexdigest(), 16)
    assert NumberStream("yingjian-draw-1", "种子", "", "小区").below(1000) == number % 1000


def test_a_number_that_would_favour_some_is_passed_over() -> None:
    first, second = (int(sha256(text).hexdigest(), 16) for text in (b"c\n1", b"c\n2"))
    limit = 2**255 + 1
    assert first >= limit > second
    assert NumberStream("c").below(limit) == second


def as_case(vector: dict[str, Any]) -> tuple[list[Candidate], DrawPlan]:
    """Read a stored case; written out here, so that a change of the record cannot hide one."""
    field = [
        Candidate(*row[:5], last_visit=date.fromisoformat(row[5]) if row[5] else None)
        for row in vector["candidates"]
    ]
    around = vector["around"]
    plan = DrawPlan(
        vector["seed"],
        date.fromisoformat(vector["on"]),
        tuple(map(tuple, vector["quotas"])),
        around
        and Around(tuple(around["fixed"]), around["radius_m"], tuple(map(tuple, around["quotas"]))),
        vector["rest_days"],
        vector["rest_weight_percent"],
    )
    return field, plan


@pytest.mark.parametrize("vector", VECTORS["cases"], ids=lambda vector: vector["title"])
def test_stored_draws_never_change(vector: dict[str, Any]) -> None:
    field, plan = as_case(vector)
    result = draw(field, plan)
    assert [[each.id, each.around] for each in result.drawn] == vector["drawn"]
    assert [point for point, _ in result.left_out] == vector["left_out"]
    assert len(result.short) == vector["short"]
    assert result.algorithm == vector["algorithm"]


@pytest.mark.parametrize("record", VECTORS["records"], ids=lambda record: record["seed"])
def test_stored_records_can_always_be_repeated(record: dict[str, Any]) -> None:
    result = repeat(record)
    assert [[each.id, each.around] for each in result.drawn] == [
        [each["id"], each["around"]] for each in record["drawn"]
    ]
