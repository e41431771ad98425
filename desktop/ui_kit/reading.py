"""What a page works out from the store: at once where that is short, else on another thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from desktop.ui_kit.context import UiContext
from desktop.ui_kit.latest import LatestAnswer

T = TypeVar("T")


class Reading(QObject):
    """Answers the last question asked; one page or part of a page has one."""

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._store = context.store
        self._show: Callable[[Any], None] = _nothing
        self._latest = LatestAnswer(self, context.faults)
        self._latest.answered.connect(self._answered)
        self._latest.refused.connect(context.messages.error)

    def ask(self, question: Callable[[Any], T], show: Callable[[T], None]) -> None:
        """Ask something of a store, not to be written to; what was asked before is forgotten."""
        if not self._store.is_large:
            show(question(self._store))
            return
        self._show = show
        self._latest.ask(lambda: self._elsewhere(question))

    def _elsewhere(self, question: Callable[[Any], T]) -> T:
        with self._store.reader() as store:
            return question(store)

    def _answered(self, value: Any) -> None:
        self._show(value)


def _nothing(_value: Any) -> None:
    return
