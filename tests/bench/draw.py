"""A draw over 2,000 points and the routes of a day.

The draw takes 100 points by type and three around each of 30 fixed points; beside it stands
random.sample over the same groups, which is the cheapest way to choose and cannot be repeated
elsewhere. Medians of 15 runs in milliseconds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from desktop.features.visits.draw import Around, Candidate, DrawPlan, draw, draw_record, repeat
from desktop.features.visits.routes import Stop, split, walking_order
from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Row

_TYPES = ("背街小巷", "小区", "学校", "医院", "农贸市场")
_DAY = date(2026, 9, 1)
_RUNS = 15


def _county(count: int) -> list[Candidate]:
    numbers = random.Random(1)
    return [
        Candidate(
            f"{n:05d}", f"{n}号点位", numbers.choice(_TYPES), 113 + numbers.random() * 0.3,
            34 + numbers.random() * 0.3, _DAY - timedelta(numbers.randint(1, 60)),
        )
        for n in range(count)
    ]  # fmt: skip


def _plan(field: list[Candidate]) -> DrawPlan:
    fixed = tuple(each.id for each in field if each.type == "学校")[:30]
    around = Around(fixed, 1000, (("背街小巷", 2), ("小区", 1)))
    return DrawPlan("2026-09-01", _DAY, tuple((kind, 20) for kind in _TYPES), around, 14, 30)


def _stops(count: int) -> list[Stop]:
    return [Stop(each.id, each.lng, each.lat, 30) for each in _county(count)]


def _sample(field: list[Candidate]) -> list[Candidate]:
    return [
        each
        for kind in _TYPES
        for each in random.sample([point for point in field if point.type == kind], 20)
    ]


def work(watch: Watch, room: Path, title: str) -> None:
    """Do one of the works fifteen times; what counts is the median."""
    del room
    field = _county(2000)
    plan = _plan(field)
    record = draw_record(field, plan, draw(field, plan))
    six = [f"{n}组" for n in range(6)]
    day, far = _stops(200), _stops(1200)
    works: dict[str, Callable[[], object]] = {
        "从 2000 个点位抽点": lambda: draw(field, plan),
        "按记录重抽一遍": lambda: repeat(record),
        "random.sample": lambda: _sample(field),
        "200 个点排路线": lambda: walking_order(day),
        "200 个点分六组": lambda: split(day, six),
        "1200 个点分六组": lambda: split(far, six),
    }
    watch.figures["ms"] = _milliseconds(works[title])


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_RUNS):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return median(times)


def rows(races: Races) -> Iterator[Row]:
    """Yield drawing and routing; there is no goal but that nobody waits."""
    titles = ("从 2000 个点位抽点", "按记录重抽一遍", "200 个点排路线", "200 个点分六组",
              "1200 个点分六组", "random.sample")  # fmt: skip
    raced = races.run({title: Call(work, (title,)) for title in titles}, runs=1)
    took = {title: timed.figures["ms"] for title, timed in raced.items() if timed}
    for title in titles[:-1]:
        is_draw = "抽" in title
        peer = took["random.sample"] if is_draw else None
        yield Row(title, took[title], "ms", "只用 random.sample" if is_draw else "", peer)
