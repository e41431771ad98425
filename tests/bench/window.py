"""The window over the large workspace: how long its main thread ever stands still.

A timer beats on the main thread while things are done as a person does them; the longest gap
between two beats is what a person feels. `settled` is when the answer stood on the screen.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Goal, Row

_STALL = Goal("≤", 100, "ms")
_QUIET_S = 0.25
_GIVE_UP_S = 240


def copy_workspace(source: Path, target: Path) -> Path:
    """Return a copy to write to; the stored files, never changed, are linked."""
    shutil.copytree(source / "files", target / "files", copy_function=os.link)
    for name in ("exports", "backups"):
        (target / name).mkdir()
    shutil.copy(source / "workspace.db", target)
    return target


class Probe:
    """Beats every five milliseconds; knows the longest gap and the processor time spent in one.

    On a busy machine a gap holds what others did, too; its processor time is ours alone.
    """

    def __init__(self, is_busy: Callable[[], bool]) -> None:
        from PySide6.QtCore import QTimer

        self._is_busy = is_busy
        self._last = self._longest = self._last_cpu = self.most_cpu_ms = 0.0
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        self._longest = max(self._longest, now - self._last)
        self.most_cpu_ms = max(self.most_cpu_ms, (cpu - self._last_cpu) * 1000)
        self._last, self._last_cpu = now, cpu

    def longest_ms(self, act: Callable[[], object]) -> tuple[float, float]:
        """Do something; return the longest stall in ms and the seconds until all was quiet."""
        from PySide6.QtTest import QTest

        begun = self._last = time.perf_counter()
        self._longest = self.most_cpu_ms = 0.0
        self._last_cpu = time.thread_time()
        act()
        settled = time.perf_counter()
        while time.perf_counter() - settled < _QUIET_S:
            QTest.qWait(40)
            if self._is_busy() and time.perf_counter() - begun < _GIVE_UP_S:
                settled = time.perf_counter()
        return self._longest * 1000, settled - begun


class Screen:
    """The program over one workspace, as started by `run` but without a screen."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtCore import QSettings

        from desktop.shell import app
        from desktop.shell.start import make_application
        from desktop.shell.window import MainWindow
        from desktop.ui_kit.collector import MainThreadCollector

        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
        self.application = make_application(["bench"])
        sys.setswitchinterval(app._SWITCH_S)
        self.program = app.Program(MainWindow())
        self.collector = MainThreadCollector(is_busy=lambda: self.program.is_busy)
        self.window = self.program.window
        self.window.resize(1366, 768)
        self.window.show()
        self.folder = folder
        self.probe = Probe(self.is_busy)

    def open(self) -> None:
        """Open the workspace."""
        assert self.program.open(self.folder)

    def click(self, page: str) -> None:
        """Click a page in the navigation."""
        from PySide6.QtWidgets import QToolButton

        self.window.findChild(QToolButton, f"nav.{page}").click()

    def is_busy(self) -> bool:
        """Tell whether a worker is at work or a list still to be read."""
        from desktop.ui_kit.latest import LatestAnswer
        from desktop.ui_kit.table import RecordTable

        return (
            self.program.is_busy
            or any(one.is_busy for one in self.window.findChildren(LatestAnswer))
            or any(one.model.rows.is_busy for one in self.window.findChildren(RecordTable))
        )

    def table(self, name: str) -> Any:
        """Return a list by its name."""
        from desktop.ui_kit.table import RecordTable

        return next(one for one in self.window.findChildren(RecordTable) if one.name == name)

    def renew(self) -> None:
        """Put a new window in the place of the one that was closed."""
        from PySide6.QtCore import QEvent

        from desktop.shell.app import Program
        from desktop.shell.window import MainWindow

        self.window.on_close = None
        self.window.close()
        self.window.deleteLater()
        self.program = Program(MainWindow())
        self.window = self.program.window
        self.window.show()
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def close(self) -> None:
        """Close the window."""
        self.window.close()


def _type(screen: Screen, table: Any, text: str) -> None:
    from PySide6.QtTest import QTest

    field = table._filter
    field.setFocus()
    for letter in text:
        field.setText(field.text() + letter)
        QTest.qWait(120)


def _scroll(table: Any) -> None:
    from PySide6.QtTest import QTest

    bar = table.view.verticalScrollBar()
    for part in (0.1, 0.33, 0.5, 0.9, 1.0, 0.2, 0.0):
        bar.setValue(int(bar.maximum() * part))
        QTest.qWait(40)
    for _ in range(60):
        bar.setValue(bar.value() + bar.pageStep())
        QTest.qWait(10)


def under_load(watch: Watch, room: Path, source: str) -> None:
    """Go through both long lists as a person does."""
    from PySide6.QtTest import QTest

    screen = Screen(copy_workspace(Path(source), room))
    stalls, times, cpus = {}, {}, {}

    def step(name: str, act: Callable[[], object]) -> None:
        stalls[name], times[name] = screen.probe.longest_ms(act)
        cpus[name] = screen.probe.most_cpu_ms

    step("打开工作区", screen.open)
    step("看两秒首页", lambda: QTest.qWait(2000))
    for page, name, word in (
        ("findings", "findings", "积水 第199"),
        ("evidence", "evidence", "说明 199"),
    ):
        step(f"{page} 打开", lambda p=page: screen.click(p))
        table = screen.table(name)
        step(f"{page} 边输入边筛选", lambda t=table, w=word: _type(screen, t, w))
        step(f"{page} 拼音首字母", lambda t=table: (t._filter.setText(""), _type(screen, t, "lm")))
        step(f"{page} 清除筛选", table.clear_filter)
        step(f"{page} 排序", lambda t=table: t.view.header.sort_wanted.emit(4, False))
        step(f"{page} 再排序", lambda t=table: t.view.header.sort_wanted.emit(1, True))
        step(f"{page} 滚动", lambda t=table: _scroll(t))
        step(f"{page} 选一行", lambda t=table: t.view.selectRow(3))
        step(f"{page} 全选", table.view.selectAll)
        step(f"{page} 取消全选", table.view.clearSelection)
    _edit(screen, step)
    screen.close()
    watch.figures |= {f"{name}|ms": value for name, value in stalls.items()}
    watch.figures |= {f"{name}|s": value for name, value in times.items()}
    watch.figures |= {f"{name}|cpu": value for name, value in cpus.items()}


def _edit(screen: Screen, step: Callable[[str, Callable[[], object]], None]) -> None:
    """Void every finding that can be, take that back, and look for words everywhere."""
    screen.window.go_to("findings")
    table, page = screen.table("findings"), screen.window.page("findings")
    table.view.selectAll()
    step("全选后批量作废", lambda: _void(screen, page))
    step("撤销批量作废", screen.program.desk.undo)
    for words in ("积水", "说明 199", "lm"):
        step(f"搜索（Ctrl+K）{words}", lambda w=words: _search(screen, w))


def _void(screen: Screen, page: Any) -> None:
    """Fill the form in as soon as it is there."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop.features.findings.ui.step_dialog import StepDialog

    def fill() -> None:
        form = QApplication.activeModalWidget()
        if not isinstance(form, StepDialog):
            QTimer.singleShot(20, fill)
            return
        form._step.setCurrentIndex(form._step.findData("void"))
        form._text.setPlainText("试一试")
        QTest.mouseClick(form._save, Qt.MouseButton.LeftButton)

    QTimer.singleShot(20, fill)
    page.step()


def _search(screen: Screen, words: str) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    field = screen.window.findChild(QLineEdit, "window.search")
    field.setFocus()
    for end in range(1, len(words) + 1):
        field.setText(words[:end])
        field.textEdited.emit(words[:end])
        QTest.qWait(60)
    QTest.qWait(200)


def rows(races: Races) -> Iterator[Row]:
    """Yield the longest stall of everything a person does."""
    # Here, not above: what is measured is the program, without what makes a workspace.
    from tests.bench.county import large_county

    sizes = (20_000, 2_000) if races.is_quick else (200_000, 20_000)
    source = large_county(races.folder, *sizes)
    timed = races.one(Call(under_load, (str(source),)), runs=3)
    for name, stall in timed.figures.items():
        work, _, unit = name.partition("|")
        if unit == "ms":
            yield Row(f"窗口，{sizes[0]} 条问题、{sizes[1]} 份材料：{work}", timed.figures[f"{work}|s"],
                      "s", figure=stall, goal=_STALL,
                      note=f"处理器 {timed.figures[f'{work}|cpu']:.0f} ms")  # fmt: skip
