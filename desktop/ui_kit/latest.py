"""Asking something on a thread of its own again and again, where only the last answer counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal


class LatestAnswer(QObject):
    """Runs one question at a time; a newer one replaces those that wait and what they give.

    Signals: answered(value) and refused(text) on the thread that asked, for the last question.
    """

    answered = Signal(object)
    refused = Signal(str)
    _done = Signal(int, object, str)

    def __init__(self, parent: QObject, faults: tuple[type[Exception], ...]) -> None:
        super().__init__(parent)
        self._faults = faults
        self._number = self._finished = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._done.connect(self._finish)

    @property
    def is_busy(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._number != self._finished

    def ask(self, question: Callable[[], Any]) -> None:
        """Ask; what was asked before is no longer of interest."""
        self._number += 1
        self._pool.clear()
        number = self._number
        self._pool.start(lambda: self._answer(number, question))

    def _answer(self, number: int, question: Callable[[], Any]) -> None:
        try:
            value, why = question(), ""
        except self._faults as error:
            value, why = None, str(error)
        # The one who asked may be going: taking it apart waits for this thread.
        with suppress(RuntimeError):
            self._done.emit(number, value, why)

    def _finish(self, number: int, value: Any, why: str) -> None:
        if number != self._number:
            return
        self._finished = number
        if why:
            self.refused.emit(why)
        else:
            self.answered.emit(value)

    def stop(self) -> None:
        """Forget what waits and wait for what runs, before the window goes."""
        self._number += 1
        self._finished = self._number
        self._pool.clear()
        self._pool.waitForDone()
