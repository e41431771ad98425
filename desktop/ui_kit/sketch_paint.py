"""Painting the parts of a sketch map: signs, routes, rings, numbers, names, grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from desktop.core.sketch import SIGNS, MapState, Place, RouteStyle, grid_lines
from desktop.ui_kit.theme import current

SIGN = 5.0
_OUTLINE, _HALO, _ROUTE, _RING = 1.4, 1.2, 2.0, 1.2


def map_font(font: QFont) -> QFont:
    """Return the font of names on a map."""
    small = QFont(font)
    small.setPixelSize(12)
    return small


def ground_colour(*, opaque: bool = True) -> QColor:
    """Return the colour of the empty map; the other one lets lines shine through under names."""
    colour = QColor(current().background)
    if not opaque:
        colour.setAlpha(205)
    return colour


def paint_sign(painter: QPainter, state: MapState, middle: QPointF, radius: float = SIGN) -> None:
    """Draw a state's sign within a halo that parts it from what lies under it."""
    colour = QColor(getattr(current(), state.colour))
    painter.save()
    painter.translate(middle)
    for width, pen in ((_OUTLINE + 2 * _HALO, ground_colour()), (_OUTLINE, colour)):
        painter.setPen(QPen(pen, width, j=Qt.PenJoinStyle.MiterJoin))
        for part in SIGNS[state.sign]:
            painter.setBrush(colour if part.filled else ground_colour())
            if part.corners:
                painter.drawPolygon(
                    QPolygonF([QPointF(x * radius, y * radius) for x, y in part.corners])
                )
            else:
                painter.drawEllipse(QPointF(), radius, radius)
    painter.restore()


def sign_pixmap(state: MapState, ratio: float, radius: float) -> QPixmap:
    """Return a state's sign as a picture, for drawing it thousands of times."""
    side = 2 * (radius * 1.3 + _OUTLINE + 2 * _HALO)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_sign(painter, state, QPointF(side / 2, side / 2), radius)
    painter.end()
    return pixmap


def paint_route(
    painter: QPainter, places: Sequence[Place], style: RouteStyle, seen: QRectF | None = None
) -> None:
    """Draw the line of a route, its dashes running on over corners; only the legs in sight."""
    pen = QPen(QColor(style.colour), _ROUTE)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style.dash:
        pen.setDashPattern(list(style.dash))
    walked = 0.0
    for (x1, y1), (x2, y2) in pairwise(places):
        box = QRectF(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        if seen is None or seen.intersects(box.adjusted(-_ROUTE, -_ROUTE, _ROUTE, _ROUTE)):
            pen.setDashOffset(walked / _ROUTE)
            painter.setPen(pen)
            painter.drawLine(QLineF(x1, y1, x2, y2))
        walked += math.hypot(x2 - x1, y2 - y1)


def paint_leader(painter: QPainter, number: Place, first: Place, style: RouteStyle) -> None:
    """Draw a line from a route's number to the place where it begins."""
    painter.setPen(QPen(QColor(style.colour), _ROUTE / 2))
    painter.drawLine(QLineF(*number, *first))


def paint_number(painter: QPainter, middle: Place, number: int, style: RouteStyle) -> None:
    """Draw a route's number in a disc of its colour."""
    radius = QFontMetricsF(painter.font()).height() / 2
    painter.setPen(QPen(ground_colour(), _HALO))
    painter.setBrush(QColor(style.colour))
    painter.drawEllipse(QPointF(*middle), radius, radius)
    painter.setPen(QColor("#FFFFFF"))
    box = QRectF(middle[0] - radius, middle[1] - radius, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))


def paint_ring(painter: QPainter, x: float, y: float, radius: float) -> None:
    """Draw a ring and the cross of its middle."""
    painter.setPen(QPen(QColor(current().accent), _RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(x, y), radius, radius)
    reach = SIGN * 2
    painter.drawLine(QLineF(x - reach, y, x + reach, y))
    painter.drawLine(QLineF(x, y - reach, x, y + reach))


def paint_grid(painter: QPainter, seen: QRectF, step: float) -> None:
    """Draw squares of `step` pixels that keep to the ground."""
    left, right, top, bottom = seen.left(), seen.right(), seen.top(), seen.bottom()
    pen = QPen(QColor(current().line), 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    lines = [QLineF(x, top, x, bottom) for x in grid_lines(left, right, origin=0, step=step)]
    lines += [QLineF(left, y, right, y) for y in grid_lines(top, bottom, origin=0, step=step)]
    painter.drawLines(lines)


def paint_name(painter: QPainter, text: str, box: QRectF) -> None:
    """Draw a name emphasised on a ground of its own."""
    painter.setPen(QPen(QColor(current().accent), 1))
    painter.setBrush(ground_colour())
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(current().text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_north(painter: QPainter, middle: QPointF) -> None:
    """Draw an arrow to the north with its word, 44 pixels high."""
    x, top = middle.x(), middle.y() - 22
    colour = QColor(current().text)
    painter.setPen(colour)
    painter.drawText(QRectF(x - 12, top, 24, 16), Qt.AlignmentFlag.AlignCenter, "北")
    tip, foot, notch = QPointF(x, top + 17), top + 44, QPointF(x, top + 38)
    painter.setPen(QPen(colour, 1.2, j=Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(ground_colour())
    painter.drawPolygon(QPolygonF([tip, QPointF(x + 8, foot), notch, QPointF(x - 8, foot)]))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, notch, QPointF(x - 8, foot)]))


def paint_scale_bar(painter: QPainter, left: float, base: float, length: float) -> None:
    """Draw a bar whose two halves can be told apart."""
    colour = QColor(current().text)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(ground_colour())
    painter.drawRect(QRectF(left, base - 5, length, 5))
    painter.fillRect(QRectF(left, base - 5, length / 2, 5), colour)
