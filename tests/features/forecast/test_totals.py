"""Totals of every kind of system in worked numbers, and what holds for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.features.forecast.scheme import Group, Scheme, scheme_from_json, scheme_to_json
from desktop.features.forecast.totals import (
    less_penalties,
    measure,
    over_years,
    span_of,
    with_second_systems,
)
from desktop.features.forecast.types import TYPED, UNKNOWN, Event, Item, Span
from desktop.features.scoring import Given, Outcome, Rule, judge, rounded

D = Decimal
HALF = D("0.5")
METHODS = ("材料审核", "实地考察", "问卷调查")


def item(
    code: str, full: str, got: str | None, *, method: str = "材料审核", role: str = "",
    counts: bool = True, likely: str = "",
) -> Item:  # fmt: skip
    """An item that got so many points; None = nobody knows."""
    mark = D(full)
    low, high = (D(0), mark) if got is None else (D(got), D(got))
    verdict = None if got is None else "pass" if D(got) >= mark else "fail"
    outcome = Outcome(low, high, mark, counts, verdict if counts else "na", role=role)
    middle = D(likely) if likely else (low + high) / 2
    return Item(f"{code}{method}", code, code, method, code[:3], outcome, middle,
                UNKNOWN if got is None else TYPED)  # fmt: skip


def exact(points: str, full: str = "100") -> Span:
    return Span(D(points), D(points), D(points), D(full))


def test_three_methods_40_40_20() -> None:
    scheme = Scheme(methods=tuple(zip(METHODS, (D(40), D(40), D(20)), strict=True)))
    items = [
        item("Ⅱ-1", "6", "6"), item("Ⅱ-2", "4", "1"),
        item("Ⅱ-3", "10", "8", method="实地考察"),
        item("Ⅱ-4", "5", None, method="问卷调查", likely="4"),
    ]  # fmt: skip
    made = measure(items, scheme, unknown=HALF)
    # 40 × 7/10 + 40 × 8/10 = 60, and 20 × 0…1, likely 4/5.
    assert made.whole == Span(D(60), D(76), D(80), D(100))
    assert [line.span.low for line in made.methods] == [28, 32, 0]
    assert made.worth["Ⅱ-1材料审核"] == 4


def test_ruzhou_four_methods_make_106() -> None:
    methods = (*METHODS, "主管部门意见")
    scheme = Scheme(methods=tuple(zip(methods, map(D, ("39.7", "46.3", "10", "10")), strict=True)))
    items = [item("Ⅱ-1", "1", "0.9"), item("Ⅱ-2", "2", "1.8", method="实地考察"),
             item("Ⅱ-3", "1", "0.85", method="问卷调查"), item("Ⅱ-4", "1", "1", method="主管部门意见")]  # fmt: skip
    made = measure(items, scheme, unknown=HALF).whole
    assert made.full == 106
    # 35.73 + 41.67 + 8.5 + 10
    assert made.low == made.high == D("95.90")


def test_years_15_25_60() -> None:
    weights = ((2018, D(15)), (2019, D(25)), (2020, D(60)))
    known = {2018: exact("88.10"), 2019: exact("90.04")}
    final = over_years(exact("92.35"), 2020, weights, known, unknown=HALF)
    assert final.low == final.high == D("91.1350")
    assert rounded(final.low, 2) == D("91.14")
    # A year nobody knows the result of is 0…25 of the total.
    open_year = over_years(exact("92"), 2020, weights, {2018: exact("80")}, unknown=HALF)
    assert (open_year.low, open_year.likely, open_year.high) == (D("67.20"), D("79.70"), D("92.20"))


def test_minors_count_a_fifth() -> None:
    whole = with_second_systems(exact("90"), [(exact("45", "50"), D(20))])
    assert whole.low == whole.high == 90
    whole = with_second_systems(exact("80"), [(Span(D(30), D(40), D(50), D(50)), D(20))])
    assert (whole.low, whole.likely, whole.high, whole.full) == (76, 80, 84, 100)


def event(happened: str, effect: str = "deduct", points: str = "3", inside: bool = True) -> Event:
    return Event("G15", "重大安全事故", date.fromisoformat(happened), D(points), effect, inside)


def test_g15_takes_three_points_off_a_nominee() -> None:
    assert less_penalties(exact("91.5"), [event("2026-05-01")]).low == D("88.5")
    assert less_penalties(exact("91.5"), [event("2025-05-01", inside=False)]).low == D("91.5")
    assert less_penalties(exact("91.5"), [event("2026-05-01", effect="stop")]).low == D("91.5")
    assert less_penalties(exact("2"), [event("2026-05-01")]).low == 0


FOOD = Scheme(
    groups=(
        Group("关键项", ("K",), "key", D(58), D(60)), Group("基本项", ("J",), "basic", D(42)),
        Group("鼓励项", ("G",), "bonus", D(16)),
    ),
    pass_total=D(90),
)  # fmt: skip


def food(key: str, basic: str, bonus: str, veto: str = "0") -> list[Item]:
    return [item("K-1", "29", "29"), item("K-2", "29", key), item("J-1", "42", basic),
            item("G-1", "16", bonus), item("J-9", "0", veto, role="veto")]  # fmt: skip


def test_food_safety_groups_58_42_16() -> None:
    made = measure(food("20.3", "35", "6"), FOOD, unknown=HALF)
    # 29 + 20.3 + 35 + 6 = 90.3 of 100, at most 16 on top; 20.3/29 = 70 %.
    assert (made.whole.low, made.whole.full, made.whole.bonus) == (D("90.3"), 100, 16)
    assert {c.name: c.state for c in made.conditions} == {
        "没有触及一票否决": "yes", "关键项每项不低于 60%": "yes", "总分不低于 90 分": "yes",
    }  # fmt: skip
    weak = measure(food("17.39", "42", "16"), FOOD, unknown=HALF)
    assert weak.whole.low > 90
    assert [c.state for c in weak.conditions] == ["yes", "no", "yes"]
    assert "K-2" in weak.conditions[1].words
    assert measure(food("17.4", "42", "0"), FOOD, unknown=HALF).conditions[1].state == "yes"
    below = measure(food("29", "31.99", "0"), FOOD, unknown=HALF)
    assert [c.state for c in below.conditions] == ["yes", "yes", "no"]
    vetoed = [replace(one, outcome=replace(one.outcome, verdict="fail")) if one.code == "J-9"
              else one for one in food("29", "42", "16")]  # fmt: skip
    assert measure(vetoed, FOOD, unknown=HALF).conditions[0].state == "no"


def test_forest_city_is_pass_or_fail_for_each_indicator() -> None:
    scheme = Scheme(kind="pass_fail")
    rule = Rule("measured", unit="%", bands=(("", "≥", "40"),))
    judged = judge(rule, D(1), Given(None, D("41.2")))
    green = Item("a", "1", "绿化覆盖率", "材料审核", "", judged, judged.low, TYPED)
    made = measure([green, item("2", "5", "5"), item("3", "5", "4")], scheme, unknown=HALF)
    assert (made.whole.low, made.whole.high, made.whole.full) == (2, 2, 3)
    assert made.conditions[-1].state == "no"
    made = measure([green, item("2", "5", None)], scheme, unknown=HALF)
    assert (made.whole.low, made.whole.high, made.conditions[-1].state) == (1, 2, "")
    assert measure([green], scheme, unknown=HALF).conditions[-1].state == "yes"


def test_a_method_without_items_is_a_range() -> None:
    scheme = Scheme(methods=(("材料审核", D(80)), ("问卷调查", D(20))))
    made = measure([item("Ⅱ-1", "1", "1")], scheme, unknown=HALF).whole
    assert (made.low, made.likely, made.high, made.full) == (80, 90, 100, 100)


def test_what_a_scheme_leaves_out_is_said() -> None:
    scheme = Scheme(methods=(("材料审核", D(80)),))
    made = measure(
        [item("Ⅱ-1", "1", "1"), item("Ⅱ-2", "1", "1", method="问卷调查")], scheme, unknown=HALF
    )
    assert made.notes == ("方案里没有测评方式问卷调查，1 条测评要求没有计入总分",)
    assert made.worth["Ⅱ-2问卷调查"] == 0
    assert "1 条" in measure([item("X-1", "1", "1")], FOOD, unknown=HALF).notes[0]
    assert measure([item("X-1", "1", "1")], Scheme(), unknown=HALF).notes == ()


def test_not_applicable_leaves_the_denominator() -> None:
    scheme = Scheme(full=D(100), methods=(("材料审核", D(60)), ("实地考察", D(40))))
    items = [item("Ⅱ-1", "4", "3"), item("Ⅱ-2", "4", "0", counts=False),
             item("Ⅱ-3", "1", "0", counts=False, method="实地考察")]  # fmt: skip
    made = measure(items, scheme, unknown=HALF).whole
    assert (made.low, made.full) == (75, 100)


@pytest.mark.parametrize(
    "text",
    ["[]", '{"kind":"x"}', '{"full":"-1"}', '{"counted_in":{"甲":"100"}}', "{", '{"years":{"2020":"0"}}',
     '{"groups":[{"name":"甲","codes":[]}]}', '{"nothing":1}', '{"methods":{"甲":"NaN"}}'],
)  # fmt: skip
def test_what_is_no_scheme_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every kind of malformed JSON ends here
        scheme_from_json(text)


def test_schemes_are_kept_as_they_are() -> None:
    stated = replace(FOOD, methods=(("甲", D("39.7")),), years=((2020, D(60)),),
                     counted_in=(("乙", D(20)),), full=D(106))  # fmt: skip
    assert scheme_from_json(scheme_to_json(stated)) == stated
    assert Group("甲", ("Ⅱ-1",)).holds("Ⅱ-1-2)")
    assert not Group("甲", ("Ⅱ-1",)).holds("Ⅱ-12")


marks = st.decimals(0, 10, places=2)


@st.composite
def some_items(draw: st.DrawFn) -> list[Item]:
    found = []
    for number in range(draw(st.integers(1, 12))):
        full = draw(st.decimals("0.1", 10, places=2))
        low, likely, high = sorted(full * draw(st.integers(0, 100)) / 100 for _ in range(3))
        counts = draw(st.booleans()) or number == 0
        role = draw(st.sampled_from(["", "", "", "bonus", "veto"]))
        verdict = draw(st.sampled_from(["pass", "fail", None])) if counts else "na"
        outcome = Outcome(low, high, full, counts, verdict, role=role)
        code = f"{draw(st.sampled_from(['K', 'J', 'G']))}-{number}"
        method = draw(st.sampled_from(METHODS))
        found.append(Item(str(number), code, code, method, code[0], outcome, likely, TYPED))
    return found


SCHEMES = st.sampled_from([
    Scheme(), FOOD, Scheme(full=D(100)), Scheme(kind="pass_fail"),
    Scheme(methods=tuple(zip(METHODS, (D(40), D(40), D(20)), strict=True))),
    Scheme(full=D(106), methods=(("材料审核", D("39.7")), ("主管部门意见", D(10)))),
])  # fmt: skip


def final_of(items: list[Item], scheme: Scheme) -> Span:
    made = measure(items, scheme, unknown=HALF).whole
    made = with_second_systems(made, [(exact("80"), D(20))])
    made = less_penalties(made, [event("2026-05-01")])
    return over_years(made, 2020, ((2019, D(25)), (2020, D(75))), {}, unknown=HALF)


@given(some_items(), SCHEMES)
def test_totals_stay_within_bounds(items: list[Item], scheme: Scheme) -> None:
    made = measure(items, scheme, unknown=HALF)
    for span in (made.whole, final_of(items, scheme), *(line.span for line in made.methods)):
        assert 0 <= span.low <= span.likely <= span.high <= span.full + span.bonus


@given(some_items(), SCHEMES, st.integers())
def test_no_order_shows(items: list[Item], scheme: Scheme, seed: int) -> None:
    shuffled = list(items)
    Random(seed).shuffle(shuffled)
    assert final_of(items, scheme) == final_of(shuffled, scheme)


@given(some_items(), SCHEMES, st.integers(0, 11), st.integers(0, 100))
def test_a_better_answer_never_lowers_a_total(
    items: list[Item], scheme: Scheme, place: int, percent: int
) -> None:
    index = place % len(items)
    old = items[index]
    if scheme.kind == "pass_fail" or old.outcome.verdict == "fail":
        verdict = "pass" if percent > 50 else old.outcome.verdict
    else:
        verdict = old.outcome.verdict
    share = D(percent) / 100
    low, likely, high = (
        part + (old.outcome.full - part) * share
        for part in (old.outcome.low, old.likely, old.outcome.high)
    )
    better = replace(
        old, likely=likely, outcome=replace(old.outcome, low=low, high=high, verdict=verdict)
    )
    if not old.outcome.counts:
        return
    before = final_of(items, scheme)
    after = final_of([*items[:index], better, *items[index + 1 :]], scheme)
    assert (after.low, after.likely, after.high) >= (before.low, before.likely, before.high)
    assert after.low >= before.low
    assert after.likely >= before.likely
    assert after.high >= before.high


@given(some_items())
def test_learning_narrows_the_range(items: list[Item]) -> None:
    known = [replace(one, outcome=replace(one.outcome, low=one.likely, high=one.likely))
             for one in items]  # fmt: skip
    wide, narrow = span_of(items), span_of(known)
    assert wide.low <= narrow.low == narrow.high <= wide.high
