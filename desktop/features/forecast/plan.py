"""补救顺序: what can be won back, in which order, and the best set a budget buys. Pure.

Units work side by side, so days are a limit for each task, not for their sum; money is one purse,
counted in whole 百元 (a part of 百元 counts as a whole one).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from desktop.features.forecast.types import ZERO

HUNDREDS_IN_WAN = 100


@dataclass(frozen=True, slots=True)
class Task:
    """Work that wins points of the total back.

    gain: likely points; sure: points lost for sure without it; days, money in 万元: as entered,
    money None = nobody has said; guessed: the days are the usual ones.
    """

    id: str
    code: str
    name: str
    method: str
    state: str
    gain: Decimal
    sure: Decimal
    days: Decimal
    money: Decimal | None
    units: tuple[str, ...] = ()
    due: date | None = None
    guessed: bool = False
    work: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks chosen, what they gain and cost, and what was left aside and why."""

    chosen: tuple[Task, ...]
    left: tuple[Task, ...]
    too_long: tuple[Task, ...]
    unpriced: tuple[Task, ...]
    gain: Decimal
    money: Decimal
    days: Decimal | None
    budget: Decimal | None


def in_order(tasks: Iterable[Task], *, today: date | None = None) -> tuple[Task, ...]:
    """Return tasks by what to do first: overdue, then most points a day, then the nearer due."""
    far = date.max

    def key(task: Task) -> tuple[bool, Decimal, date]:
        is_late = today is not None and task.due is not None and task.due < today
        return (not is_late, -_pace(task), task.due or far)

    return tuple(sorted((task for task in tasks if task.gain > 0), key=key))


def _pace(task: Task) -> Decimal:
    return task.gain / max(task.days, Decimal("0.25"))


def best_set(
    tasks: Sequence[Task], *, days: Decimal | None = None, budget: Decimal | None = None
) -> Plan:
    """Return the tasks that win the most points within a budget (万元), each within `days`.

    Without a budget every task that is short enough is taken. The choice is exact; of equal gains
    the cheaper set is taken.
    """
    useful = [task for task in tasks if task.gain > 0]
    too_long = [task for task in useful if days is not None and task.days > days]
    able = [task for task in useful if days is None or task.days <= days]
    unpriced = [task for task in able if task.money is None] if budget is not None else []
    priced = [task for task in able if budget is None or task.money is not None]
    chosen = set(range(len(priced))) if budget is None else _choose(priced, budget)
    taken = [task for index, task in enumerate(priced) if index in chosen]
    left = [task for index, task in enumerate(priced) if index not in chosen]
    return Plan(
        in_order(taken), in_order(left), in_order(too_long), in_order(unpriced),
        sum((task.gain for task in taken), ZERO),
        sum((task.money or ZERO for task in taken), ZERO), days, budget,
    )  # fmt: skip


def cost_of(task: Task) -> int:
    """Return a task's money in whole 百元."""
    return int(((task.money or ZERO) * HUNDREDS_IN_WAN).to_integral_value(ROUND_CEILING))


def _choose(tasks: Sequence[Task], budget: Decimal) -> set[int]:
    """Choose by dynamic programming over the money spent.

    Of all sets of the tasks seen so far only those are kept that no cheaper set equals, and that
    could still beat the best set known if the money left bought points at the next task's price.
    """
    purse = int(budget * HUNDREDS_IN_WAN)
    free = {index for index, task in enumerate(tasks) if cost_of(task) == 0}
    order = sorted(
        (index for index, task in enumerate(tasks) if 0 < cost_of(task) <= purse),
        key=lambda index: -tasks[index].gain / cost_of(tasks[index]),
    )
    least = _greedy(tasks, order, purse)
    states: list[tuple[int, Decimal, int]] = [(0, ZERO, 0)]
    for place, index in enumerate(order):
        price, gain = cost_of(tasks[index]), tasks[index].gain
        grown = [(c + price, g + gain, m | 1 << place) for c, g, m in states if c + price <= purse]
        following = order[place + 1] if place + 1 < len(order) else None
        rate = tasks[following].gain / cost_of(tasks[following]) if following is not None else ZERO
        hopeful = [
            (c, g, m) for c, g, m in _frontier(states, grown) if g + rate * (purse - c) >= least
        ]
        least = max([least, *(g for _, g, _ in hopeful)])
        states = hopeful
    _, _, mask = min(states, key=lambda state: (-state[1], state[0]))
    return free | {index for place, index in enumerate(order) if mask >> place & 1}


def _greedy(tasks: Sequence[Task], order: Sequence[int], purse: int) -> Decimal:
    won = ZERO
    for index in order:
        if cost_of(tasks[index]) <= purse:
            purse -= cost_of(tasks[index])
            won += tasks[index].gain
    return won


def _frontier(
    one: list[tuple[int, Decimal, int]], two: list[tuple[int, Decimal, int]]
) -> list[tuple[int, Decimal, int]]:
    """Merge two lists by money; keep a set only where it wins more than every cheaper one."""
    kept: list[tuple[int, Decimal, int]] = []
    for state in sorted((*one, *two), key=lambda state: (state[0], -state[1])):
        if not kept or state[1] > kept[-1][1]:
            kept.append(state)
    return kept
