"""Bars drawn with the number beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui_kit.theme import current, state_colour

_ROW, _LABEL, _SHARE = 30, 190, 92


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its parts in the order of the chart's states, and the words beside it."""

    name: str
    counts: tuple[int, ...]
    words: str


class StackedBars(QWidget):
    """Horizontal bars, one per row, stacked by state."""

    def __init__(self, states: Sequence[str]) -> None:
        super().__init__()
        self._states = tuple(states)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars = tuple(bars)
        self.setAccessibleName("；".join(f"{bar.name} {bar.words}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 26 + _ROW * len(self._bars))

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._legend(painter)
        longest = max((sum(bar.counts) for bar in self._bars), default=0)
        space = self.width() - _LABEL - _SHARE
        for number, bar in enumerate(self._bars):
            self._bar(painter, bar, 26 + number * _ROW, space / longest if longest else 0)
        painter.end()

    def _legend(self, painter: QPainter) -> None:
        x = float(_LABEL)
        metrics = QFontMetricsF(self.font())
        for state in self._states:
            painter.fillRect(QRectF(x, 5, 10, 10), self._colour(state))
            painter.setPen(QPen(QColor(current().line)))
            painter.drawRect(QRectF(x, 5, 10, 10))
            painter.setPen(QColor(current().secondary))
            painter.drawText(QRectF(x + 15, 0, 90, 20), Qt.AlignmentFlag.AlignVCenter, state)
            x += 15 + metrics.horizontalAdvance(state) + 16

    def _colour(self, state: str) -> QColor:
        return QColor(current().panel) if state == self._states[0] else state_colour(state)

    def _bar(self, painter: QPainter, bar: Bar, top: int, scale: float) -> None:
        metrics = QFontMetricsF(self.font())
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, _LABEL - 12)
        painter.setPen(QColor(current().text))
        painter.drawText(QRectF(0, top, _LABEL - 12, _ROW), Qt.AlignmentFlag.AlignVCenter, name)
        x = float(_LABEL)
        for state, count in zip(self._states, bar.counts, strict=True):
            wide = count * scale
            if not count:
                continue
            box = QRectF(x, top + 6, wide, _ROW - 12)
            painter.fillRect(box, self._colour(state))
            painter.setPen(QPen(QColor(current().border)))
            painter.drawRect(box)
            if wide > metrics.horizontalAdvance(str(count)) + 6:
                is_first = state == self._states[0]
                painter.setPen(QColor(current().text if is_first else current().background))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))
            x += wide
        painter.setPen(QColor(current().secondary))
        painter.drawText(QRectF(x + 8, top, _SHARE, _ROW), Qt.AlignmentFlag.AlignVCenter, bar.words)
