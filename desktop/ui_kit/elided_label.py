"""A label of one line that ends in … where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


class ElidedLabel(QLabel):
    """Shows a plain text as far as there is room, the whole of it in the tip."""

    def __init__(self, least: int) -> None:
        """Make one that keeps `least` pixels however narrow the window is."""
        super().__init__()
        self._least = least

    def minimumSizeHint(self) -> QSize:
        """Need no more than the least width."""
        return self.sizeHint().boundedTo(QSize(self._least, self.sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        from PySide6.QtCore import Qt  # late: the window is painted before it knows all of Qt

        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        whole = self.text() if shown != self.text() else ""
        if self.toolTip() != whole:
            self.setToolTip(whole)
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, shown)
        painter.end()
