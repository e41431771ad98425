"""A pane beside a list; on a page with no room for both it is one more tab over the list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget


class SidePane(QObject):
    """Moves a pane, the last in a splitter, to the end of some tabs and back as a page resizes."""

    def __init__(
        self, page: QWidget, pane: QWidget, split: QSplitter, tabs: QTabWidget, *,
        title: str, least: QSize,
    ) -> None:  # fmt: skip
        """Watch `page`; smaller than `least` either way it has no room for the pane."""
        super().__init__(page)
        self._pane, self._split, self._tabs = pane, split, tabs
        self._title, self._least = title, least
        self._sizes = split.sizes()
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pane as the page gets its size."""
        if isinstance(event, QResizeEvent):
            self._fit(event.size())
        return False

    def _fit(self, size: QSize) -> None:
        has_room = size.expandedTo(self._least) == size
        place = self._tabs.indexOf(self._pane)
        if has_room and place >= 0:
            self._tabs.removeTab(place)
            self._split.addWidget(self._pane)
            self._split.setSizes(self._sizes)
            self._pane.show()
        elif not has_room and place < 0:
            self._sizes = self._split.sizes()
            self._tabs.addTab(self._pane, self._title)
