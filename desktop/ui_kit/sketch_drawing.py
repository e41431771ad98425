"""A sketch map put to one scale and painted; what panning needs again is kept."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QStaticText,
    QTransform,
)

from desktop.core.sketch import Ground, SketchMap, View, route_style, scale_bar, sign_radius
from desktop.core.sketch_layout import Box, Layout, Lettering, lay_out
from desktop.ui_kit import sketch_paint as paint
from desktop.ui_kit.theme import Theme, current

GRID_PX = 120.0
_HIT_PX = 11.0
_GAP, _PAD, _HALO = 3.0, 2.0, 2.0


class SketchDrawing:
    """Draws a map of one ground; the layout is made again only for another scale."""

    def __init__(self, sketch: SketchMap, ground: Ground, font: QFont) -> None:
        self.sketch, self.ground = sketch, ground
        self._font = paint.map_font(font)
        self._metrics = QFontMetricsF(self._font)
        self._widths: dict[str, float] = {}
        self._layout: tuple[float, Layout] | None = None
        self._signs: tuple[tuple[Theme, float, float], dict[str, QPixmap]] | None = None
        self._texts: dict[str, QStaticText] = {}
        names = [state.name for state in sketch.states]
        self._order = sorted(
            range(len(sketch.points)), key=lambda number: names.index(sketch.points[number].state)
        )

    def _width(self, text: str) -> float:
        if text not in self._widths:
            self._widths[text] = self._metrics.horizontalAdvance(text) + 2 * _PAD
        return self._widths[text]

    def _radius(self, scale: float) -> float:
        return sign_radius(self.sketch, self.ground, scale, largest=paint.SIGN)

    def layout_at(self, scale: float, room: Box | None = None) -> Layout:
        """Return the places at a scale, seen from the ground's middle; `room` for new names."""
        if self._layout is None or self._layout[0] != scale:
            reach = self._radius(scale) + _HALO
            lettering = Lettering(self._width, self._metrics.height(), reach, _GAP)
            made = lay_out(self.sketch, self.ground, View(scale), lettering=lettering, room=room)
            self._layout = (scale, made)
        return self._layout[1]

    def forget_layout(self) -> None:
        """Place the names anew at the next drawing."""
        self._layout = None

    def nearest(self, view: View, x: float, y: float) -> list[int]:
        """Return the numbers of the points under a place, the nearest first."""
        found = []
        for number, (left, top) in enumerate(self.layout_at(view.scale).signs):
            away = (left + view.x - x) ** 2 + (top + view.y - y) ** 2
            if away <= _HIT_PX**2:
                found.append((away, number))
        return [number for _, number in sorted(found)]

    def draw(
        self, painter: QPainter, view: View, part: QRectF, *, selected: Collection[str] = ()
    ) -> None:
        """Paint a part of the window, given in pixels; names of the selected are left out."""
        layout = self.layout_at(view.scale)
        painter.save()
        painter.setClipRect(part)
        painter.fillRect(part, paint.ground_colour())
        painter.setFont(self._font)
        painter.translate(view.x, view.y)
        seen = part.translated(-view.x, -view.y)
        paint.paint_grid(painter, seen, scale_bar(view.scale, GRID_PX).length)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x, y, radius in layout.rings:
            paint.paint_ring(painter, x, y, radius)
        for number, (places, start) in enumerate(zip(layout.routes, layout.starts, strict=True)):
            paint.paint_route(painter, places, route_style(number), seen)
            paint.paint_leader(painter, start, places[0], route_style(number))
        self._names(painter, layout, seen, selected)
        self._points(painter, layout, seen, self._radius(view.scale))
        for number, start in enumerate(layout.starts):
            paint.paint_number(painter, start, number + 1, route_style(number))
        painter.restore()

    def draw_selected(self, painter: QPainter, view: View, ids: Collection[str]) -> None:
        """Paint an emphasis on points, over everything else."""
        reach, high = paint.SIGN + 5, self._metrics.height()
        taken: list[QRectF] = []
        painter.save()
        painter.setFont(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(view.x, view.y)
        signs = self.layout_at(view.scale).signs
        for point, (x, y) in zip(self.sketch.points, signs, strict=True):
            if point.id in ids:
                painter.setPen(QPen(QColor(current().accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(x, y), reach, reach)
                text = f"{point.label} {point.name}".strip()
                wide, away = self._width(text) + 8, reach + 3
                has_room = view.x + x + away + wide < painter.window().width()
                left = x + away if has_room else x - away - wide
                box = QRectF(left, y - high / 2 - 2, wide, high + 4)
                if not any(box.intersects(other) for other in taken):
                    taken.append(box)
                    paint.paint_name(painter, text, box)
        painter.restore()

    def _names(
        self, painter: QPainter, layout: Layout, seen: QRectF, selected: Collection[str]
    ) -> None:
        high = self._metrics.height()
        ground = paint.ground_colour(opaque=False)
        left, right, top, bottom = seen.left(), seen.right(), seen.top() - high, seen.bottom()
        points = self.sketch.points
        shown = [label for label in layout.labels if points[label.owner].id not in selected]
        for labels, colour in ((layout.ring_labels, current().accent), (shown, current().text)):
            painter.setPen(QColor(colour))
            for label in labels:
                in_sight = label.x < right and label.x + label.width > left
                if in_sight and top < label.y < bottom:
                    painter.fillRect(QRectF(label.x, label.y + 1, label.width, high - 2), ground)
                    painter.drawStaticText(QPointF(label.x + _PAD, label.y), self._text(label.text))

    def _text(self, text: str) -> QStaticText:
        if text not in self._texts:
            made = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.prepare(QTransform(), self._font)
            self._texts[text] = made
        return self._texts[text]

    def _points(self, painter: QPainter, layout: Layout, seen: QRectF, radius: float) -> None:
        pixmaps = self._pixmaps(painter.device().devicePixelRatio(), radius)
        points, signs = self.sketch.points, layout.signs
        half = next(iter(pixmaps.values())).deviceIndependentSize().width() / 2 if pixmaps else 0
        left, top = seen.left() - half, seen.top() - half
        right, bottom = seen.right() + half, seen.bottom() + half
        for number in self._order:
            x, y = signs[number]
            if left < x < right and top < y < bottom:
                painter.drawPixmap(QPointF(x - half, y - half), pixmaps[points[number].state])

    def _pixmaps(self, ratio: float, radius: float) -> dict[str, QPixmap]:
        made_for = (current(), ratio, radius)
        if self._signs is None or self._signs[0] != made_for:
            states = self.sketch.states
            made = {state.name: paint.sign_pixmap(state, ratio, radius) for state in states}
            self._signs = (made_for, made)
        return self._signs[1]
