"""Tabs whose contents are made when they are first shown: a page opens with one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

W = TypeVar("W", bound=QWidget)


class Tabs(QTabWidget):
    """Makes a tab when it is turned to or asked for; the first one at once.

    Signals: made(widget) when a tab has been made.
    """

    made = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setDocumentMode(True)
        self._waiting: dict[QWidget, Callable[[], QWidget]] = {}
        self.currentChanged.connect(self._make)

    def add(self, title: str, make: Callable[[], W]) -> Callable[[], W]:
        """Offer a tab; return what gives its content, making it where it is not made yet."""
        number = self.count()
        place = QWidget()
        self._waiting[place] = make
        self.addTab(place, title)

        def content() -> W:
            self._make(number)
            return cast("W", self.widget(number))

        return content

    def make_next(self) -> bool:
        """Make one of the tabs not made yet; False where all are."""
        if not self._waiting:
            return False
        self._make(self.indexOf(next(iter(self._waiting))))
        return True

    def reload(self) -> None:
        """Let the tabs made so far read again what they show."""
        for part in map(self.widget, range(self.count())):
            getattr(part, "reload", _nothing)()

    def _make(self, number: int) -> None:
        place = self.widget(number)
        make = self._waiting.pop(place, None) if place is not None else None
        if place is None or make is None:
            return
        content = make()
        is_shown, were_blocked = self.currentIndex() == number, self.blockSignals(True)
        self.insertTab(number, content, self.tabText(number))
        if is_shown:
            self.setCurrentIndex(number)
        self.removeTab(number + 1)
        place.deleteLater()
        self.blockSignals(were_blocked)
        self.made.emit(content)


def _nothing() -> None:
    return
