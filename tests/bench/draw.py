"""Time a draw over 2,000 points and the routes of a day.

Run as python -m tests.bench.draw.

The draw takes 100 points by type and three around each of 30 fixed points; beside it stands
random.sample over the same groups, which is the cheapest way to choose and cannot be repeated
elsewhere. Medians of 15 runs in milliseconds.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median

from desktop.features.visits.draw import Around, Candidate, DrawPlan, draw, draw_record, repeat
from desktop.features.visits.routes import Stop, split, walking_order

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


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_RUNS):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return median(times)


def main() -> None:
    field = _county(2000)
    plan = _plan(field)
    record = draw_record(field, plan, draw(field, plan))
    six = [f"{n}组" for n in range(6)]
    day, far = _stops(200), _stops(1200)
    for title, work in (
        ("draw over 2,000 points", lambda: draw(field, plan)),
        ("repeat from the record", lambda: repeat(record)),
        ("random.sample by type alone", lambda: _sample(field)),
        ("walking order of 200 stops", lambda: walking_order(day)),
        ("200 stops, six teams", lambda: split(day, six)),
        ("1,200 stops, six teams", lambda: split(far, six)),
    ):
        sys.stdout.write(f"{title:30}{_milliseconds(work):8.1f} ms\n")


if __name__ == "__main__":
    main()
