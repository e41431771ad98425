"""Charts in the window: the shapes of `core.chart` in the theme's colours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.chart import Box, ChartStyle, Dot, Drawing, Stroke, Words
from desktop.ui_kit.theme import current

Maker = Callable[[ChartStyle], Drawing]
_LETTER, _ROW = 12.0, 28.0
_NAMES = {"empty": "panel", "range": "selected"}
_FILLED = ("busy", "accent", "bad", "good")


class ChartView(QWidget):
    """Shows one chart and lays it out anew when its width changes."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._make: Maker | None = None
        # A layout asks for the height at one width many times over.
        self._drawn: dict[float, Drawing] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chart(self, make: Maker) -> None:
        """Show a chart; `make` draws it for the measures it is given."""
        self._make = make
        self._drawn.clear()
        self.setAccessibleName(self.drawing(400).spoken)
        self.updateGeometry()
        self.update()

    def drawing(self, wide: float) -> Drawing:
        """Return the chart as it is at a width."""
        if self._make is None:
            return Drawing(wide, _ROW, ())
        if wide not in self._drawn:
            metrics = QFontMetricsF(self.font())
            style = ChartStyle(wide, _ROW, _LETTER, metrics.horizontalAdvance)
            self._drawn[wide] = self._make(style)
        return self._drawn[wide]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self.drawing(width).high)

    def sizeHint(self) -> QSize:
        width = max(320, self.width())
        return QSize(width, self.heightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        self._drawn.clear()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self.drawing(self.width()).shapes:
            _paint(painter, shape)
        painter.end()


def _colour(tone: str) -> QColor:
    return QColor(getattr(current(), _NAMES.get(tone, tone)))


def _paint(painter: QPainter, shape: Box | Stroke | Words | Dot) -> None:
    if isinstance(shape, Box):
        painter.fillRect(QRectF(shape.x, shape.y, shape.wide, shape.high), _colour(shape.tone))
    elif isinstance(shape, Stroke):
        painter.setPen(QPen(_colour(shape.tone), shape.weight * 0.8))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.places]))
    elif isinstance(shape, Dot):
        colour = _colour(shape.tone)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour if shape.filled else QColor(current().background))
        painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
    else:
        _say(painter, shape)


def _say(painter: QPainter, words: Words) -> None:
    is_light = words.on in _FILLED
    painter.setPen(QColor(current().background) if is_light else _colour(words.tone))
    wide = painter.fontMetrics().horizontalAdvance(words.text)
    shift = {"left": 0.0, "centre": wide / 2, "right": float(wide)}[words.align]
    painter.drawText(QPointF(words.x - shift, words.y), words.text)
