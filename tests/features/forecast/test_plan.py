"""The best set under a budget is the best there is."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from desktop.features.forecast.plan import Task, best_set, cost_of, in_order

D = Decimal


def task(code: str, gain: str, money: str | None, days: str = "1", due: date | None = None) -> Task:
    price = None if money is None else D(money)
    return Task(code, code, code, "材料审核", "", D(gain), D(0), D(days), price, due=due)


@st.composite
def some_tasks(draw: st.DrawFn) -> list[Task]:
    return [
        task(str(number), str(draw(st.decimals(0, 5, places=2))),
             draw(st.one_of(st.none(), st.decimals(0, 3, places=3).map(str))),
             str(draw(st.integers(1, 9))))
        for number in range(draw(st.integers(0, 9)))
    ]  # fmt: skip


@given(some_tasks(), st.decimals(0, 8, places=2), st.integers(1, 9))
def test_no_other_set_wins_more(tasks: list[Task], budget: Decimal, days: int) -> None:
    plan = best_set(tasks, days=D(days), budget=budget)
    able = [t for t in tasks if t.days <= days and t.money is not None and t.gain > 0]
    best = max(
        (sum((t.gain for t in chosen), D(0))
         for size in range(len(able) + 1) for chosen in combinations(able, size)
         if sum(map(cost_of, chosen)) <= int(budget * 100)),
        default=D(0),
    )  # fmt: skip
    assert plan.gain == best
    assert sum(map(cost_of, plan.chosen)) <= budget * 100
    parts = [*plan.chosen, *plan.left, *plan.too_long, *plan.unpriced]
    assert sorted(t.id for t in parts) == sorted(t.id for t in tasks if t.gain > 0)


def test_the_dearer_single_is_left_for_two_cheaper() -> None:
    tasks = [task("甲", "6", "6"), task("乙", "5", "5"), task("丙", "5", "5")]
    plan = best_set(tasks, budget=D(10))
    assert [t.code for t in plan.chosen] == ["丙", "乙"] or {t.code for t in plan.chosen} == {
        "乙",
        "丙",
    }
    assert (plan.gain, plan.money) == (10, 10)


def test_a_part_of_a_hundred_counts_whole() -> None:
    assert cost_of(task("甲", "1", "0.001")) == 1
    assert best_set([task("甲", "1", "0.011")], budget=D("0.01")).chosen == ()


def test_two_hundred_candidates_are_chosen_exactly_and_soon() -> None:
    random = Random(7)
    tasks = [task(str(n), str(D(random.randint(1, 500)) / 100), str(D(random.randint(1, 3000)) / 100))
             for n in range(200)]  # fmt: skip
    begun = time.perf_counter()
    plan = best_set(tasks, budget=D(300))
    assert time.perf_counter() - begun < 30
    assert sum(map(cost_of, plan.chosen)) <= 30000
    # The plain table over every 百元 says the same.
    table = [0] * 30001
    for one in tasks:
        price, gain = cost_of(one), int(one.gain * 100)
        for money in range(30000, price - 1, -1):
            table[money] = max(table[money], table[money - price] + gain)
    assert plan.gain * 100 == table[30000]


def test_overdue_first_then_points_a_day() -> None:
    day = date(2026, 8, 1)
    tasks = [task("慢", "4", "0", "8"), task("快", "2", "0", "1"), task("无", "0", "0"),
             task("迟", "0.1", "0", "1", date(2026, 7, 1))]  # fmt: skip
    assert [t.code for t in in_order(tasks, today=day)] == ["迟", "快", "慢"]
