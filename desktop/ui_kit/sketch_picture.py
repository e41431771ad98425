"""The picture of a map last shown: after a move only what has come into sight is drawn."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from desktop.core.sketch import View
from desktop.ui_kit.sketch_drawing import SketchDrawing
from desktop.ui_kit.theme import current

# A move this near to whole pixels of the screen leaves the picture sharp.
_EVEN = 0.01


class MapPicture:
    """Keeps one picture and moves it along with the view."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._view = View(1.0)
        self._made_for: object = None

    def forget(self) -> None:
        """Draw everything anew the next time."""
        self._pixmap = None

    def paint_stretched(self, painter: QPainter, view: View) -> None:
        """Paint the picture there is at another scale, as good as it is."""
        if self._pixmap is None:
            return
        factor = view.scale / self._view.scale
        size = self._pixmap.deviceIndependentSize() * factor
        left, top = view.x - self._view.x * factor, view.y - self._view.y * factor
        painter.drawPixmap(
            QRectF(left, top, size.width(), size.height()), self._pixmap,
            QRectF(self._pixmap.rect()),
        )  # fmt: skip

    def of(
        self, drawing: SketchDrawing, view: View, size: QSize, *, ratio: float,
        selected: Collection[str],
    ) -> QPixmap:  # fmt: skip
        """Return the map as seen in a window of a size with `ratio` screen pixels to a pixel."""
        made_for = (view.scale, size, ratio, current(), tuple(selected))
        right, down = view.x - self._view.x, view.y - self._view.y
        is_even = all(abs(way * ratio - round(way * ratio)) < _EVEN for way in (right, down))
        whole = QRectF(0, 0, size.width(), size.height())
        if self._pixmap is None or self._made_for != made_for or not is_even:
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            parts = [whole]
        else:
            self._pixmap.scroll(round(right * ratio), round(down * ratio), self._pixmap.rect())
            parts = _uncovered(whole, right, down)
        if parts:
            painter = QPainter(self._pixmap)
            for part in parts:
                drawing.draw(painter, view, part, selected=selected)
            painter.end()
        self._view, self._made_for = view, made_for
        return self._pixmap


def _uncovered(whole: QRectF, right: float, down: float) -> list[QRectF]:
    """Return the strips that a move has brought into sight, a little more than needed."""
    wide, high = min(abs(right) + 1, whole.width()), min(abs(down) + 1, whole.height())
    parts = []
    if right:
        parts.append(QRectF(0 if right > 0 else whole.width() - wide, 0, wide, whole.height()))
    if down:
        parts.append(QRectF(0, 0 if down > 0 else whole.height() - high, whole.width(), high))
    return parts
