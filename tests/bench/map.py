"""Panning and zooming over a sketch map: 30 frames a second are 33 ms a frame."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.sketch import MapPoint, MapRing, MapRoute, MapState, SketchMap
from desktop.ui_kit.sketch_map import SketchMapView
from desktop.ui_kit.theme import apply_theme
from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Goal, Row

_STATES = (
    MapState("未考察", "○", "muted"), MapState("符合", "●", "good"),
    MapState("部分符合", "◐", "busy"), MapState("不符合", "▲", "bad"),
)  # fmt: skip
_FRAMES, _GOAL = 60, Goal("≤", 33, "ms")
_RESTS, _REST_MS = 20, 300


def county(points: int) -> SketchMap:
    """Return a map of points crowded around a middle, with six routes and a ring."""
    dice = random.Random(7)
    made = tuple(
        MapPoint(str(number), f"文昌路第{number}小区", 115.29 + dice.gauss(0, 0.02),
                 34.1 + dice.gauss(0, 0.015), dice.choice(_STATES).name, str(number))
        for number in range(points)
    )  # fmt: skip
    routes = tuple(
        MapRoute(f"第{team}组", tuple((p.lng, p.lat) for p in made[team * 20 : team * 20 + 20]))
        for team in range(min(6, points // 20))
    )
    return SketchMap("点位示意图", made, _STATES, (MapRing(115.29, 34.1, 1000, "1 公里"),), routes)


def _median_ms(view: SketchMapView, move: Callable[[int], None]) -> float:
    taken = []
    for number in range(_FRAMES):
        begun = time.perf_counter()
        move(number)
        view.canvas.repaint()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def frames(watch: Watch, room: Path, points: int) -> None:
    """Pan at three scales and zoom, a repaint each."""
    del room
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication([])
    apply_theme(application, dark=False)
    view = SketchMapView("bench")
    view.resize(1366, 768)
    view.show()
    view.set_map(county(points))
    QTest.qWait(_REST_MS)

    def pan(number: int) -> None:
        view.canvas.pan(5 if number % 20 < 10 else -5, 3 if number % 10 < 5 else -3)

    for name, factor in (("全图平移", 1.0), ("放大 2 倍平移", 2.0), ("放大 8 倍平移", 4.0)):
        view.canvas.zoom(factor)
        QTest.qWait(_REST_MS)
        watch.figures[name] = _median_ms(view, pan)
    watch.figures["缩放"] = _median_ms(
        view, lambda number: view.canvas.zoom(1.1 if number % 2 else 1 / 1.1)
    )
    rested = []
    for number in range(_RESTS):
        view.canvas.zoom(1.1 if number % 2 else 1 / 1.1)
        begun = time.perf_counter()
        view.canvas.pan(1, 0)
        view.canvas.repaint()
        rested.append((time.perf_counter() - begun) * 1000)
    watch.figures["缩放停下后重排标注"] = statistics.median(rested)


def rows(races: Races) -> Iterator[Row]:
    """Yield the median time of a frame."""
    points = races.size(2000, 500)
    timed = races.one(Call(frames, (points,)), runs=3)
    for name, took in timed.figures.items():
        goal = None if "停下" in name else _GOAL
        yield Row(f"示意图 {points} 点，{name}一帧", took, "ms", figure=took, goal=goal,
                  peak_mb=timed.peak_mb)  # fmt: skip
