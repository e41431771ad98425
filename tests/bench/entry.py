"""Typing sheets in: what one key costs until the row is saved and shown again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.job import QuietContext
from desktop.features.points import point_rows
from desktop.features.sample_county import make_demo
from desktop.features.visits import RoundPlan, add_points, save_round, visit_rows
from desktop.features.visits.ui.page import VisitsPage
from desktop.features.workspace import open_workspace
from desktop.shell.desk import Desk
from desktop.shell.start import make_application
from desktop.shell.window import MainWindow
from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Row


def typing(watch: Watch, room: Path) -> None:
    """Type every row of ten sheets of the sample county."""
    folder = room / "w"
    make_demo(QuietContext(), folder)
    application = make_application(["bench"])
    store = open_workspace(folder)
    made, _ = save_round(store, None, RoundPlan("七月自查", "自查"))
    add_points(store, made.id, [row.id for row in point_rows(store).all()])
    window = MainWindow()
    desk = Desk(window, store)
    window.resize(1366, 768)
    window.show()
    window.go_to("visits")
    page = window.page("visits")
    assert isinstance(page, VisitsPage)
    page.tabs.setCurrentWidget(page.entry())
    opened, keys = [], []
    for visit in sorted(visit_rows(store, made.id).all(), key=lambda row: -row.items)[:10]:
        start = time.perf_counter()
        page.entry().open_visit(visit.id)
        application.processEvents()
        opened.append(time.perf_counter() - start)
        for _ in page.entry().list.rows:
            for key in (Qt.Key.Key_1, Qt.Key.Key_Return):
                start = time.perf_counter()
                QTest.keyClick(page.entry().list, key)
                application.processEvents()
                keys.append(time.perf_counter() - start)
    for words, times in (("打开一张表", opened), ("按一个键，到存好显示", keys)):
        watch.figures[words] = median(times) * 1000
        watch.figures[f"{words}，最慢"] = max(times) * 1000
    desk.close()


def rows(races: Races) -> Iterator[Row]:
    """Yield what a sheet and a key cost, with the journal and its fsync."""
    timed = races.one(Call(typing), runs=1)
    for name, took in timed.figures.items():
        yield Row(f"录入检查表：{name}", took, "ms", peak_mb=timed.peak_mb)
