"""The way of a finding: what can be done when, and that nothing is ever lost on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desktop.features.findings.rules import (
    STATES,
    STEPS,
    Course,
    Given,
    StepRefused,
    advance,
    date_faults,
    steps_from,
)

DAY = date(2026, 6, 1)
LATER = date(2026, 12, 31)
UNITS = frozenset({"chengguan"})


def course(state: str, **values: object) -> Course:
    made = Course(state, DAY, assigned=DAY, due=DAY, responsible=UNITS)
    return made if not values else Course(**{**_fields(made), **values})


def _fields(made: Course) -> dict[str, object]:
    return {name: getattr(made, name) for name in Course.__dataclass_fields__}


def said(**values: object) -> Given:
    return Given(**{"on": DAY, "who": "张三", "who_key": "张三", "text": "因为", "due": DAY,
                    "units": UNITS, "has_photo": True, **values})  # fmt: skip


def test_the_usual_way_ends_in_closing() -> None:
    now = Course("found", DAY)
    for step, who in (("assign", "x"), ("start", "x"), ("fix", "chengguan"), ("close", "创建办")):
        now = advance(now, step, said(who=who, who_key=who), today=LATER)
    assert (now.state, now.assigned, now.fixed, now.checked, now.closed) == ("closed", *[DAY] * 4)


@pytest.mark.parametrize("state", [state for state in STATES if state != "fixed"])
def test_nothing_is_closed_unchecked(state: str) -> None:
    with pytest.raises(StepRefused):
        advance(course(state), "close", said(), today=LATER)


@pytest.mark.parametrize(
    ("who_key", "words"), [("chengguan", "自己复查自己"), ("李四", "换一个人")]
)
def test_nobody_checks_himself(who_key: str, words: str) -> None:
    for step in ("close", "fail"):
        with pytest.raises(StepRefused, match=words):
            advance(course("fixed", fixed_by="李四"), step, said(who_key=who_key), today=LATER)


@pytest.mark.parametrize(
    ("step", "state", "lacking", "words"),
    [
        ("assign", "found", {"units": frozenset()}, "责任单位"),
        ("fix_at_once", "assigned", {"has_photo": False}, "照片"),
        ("fail", "fixed", {"text": ""}, "不通过的原因"),
        ("defer", "fixing", {"text": ""}, "整改方案"),
        ("defer", "fixing", {"due": None}, "时限"),
        ("transfer", "fixing", {"text": ""}, "转办原因"),
        ("void", "found", {"text": ""}, "作废原因"),
        ("fix", "fixing", {"who": ""}, "谁"),
    ],
)  # fmt: skip
def test_what_must_be_said(step: str, state: str, lacking: dict[str, object], words: str) -> None:
    start = Course(state, DAY)
    advance(start, step, said(), today=LATER)
    with pytest.raises(StepRefused, match=words):
        advance(start, step, said(**lacking), today=LATER)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"on": DAY - timedelta(1)}, "早于上一步"),
        ({"on": date(1900, 1, 1)}, "早于"),
        ({"on": LATER + timedelta(1)}, "还没有到"),
        ({"due": DAY - timedelta(1)}, "早于办理日期"),
    ],
)
def test_impossible_dates_are_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(StepRefused, match=words):
        advance(Course("found", DAY), "assign", said(**values), today=LATER)


def test_dates_of_a_ledger_that_comes_in() -> None:
    assert date_faults(DAY, {"整改时限": DAY, "整改日期": DAY}, today=LATER) == []
    assert "早于发现" in date_faults(DAY, {"整改日期": DAY - timedelta(1)}, today=LATER)[0]
    assert "不可能" in date_faults(date(1900, 1, 5), {}, today=LATER)[0]
    assert "还没有到" in date_faults(LATER, {}, today=DAY)[0]
    assert date_faults(DAY, {"整改时限": date(2099, 1, 1)}, today=LATER) == []


class Way(RuleBasedStateMachine):
    """Takes any steps in any order; refused ones change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.now = Course("found", DAY, responsible=UNITS)
        self.day = DAY
        self.trail: list[Course] = [self.now]

    @rule(
        step=st.sampled_from(list(STEPS)), days=st.integers(-2, 9), text=st.sampled_from(["", "因为"]),
        who=st.sampled_from(["", "chengguan", "创建办", "李四"]), photo=st.booleans(),
        due=st.none() | st.integers(-3, 30), units=st.sampled_from([frozenset(), UNITS]),
    )  # fmt: skip
    def take(self, step: str, days: int, text: str, who: str, photo: bool, due: int | None,
             units: frozenset[str]) -> None:  # fmt: skip
        on = self.day + timedelta(days)
        given = Given(
            on, who, who, text, None if due is None else on + timedelta(due), units, photo
        )
        try:
            after = advance(self.now, step, given, today=LATER)
        except StepRefused as error:
            assert error.why
            return
        assert step in {item.name for item in steps_from(self.now.state)}
        if step in ("close", "fail"):
            assert who not in UNITS
            assert who != self.now.fixed_by
        self.now, self.day = after, on
        self.trail.append(after)

    @invariant()
    def nothing_is_lost(self) -> None:
        assert self.now.state in STATES
        assert self.now.found == DAY
        assert self.now.responsible == UNITS
        days = [d for d in (self.now.found, self.now.fixed, self.now.closed) if d]
        assert days == sorted(days)
        if self.now.state in ("fixed", "closed"):
            assert self.now.fixed
        if self.now.state == "closed":
            assert self.trail[-2].state == "fixed"
            assert self.now.checked == self.now.closed
        if self.now.state == "deferred":
            assert self.now.plan
            assert self.now.due
        for before, after in zip(self.trail, self.trail[1:], strict=False):
            for name in ("assigned", "due", "checked", "closed", "plan"):
                assert getattr(after, name) or not getattr(before, name)


TestWay = Way.TestCase


def _pairs() -> Iterator[tuple[str, str]]:
    for step in STEPS.values():
        for state in STATES:
            yield step.name, state


@pytest.mark.parametrize(("step", "state"), list(_pairs()))
def test_a_step_is_taken_from_its_states_only(step: str, state: str) -> None:
    given = said(who="创建办", who_key="创建办")
    if state in STEPS[step].sources:
        assert advance(course(state), step, given, today=LATER).state == STEPS[step].target
    else:
        with pytest.raises(StepRefused, match="现在是"):
            advance(course(state), step, given, today=LATER)
