"""Long work on one worker thread, with progress and cancelling."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, QThreadPool, Signal

from desktop.core.job import Cancelled, JobContext
from desktop.core.platform_power import awake

Job = Callable[[JobContext, Any], Any]
_CLOSE_MS = 5000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: a value, an error or cancelled."""

    value: Any = None
    error: BaseException | None = None
    cancelled: bool = False


class RunningJob(QObject):
    """A job under way; lives on the main thread.

    Signals: progressed(done, total, text), finished(Outcome) exactly once.
    """

    progressed = Signal(int, int, str)
    finished = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int, text: str) -> None:
        """Report from the worker; raise Cancelled when asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(done, total, text)


class _Task(QRunnable):
    """Runs the job; the RunningJob is owned by the runner, not by the pool."""

    def __init__(self, running: RunningJob, job: Job, open_store: Callable[[], Any]) -> None:
        super().__init__()
        self._running, self._job, self._open_store = running, job, open_store

    def run(self) -> None:
        """Run the job with its own store and report how it ended."""
        try:
            self._running.step(0, 0, self._running.title)
            store = self._open_store()
            try:
                with awake():
                    outcome = Outcome(self._job(self._running, store))
            finally:
                store.close()
        except Cancelled:
            outcome = Outcome(cancelled=True)
        except Exception as error:
            outcome = Outcome(error=error)
        self._running.finished.emit(outcome)


class JobRunner(QObject):
    """Runs jobs one after another.

    Signals: started(RunningJob), idle() when none is left.
    """

    started = Signal(object)
    idle = Signal()

    def __init__(self, open_store: Callable[[], Any]) -> None:
        super().__init__()
        self._open_store = open_store
        self._pool = QThreadPool(maxThreadCount=1)
        self._running: list[RunningJob] = []

    @property
    def is_busy(self) -> bool:
        """Tell whether a job runs or waits."""
        return bool(self._running)

    def run(self, title: str, job: Job, done: Callable[[Outcome], None]) -> RunningJob:
        """Start a job; `done` is called on the main thread when it has ended."""
        running = RunningJob(title)
        self._running.append(running)
        running.finished.connect(done)
        running.finished.connect(self._finished)
        self.started.emit(running)
        self._pool.start(_Task(running, job, self._open_store))
        return running

    def _finished(self) -> None:
        sender = self.sender()
        self._running = [job for job in self._running if job is not sender]
        if not self._running:
            self.idle.emit()

    def shutdown(self) -> None:
        """Cancel everything and wait until the worker has let go."""
        for running in self._running:
            running.cancel()
        # A queued job sees its cancelling at its first step and reports like any other.
        self._pool.waitForDone(_CLOSE_MS)
        # What the worker reported last arrives now, while the store it speaks of is still open.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
