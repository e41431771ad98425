"""Time panning and zooming over a sketch map.

Run as python -m tests.bench.map [points]. The goal is 30 frames a second, 33 ms a frame.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from desktop.core.sketch import MapPoint, MapRing, MapRoute, MapState, SketchMap
from desktop.ui_kit.sketch_map import SketchMapView
from desktop.ui_kit.theme import apply_theme

_STATES = (
    MapState("未考察", "○", "muted"), MapState("符合", "●", "good"),
    MapState("部分符合", "◐", "busy"), MapState("不符合", "▲", "bad"),
)  # fmt: skip
_FRAMES, _GOAL_MS = 60, 33


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


def main() -> None:
    """Print the median milliseconds of a frame."""
    points = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    application = QApplication(sys.argv)
    apply_theme(application, dark=False)
    view = SketchMapView("bench")
    view.resize(1366, 768)
    view.show()
    view.set_map(county(points))
    application.processEvents()

    def pan(number: int) -> None:
        view.canvas.pan(5 if number % 20 < 10 else -5, 3 if number % 10 < 5 else -3)

    results = []
    for name, factor in (("whole", 1.0), ("2x", 2.0), ("8x", 4.0)):
        view.canvas.zoom(factor)
        results.append(f"pan {name} {_median_ms(view, pan):.1f}")
    zoom = _median_ms(view, lambda number: view.canvas.zoom(1.1 if number % 2 else 1 / 1.1))
    sys.stdout.write(
        f"{points} points | median ms a frame: {', '.join(results)} (goal {_GOAL_MS})"
        f" | zoom step {zoom:.1f}\n"
    )


if __name__ == "__main__":
    main()
