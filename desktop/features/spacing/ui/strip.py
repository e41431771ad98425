"""The selected road as a strip drawn to scale, as the print draws it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.features.spacing.rules import (
    Gap,
    chainage_text,
    grid_step,
    labelled,
    metres_text,
)
from desktop.features.spacing.types import RoadResult
from desktop.ui_kit.theme import current, state_colour

_TITLE, _NUMBERS, _BAR, _AXIS, _ADD = 26, 18, 30, 20, 20
_SIDE = 4
_STEPS = 12
# The part of the strip drawn open where the road's end is unknown.
_OPEN = 0.05
_CENTRE, _LEFT, _RIGHT = (
    Qt.AlignmentFlag.AlignCenter,
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
)


class RoadStrip(QWidget):
    """Marks as stems, gaps with their metres, those over the limit hatched, places to add below."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("spacing.strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._result: RoadResult | None = None

    def show_road(self, result: RoadResult | None) -> None:
        """Show another road, or none."""
        self._result = result
        self.setAccessibleName(_spoken(result) if result else "没有选中道路")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, _TITLE + _NUMBERS + _BAR + _AXIS + _ADD)

    def _end(self, result: RoadResult) -> float:
        if result.length_m is not None:
            return result.length_m
        return max((gap.end_m for gap in result.gaps), default=0.0)

    def _per_m(self, result: RoadResult) -> float:
        room = self.width() - 2 * _SIDE
        share = 1.0 if result.length_m is not None else 1 - _OPEN
        end = self._end(result)
        return room * share / end if end else 0.0

    def _x(self, result: RoadResult, metres: float) -> float:
        return _SIDE + metres * self._per_m(result)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._result is not None:
            self._title(painter, self._result)
            if self._result.gaps:
                self._bar(painter, self._result)
                self._stems(painter, self._result)
                self._axis(painter, self._result)
                self._missing(painter, self._result)
        painter.end()

    def _title(self, painter: QPainter, result: RoadResult) -> None:
        bold = QFont(self.font())
        bold.setBold(True)
        line = QRectF(_SIDE, 0, self.width() - 2 * _SIDE, _TITLE)
        painter.setFont(bold)
        painter.setPen(QColor(current().text))
        painter.drawText(line, _LEFT, result.road)
        right = _verdict(result)
        painter.setPen(state_colour(result.state))
        painter.drawText(line, _RIGHT, right)
        metrics = QFontMetricsF(bold)
        taken = metrics.horizontalAdvance(result.road) + 12
        room = line.width() - taken - metrics.horizontalAdvance(right) - 12
        painter.setFont(self.font())
        painter.setPen(QColor(current().secondary))
        words = QFontMetricsF(self.font()).elidedText(
            _known(result), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(line.adjusted(taken, 0, 0, 0), _LEFT, words)

    def _bar(self, painter: QPainter, result: RoadResult) -> None:
        top = _TITLE + _NUMBERS
        for gap in result.gaps:
            self._gap(painter, result, gap)
        painter.setPen(QPen(QColor(current().border), 1))
        wide = self._end(result) * self._per_m(result)
        painter.drawRect(QRectF(_SIDE, top, wide, _BAR))
        if result.length_m is None:
            pen = QPen(QColor(current().muted), 1, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            rest = QRectF(_SIDE + wide, top, self.width() - 2 * _SIDE - wide, _BAR)
            painter.drawRect(rest)
            painter.drawText(rest, _CENTRE, "？")

    def _gap(self, painter: QPainter, result: RoadResult, gap: Gap) -> None:
        x = self._x(result, gap.start_m)
        box = QRectF(x, _TITLE + _NUMBERS, self._x(result, gap.end_m) - x, _BAR)
        words = metres_text(gap.length_m)
        wide = QFontMetricsF(self.font()).horizontalAdvance(words)
        painter.fillRect(box, QColor(current().panel))
        if gap.over:
            ground, lines = QColor(current().bad), QColor(current().bad)
            ground.setAlpha(32)
            lines.setAlpha(150)
            painter.fillRect(box, ground)
            painter.fillRect(box, QBrush(lines, Qt.BrushStyle.BDiagPattern))
        if box.width() > wide + 8:
            label = QRectF(0, 0, wide + 8, 18)
            label.moveCenter(box.center())
            if gap.over:
                painter.fillRect(label, QColor(current().background))
            painter.setPen(QColor(current().bad if gap.over else current().secondary))
            painter.drawText(label, _CENTRE, words)

    def _stems(self, painter: QPainter, result: RoadResult) -> None:
        top, end = _TITLE + _NUMBERS, self._end(result)
        metrics = QFontMetricsF(self.font())
        inside = [mark for mark in result.marks if 0 <= mark.chainage_m <= end]
        wide = max((metrics.horizontalAdvance(mark.number) for mark in inside), default=0) + 6
        room = wide / self._per_m(result)
        shown = set(labelled([mark.chainage_m for mark in inside], room))
        for mark in inside:
            x = self._x(result, mark.chainage_m)
            painter.setPen(QPen(QColor(current().accent), 2))
            painter.drawLine(int(x), top - 3, int(x), top + _BAR)
            if mark.chainage_m in shown:
                shown.discard(mark.chainage_m)
                painter.setPen(QColor(current().text))
                line = QRectF(x - 30, _TITLE - 4, 60, _NUMBERS)
                painter.drawText(line, _CENTRE, mark.number)

    def _axis(self, painter: QPainter, result: RoadResult) -> None:
        top, end = _TITLE + _NUMBERS + _BAR, self._end(result)
        last = f"{metres_text(end)} 米"
        metrics = QFontMetricsF(self.font())
        room = metrics.horizontalAdvance(last) + metrics.horizontalAdvance(metres_text(end)) / 2
        step = grid_step(end, _STEPS)
        right = self._x(result, end)
        painter.setPen(QColor(current().secondary))
        for number in range(int(end / step) + 1):
            x = self._x(result, step * number)
            painter.drawLine(int(x), top, int(x), top + 3)
            if right - x > room + 8:
                line = QRectF(x if number == 0 else x - 40, top + 2, 80, _AXIS - 2)
                painter.drawText(
                    line, _LEFT if number == 0 else _CENTRE, metres_text(step * number)
                )
        painter.drawText(QRectF(right - 120, top + 2, 120, _AXIS - 2), _RIGHT, last)

    def _missing(self, painter: QPainter, result: RoadResult) -> None:
        top = _TITLE + _NUMBERS + _BAR + _AXIS
        places = [place for gap in result.gaps for place in gap.add_at]
        metrics = QFontMetricsF(self.font())
        words = {place: f"▲ 补 {chainage_text(place)}" for place in places}
        wide = max((metrics.horizontalAdvance(text) for text in words.values()), default=0) + 10
        painter.setPen(QColor(current().bad))
        for place in labelled(places, wide / self._per_m(result)):
            left = min(max(self._x(result, place) - wide / 2, 0), self.width() - wide)
            painter.drawText(QRectF(left, top, wide, _ADD), _CENTRE, words[place])

    def event(self, event: QEvent) -> bool:
        """Name the gap under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos().x()), self)
            return True
        return super().event(event)

    def tip_at(self, x: float) -> str:
        """Return the words about the gap at a place, empty where there is none."""
        result = self._result
        for gap in result.gaps if result else ():
            if result and self._x(result, gap.start_m) <= x < self._x(result, gap.end_m):
                return _gap_words(gap)
        return ""


def _gap_words(gap: Gap) -> str:
    ends = f"{chainage_text(gap.start_m)} 至 {chainage_text(gap.end_m)}"
    words = f"{ends}，{metres_text(gap.length_m)} 米"
    if not gap.over:
        return words
    return f"{words}，超过限值，补在 {'、'.join(map(chainage_text, gap.add_at))}"


def _known(result: RoadResult) -> str:
    length = "长度未知" if result.length_m is None else f"全长 {metres_text(result.length_m)} 米"
    limit = "没有限值" if result.limit_m is None else f"每 {metres_text(result.limit_m)} 米一处"
    parts = (result.class_, length, f"{result.mark_count} 处", limit, *result.notes)
    return "　".join(part for part in parts if part)


def _verdict(result: RoadResult) -> str:
    if result.over:
        return f"▲ 超限 {result.over} 段，需补 {result.needed} 处，{result.state}"
    return result.state


def _spoken(result: RoadResult) -> str:
    """Return the strip in words, for those who cannot see it."""
    gaps = "；".join(_gap_words(gap) for gap in result.gaps if gap.over)
    return "；".join(part for part in (result.road, _known(result), _verdict(result), gaps) if part)
