"""One row of a sheet on the screen: painted as a whole, so that thirty of them come at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.features.visits.choices import Choice, choices_of, chosen, takes_number
from desktop.features.visits.entry import SheetLine
from desktop.ui_kit.theme import Theme, current

_CODE, _PAD, _SEGMENT, _HIGH, _NUMBER = 116.0, 10.0, 82.0, 32.0, 64.0
_LEAST = 46
_COLOURS = {"pass": "good", "fail": "bad", "na": "muted"}
_WORDS = {"pass": "符合", "fail": "不符合", "na": "不适用", None: "未判定"}


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QGuiApplication.font()
    font.setPixelSize(size)
    font.setBold(bold)
    return font


class EntryRow(QWidget):
    """A row: code, item, choices as one segmented control with their keys, number, remark.

    Signals: picked(Choice) when a segment is clicked, pressed() when the row itself is.
    """

    picked = Signal(object)
    pressed = Signal()

    def __init__(self, line: SheetLine, number: int) -> None:
        super().__init__()
        self.setObjectName(f"visits.entry.row{number}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._line, self.is_current = line, False
        self._below = QVBoxLayout(self)
        self._below.setSpacing(4)
        self._high = _LEAST
        self.set_line(line)

    @property
    def line(self) -> SheetLine:
        """Return what the row shows."""
        return self._line

    def set_line(self, line: SheetLine) -> None:
        """Show another state of the row."""
        self._line = line
        said = _WORDS[line.outcome.verdict]
        number = f"，数量 {line.amount}" if line.amount is not None else ""
        self.setAccessibleName(f"{line.code} {line.text}：{said}{number}")
        self.setToolTip("" if not line.is_answered else f"<qt>{line.outcome.why}</qt>")
        self._measure()
        self.update()

    def set_current(self, is_current: bool) -> None:
        """Mark the row as the one that keys go to."""
        if is_current != self.is_current:
            self.is_current = is_current
            self.update()

    def put_below(self, widget: QWidget) -> None:
        """Open a line under the row, in place."""
        self._below.addWidget(widget)

    def _segments(self) -> list[tuple[QRectF, Choice]]:
        given = choices_of(self._line.rule)
        left = self.width() - _PAD - _NUMBER - 8 - len(given) * _SEGMENT
        top = (self._high - _HIGH) / 2
        return [
            (QRectF(left + place * _SEGMENT, top, _SEGMENT, _HIGH), choice)
            for place, choice in enumerate(given)
        ]

    def _text_width(self) -> float:
        return self._segments()[0][0].left() - _CODE - 2 * _PAD

    def _measure(self) -> None:
        room = max(120.0, self._text_width())
        wrap = int(Qt.TextFlag.TextWordWrap)
        big, small = QFontMetricsF(_font(15)), QFontMetricsF(_font(12))
        box = QRectF(0, 0, room, 10_000)
        high = big.boundingRect(box, wrap, self._line.text).height() + 18
        for text in (self._line.note, self._line.remark):
            if text:
                high += small.boundingRect(box, wrap, text).height() + 2
        self._high = max(_LEAST, int(high))
        self._below.setContentsMargins(int(_CODE + _PAD), self._high, int(_PAD), 6)
        self.setMinimumHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return room for the row and what is open under it."""
        below = self._below.sizeHint().height() if self._below.count() else self._high
        return QSize(600, max(self._high, below))

    def event(self, event: QEvent) -> bool:
        """Follow what is opened and closed below in height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.setMinimumHeight(self.sizeHint().height())
        return super().event(event)

    def resizeEvent(self, event: Any) -> None:
        self._measure()
        super().resizeEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        self.pressed.emit()
        for box, choice in self._segments():
            if box.contains(QPointF(event.position())):
                self.picked.emit(choice)
                return

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current()
        if self.is_current:
            painter.fillRect(self.rect(), QColor(theme.selected))
            painter.fillRect(QRectF(0, 0, 4, self.height()), QColor(theme.accent))
        painter.setPen(QPen(QColor(theme.line)))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        self._paint_words(painter, theme)
        taken = chosen(self._line)
        for place, (box, choice) in enumerate(self._segments()):
            self._paint_segment(painter, theme, (box, choice), taken == place)
        self._paint_number(painter, theme)
        painter.end()

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        line, wrap = self._line, int(Qt.TextFlag.TextWordWrap)
        painter.setFont(_font(12))
        painter.setPen(QColor(theme.secondary))
        centre = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(_PAD + 4, 0, _CODE - _PAD, self._high), centre, line.code)
        room = max(120.0, self._text_width())
        used = QFontMetricsF(_font(15)).boundingRect(QRectF(0, 0, room, 10_000), wrap, line.text)
        top = 9.0
        painter.setFont(_font(15))
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(_CODE + _PAD, top, room, used.height() + 4), wrap, line.text)
        top += used.height() + 2
        painter.setFont(_font(12))
        for text, colour in ((line.note, theme.secondary), (line.remark, theme.accent)):
            if text:
                box = QRectF(_CODE + _PAD, top, room, 10_000)
                painter.setPen(QColor(colour))
                painter.drawText(box, wrap, text)
                high = QFontMetricsF(_font(12)).boundingRect(box, wrap, text).height()
                top += high + 2

    def _paint_segment(
        self, painter: QPainter, theme: Theme, segment: tuple[QRectF, Choice], taken: bool
    ) -> None:
        box, choice = segment
        verdict = choice.given.verdict
        if verdict is None and choice.given.amount is not None:
            verdict = "pass" if choice.given.amount == 1 else "fail"
        colour = QColor(getattr(theme, _COLOURS[verdict or "na"]))
        inside = box.adjusted(2, 0, -2, 0)
        painter.setPen(QPen(colour if taken else QColor(theme.border)))
        painter.setBrush(colour if taken else QColor(theme.background))
        painter.drawRoundedRect(inside, 6, 6)
        painter.setFont(_font(13, bold=taken))
        painter.setPen(QColor(theme.background if taken else theme.text))
        words = QFontMetricsF(painter.font()).elidedText(
            choice.words, Qt.TextElideMode.ElideRight, inside.width() - 22
        )
        painter.drawText(inside.adjusted(18 if choice.key else 0, 0, 0, 0),
                         int(Qt.AlignmentFlag.AlignCenter), words)  # fmt: skip
        if choice.key:
            painter.setFont(_font(11))
            painter.setPen(QColor(theme.background if taken else theme.muted))
            painter.drawText(inside.adjusted(7, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter),
                             choice.key)  # fmt: skip

    def _paint_number(self, painter: QPainter, theme: Theme) -> None:
        if not takes_number(self._line):
            return
        top = (self._high - _HIGH) / 2
        box = QRectF(self.width() - _PAD - _NUMBER, top, _NUMBER, _HIGH)
        painter.setPen(QPen(QColor(theme.accent if self.is_current else theme.border)))
        painter.setBrush(QColor(theme.background))
        painter.drawRoundedRect(box, 6, 6)
        amount = self._line.amount
        painter.setFont(_font(15 if amount is not None else 12, bold=amount is not None))
        painter.setPen(QColor(theme.text if amount is not None else theme.muted))
        words = "数量" if amount is None else f"{amount:f}"
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
