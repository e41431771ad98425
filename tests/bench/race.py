"""Works timed side by side: each in a process of its own, taking turns, peak memory by the system.

A work is a function `work(watch, folder, *arguments)`: it prepares what it needs, does what is
timed inside `with watch:` and may note figures of its own. Raising `Missing` says that a peer is
not installed.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_MISSING = 77


class Missing(Exception):  # noqa: N818 - says what is not installed
    """A peer is not installed."""


class Watch:
    """Counts the seconds spent inside it; `figures` are what the work found out besides."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.figures: dict[str, float] = {}

    def __enter__(self) -> Watch:
        self._begun = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._begun


@dataclass(frozen=True, slots=True)
class Call:
    """A work with its arguments."""

    work: Callable[..., None]
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Timed:
    """The median of the runs; `peak_mb` is the largest, `figures` are medians."""

    seconds: float
    peak_mb: float
    figures: Mapping[str, float] = field(default_factory=dict)


class Races:
    """Runs works in turns; `folder` stays for the whole bench, `is_quick` asks for small sizes."""

    def __init__(self, folder: Path, runs: int, *, is_quick: bool) -> None:
        self.folder, self.runs, self.is_quick = folder, runs, is_quick

    def size(self, whole: int, quick: int) -> int:
        """Return the size to work at."""
        return quick if self.is_quick else whole

    def run(self, calls: Mapping[str, Call], *, runs: int = 0) -> dict[str, Timed | None]:
        """Time every work `runs` times, A B C A B C …; None for a peer that is missing."""
        took: dict[str, list[dict[str, Any]]] = {name: [] for name in calls}
        missing: set[str] = set()
        for _ in range(min(runs, self.runs) if runs else self.runs):
            for name, call in calls.items():
                if name not in missing:
                    once = self._once(call)
                    took[name].append(once) if once else missing.add(name)
        return {name: _median(took[name]) if took[name] else None for name in calls}

    def one(self, call: Call, *, runs: int = 0) -> Timed:
        """Time one work alone."""
        (timed,) = self.run({"": call}, runs=runs).values()
        assert timed is not None
        return timed

    def _once(self, call: Call) -> dict[str, Any] | None:
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="run-") as room:
            words = (call.work.__module__, call.work.__name__, room, json.dumps(call.arguments))
            made = subprocess.run(
                [sys.executable, "-m", "tests.bench.race", *words],
                cwd=_ROOT, capture_output=True, text=True, check=False,
                env=with_compiled_code(self.folder),
            )  # fmt: skip
        if made.returncode == _MISSING:
            return None
        if made.returncode:
            raise RuntimeError(f"{words[0]}.{words[1]}: {made.stderr.strip()[-2000:]}")
        found: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
        return found


def with_compiled_code(folder: Path) -> dict[str, str]:
    """Return an environment whose Python keeps what it compiles, as an installed program has it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _median(runs: list[dict[str, Any]]) -> Timed:
    return Timed(
        median(run["seconds"] for run in runs),
        max(run["peak_mb"] for run in runs),
        {name: median(run["figures"][name] for run in runs) for name in runs[0]["figures"]},
    )


def peak_mb() -> float:
    """Return the most memory this process or any process it waited for ever held."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return max(own_peak_mb(), children)


def own_peak_mb() -> float:
    """Return the most memory this process ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not ru_maxrss: that counts what was held before this program was begun, too.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def now_mb() -> float:
    """Return the memory this process holds now."""
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )  # fmt: skip
    return int(line.split()[1]) / 1024


def rest(milliseconds: int) -> None:
    """Let Qt's events run, as a program does that waits for them.

    Unlike QTest.qWait this leaves the interpreter to other threads meanwhile.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _child(module: str, name: str, room: str, arguments: str) -> int:
    watch = Watch()
    try:
        getattr(importlib.import_module(module), name)(watch, Path(room), *json.loads(arguments))
    except Missing:
        return _MISSING
    told = {"seconds": watch.seconds, "peak_mb": peak_mb(), "figures": watch.figures}
    sys.stdout.write(f"\n{json.dumps(told)}\n")
    return 0


if __name__ == "__main__":
    # The works import this module under its own name and must meet the same `Missing`.
    from tests.bench import race

    sys.exit(race._child(*sys.argv[1:]))
