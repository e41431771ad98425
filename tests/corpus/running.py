"""Throwing in processes that are killed when they take too long, so that the rest goes on."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.backup import make_backup
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.points import point_rows
from desktop.features.visits import RoundPlan, add_points, save_round
from desktop.features.workspace import create_workspace
from tests.corpus.outcomes import Thrown, Way
from tests.corpus.throwing import WAYS

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "units": "责任单位通讯录.xls", "indicators": "测评体系_县级_2026版任务分解表.xlsx",
    "checks": "点位检查标准_2026版.xlsx", "points": "点位台账.xlsx",
}  # fmt: skip


def prepare(folder: Path) -> None:
    """Make the workspace every file is thrown at: the sample county with one round, backed up."""
    with create_workspace(folder / "template", county="青禾县", test_date="2026-12-20") as store:
        for kind, name in TABLES.items():
            apply_import(store, preview_import(store, ImportRequest(kind, samples() / name)))
        item, _ = save_round(store, None, RoundPlan("七月自查", "自查", "2026-07-06", "2026-07-08"))
        add_points(store, item.id, [row.id for row in point_rows(store).all()[:6]])
        for backup in (store.workspace / "backups").iterdir():
            backup.rename(folder / backup.name)
        # The import's own backup is made once, not for every file.
        make_backup(QuietContext(), store)


class Worker:
    """One process that throws; started again after each that had to be killed."""

    def __init__(self, folder: Path, seconds: float, memory_mb: int) -> None:
        self._folder, self._seconds, self._memory_mb = folder, seconds, memory_mb
        self._process: subprocess.Popen[str] | None = None

    def throw(self, way: str, path: Path) -> Way:
        """Return how one way ended, dead or alive."""
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(f"{way}\t{json.dumps(str(path))}\n")
        process.stdin.flush()
        said = self._answer(process)
        if said is None:
            late = process.poll() is None
            self.stop()
            words = "" if late else f"the program ended with {process.returncode}"
            return Way(way, "time" if late else "crash", words, self._seconds)
        end, words = said["end"], said["words"]
        if end in ("ok", "no") and said["grown_mb"] > self._memory_mb:
            end, words = "memory", f"{said['grown_mb']} MB: {words}"
        return Way(way, end, words, said["seconds"])

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.corpus.worker", str(self._folder)], cwd=ROOT,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, start_new_session=True,
            )  # fmt: skip
        return self._process

    def _answer(self, process: subprocess.Popen[str]) -> dict[str, Any] | None:
        assert process.stdout is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            if not waiting.select(self._seconds):
                return None
        line = process.stdout.readline()
        return dict(json.loads(line)) if line else None

    def stop(self) -> None:
        """End the process and the children it started."""
        if self._process is not None:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            with self._process:
                self._process = None


def throw_all(
    files: Sequence[Path], *, jobs: int, seconds: float, memory_mb: int,
    only: Sequence[str] = (), said: Callable[[Thrown], None] = lambda _: None,
) -> list[Thrown]:  # fmt: skip
    """Throw every file every way; `said` is told of each as it ends."""
    ways = [way for way in WAYS if not only or way in only]
    with tempfile.TemporaryDirectory(prefix="yingjian-corpus-") as place:
        prepare(Path(place))
        free: SimpleQueue[Worker] = SimpleQueue()
        workers = [Worker(Path(place), seconds, memory_mb) for _ in range(jobs)]
        for worker in workers:
            free.put(worker)

        def one(path: Path) -> Thrown:
            worker = free.get()
            try:
                done = Thrown(path, tuple(worker.throw(way, path) for way in ways))
            finally:
                free.put(worker)
            said(done)
            return done

        try:
            with ThreadPoolExecutor(jobs) as pool:
                return list(pool.map(one, files))
        finally:
            for worker in workers:
                worker.stop()
