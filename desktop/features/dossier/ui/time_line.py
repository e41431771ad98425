"""Every document on a line of days: those inside the window, and red below it those outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.features.dossier.window import OUTSIDE, Window, WindowRow
from desktop.ui_kit.theme import current

_HIGH, _AXIS, _SIDE, _DOT = 64, 18, 12, 3.0
_MARGIN_DAYS = 20
_NEAR = 6.0
_LABEL = 64


class TimeLine(QWidget):
    """A bar with the window as a band; `show_rows` may draw another window that is only tried."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dossier.time_line")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[WindowRow, ...] = ()
        self._window: Window | None = None
        self._tried: Window | None = None

    def show_rows(
        self, rows: Sequence[WindowRow], window: Window | None, tried: Window | None = None
    ) -> None:
        """Show documents that have a day, in the window as it is or as it is tried."""
        self._rows = tuple(row for row in rows if row.day)
        self._window, self._tried = window, tried
        outside = [row.name for row in self._rows if row.state == OUTSIDE]
        self.setAccessibleName(f"时间轴 {len(self._rows)} 份，期外：{'、'.join(outside) or '无'}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, _HIGH + _AXIS)

    def _ends(self) -> tuple[date, date]:
        days = [row.day for row in self._rows if row.day]
        for window in (self._window, self._tried):
            days += [window.starts, window.ends] if window else []
        margin = timedelta(_MARGIN_DAYS)
        return (min(days) - margin, max(days) + margin) if days else (date.min, date.max)

    def x_of(self, day: date) -> float:
        """Return where a day lies."""
        first, last = self._ends()
        return _SIDE + (day - first).days * (self.width() - 2 * _SIDE) / max(1, (last - first).days)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._rows or self._window:
            self._band(painter)
            self._axis(painter)
            for row, spot in self._spots():
                self._mark(painter, row, spot)
        painter.end()

    def _band(self, painter: QPainter) -> None:
        for window, style in ((self._window, Qt.PenStyle.SolidLine),
                              (self._tried, Qt.PenStyle.DashLine)):  # fmt: skip
            if window is None:
                continue
            left, right = self.x_of(window.starts), self.x_of(window.ends)
            box = QRectF(left, 2, right - left, _HIGH - 4)
            if style == Qt.PenStyle.SolidLine:
                painter.fillRect(box, QColor(current().selected))
            painter.setPen(QPen(QColor(current().accent), 1, style))
            painter.drawRect(box)

    def _axis(self, painter: QPainter) -> None:
        first, last = self._ends()
        painter.setPen(QColor(current().border))
        painter.drawLine(_SIDE, _HIGH, self.width() - _SIDE, _HIGH)
        painter.setPen(QColor(current().secondary))
        day, right = first.replace(day=1), -float(_LABEL)
        while day <= last:
            x = self.x_of(day)
            if day >= first and x - right >= _LABEL:
                painter.drawLine(QPointF(x, _HIGH), QPointF(x, _HIGH + 3))
                painter.drawText(QRectF(x + 3, _HIGH + 1, _LABEL, _AXIS - 2), f"{day:%Y-%m}")
                right = x
            day = (day + timedelta(31)).replace(day=1)

    def _spots(self) -> list[tuple[WindowRow, QPointF]]:
        """Stack documents of nearly the same day."""
        spots, heights = [], dict[int, int]()
        for row in self._rows:
            assert row.day is not None
            x = self.x_of(row.day)
            column = int(x / (2 * _DOT + 1))
            height = heights.get(column, 0)
            heights[column] = height + 1
            step = height % int((_HIGH - 12) / (2 * _DOT + 1))
            spots.append((row, QPointF(x, _HIGH - 6 - step * (2 * _DOT + 1))))
        return spots

    def _mark(self, painter: QPainter, row: WindowRow, spot: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if row.state == OUTSIDE:
            painter.setBrush(QColor(current().bad))
            up, side = QPointF(0, -_DOT - 2), QPointF(_DOT + 2, _DOT)
            low = QPointF(-_DOT - 2, _DOT)
            painter.drawPolygon(QPolygonF([spot + up, spot + side, spot + low]))
        else:
            painter.setBrush(QColor(current().accent if row.certain else current().muted))
            painter.drawEllipse(spot, _DOT, _DOT)

    def event(self, event: QEvent) -> bool:
        """Name the documents under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, place: QPointF) -> str:
        """Return the documents near a place with their days and sources."""
        near = [row for row, spot in self._spots()
                if (spot - place).manhattanLength() <= _NEAR]  # fmt: skip
        return "\n".join(f"{row.day} {row.name}（{row.source}，{row.state}）" for row in near)
