"""The window onto a sketch map, moved and enlarged by mouse and keyboard."""

from __future__ import annotations

import html
from collections.abc import Collection

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop.core.sketch import SketchMap, View, fit, ground_of
from desktop.ui_kit.sketch_drawing import SketchDrawing
from desktop.ui_kit.sketch_paint import ground_colour
from desktop.ui_kit.sketch_picture import MapPicture
from desktop.ui_kit.theme import current

STEP = 1.25
_MARGIN, _ARROW_PX, _MOST_IN_TIP = 36.0, 60, 6
# Placing the names anew at every notch of the wheel would make zooming halt.
_REST_MS = 120
# Pixels per metre beyond which there is nothing more to see, and how far beyond the whole.
_CLOSEST, _FARTHEST = 4.0, 0.4
_MOVES = {
    Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


class SketchCanvas(QWidget):
    """Shows a map.

    Signals: opened(id) when a point is clicked or Enter is pressed on it, view_changed() when the
    scale is another.
    """

    opened = Signal(str)
    view_changed = Signal()

    def __init__(self, name: str, empty: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}.canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 180)
        self._empty = empty
        self._drawing: SketchDrawing | None = None
        self.view = View(1.0)
        self._is_whole = True
        self._selected: tuple[str, ...] = ()
        self._picture = MapPicture()
        self._zooming = QTimer(self, singleShot=True, interval=_REST_MS)
        self._zooming.timeout.connect(self.update)
        self._pressed: QPointF | None = None
        self._dragged_to: QPointF | None = None

    def set_map(self, sketch: SketchMap) -> None:
        """Show a map; where it covers the same ground the view stays."""
        self._zooming.stop()
        before = self._drawing.ground if self._drawing else None
        ground = ground_of(sketch)
        self._drawing = SketchDrawing(sketch, ground, self.font()) if ground else None
        self._picture.forget()
        known = {point.id for point in sketch.points}
        self._selected = tuple(id_ for id_ in self._selected if id_ in known)
        if ground != before or self._is_whole:
            self.show_all()
        self.update()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing on the map has a place."""
        return self._drawing is None

    def select(self, ids: Collection[str]) -> None:
        """Emphasise points; a single one that is out of sight is brought into view."""
        self._zooming.stop()
        self._selected = tuple(ids)
        if self._drawing and len(self._selected) == 1:
            for point in self._drawing.sketch.points:
                if point.id == self._selected[0]:
                    self._bring_into_view(point.lng, point.lat)
                    self.setAccessibleDescription(f"{point.name}，{point.state}")
        self.update()

    def _bring_into_view(self, lng: float, lat: float) -> None:
        if self._drawing is None:
            return
        x, y = self.view.to_page(*self._drawing.ground.projection.to_metres(lng, lat))
        if not self.rect().adjusted(20, 20, -20, -20).contains(round(x), round(y)):
            self.pan(self.width() / 2 - x, self.height() / 2 - y)

    def show_all(self) -> None:
        """Show the whole map."""
        self._is_whole = True
        self._zooming.stop()
        self._picture.forget()
        if self._drawing:
            self._drawing.forget_layout()
            self.view = fit(self._drawing.ground, self.width(), self.height(), margin=_MARGIN)
            room = (-self.view.x + 4, -self.view.y + 4,
                    self.width() - self.view.x - 4, self.height() - self.view.y - 4)  # fmt: skip
            self._drawing.layout_at(self.view.scale, room)
        self.view_changed.emit()
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge by a factor around a place, the middle where none is given."""
        if self._drawing is None:
            return
        whole = fit(self._drawing.ground, self.width(), self.height(), margin=_MARGIN).scale
        least, most = whole * _FARTHEST, max(whole, _CLOSEST)
        factor = min(most, max(least, self.view.scale * factor)) / self.view.scale
        middle = at or QPointF(self.width() / 2, self.height() / 2)
        self._is_whole = False
        self.view = self.view.zoomed(factor, middle.x(), middle.y())
        self._zooming.start()
        self.view_changed.emit()
        self.update()

    def pan(self, right: float, down: float) -> None:
        """Move the map by pixels."""
        self._is_whole = False
        self._zooming.stop()
        ratio = self.devicePixelRatioF()
        self.view = self.view.moved(round(right * ratio) / ratio, round(down * ratio) / ratio)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._is_whole:
            self.show_all()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged_to = event.position(), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._pressed is None and self._zooming.isActive():
            return
        if self._pressed is None:
            over = self._points_at(here)
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.OpenHandCursor
            )
            return
        last = self._dragged_to or self._pressed
        far = (here - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._dragged_to or far:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            before = self.view
            self.pan(here.x() - last.x(), here.y() - last.y())
            self._dragged_to = last + QPointF(self.view.x - before.x, self.view.y - before.y)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        was_dragged, self._pressed, self._dragged_to = bool(self._dragged_to), None, None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        over = [] if was_dragged else self._points_at(event.position())
        if over and self._drawing:
            id_ = self._drawing.sketch.points[over[0]].id
            self.select((id_,))
            self.opened.emit(id_)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            right, down = _MOVES[key]
            self.pan(right * _ARROW_PX, down * _ARROW_PX)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(1 / STEP)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_0):
            self.show_all()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._select_next(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._selected) == 1:
            self.opened.emit(self._selected[0])
        else:
            super().keyPressEvent(event)

    def _select_next(self, step: int) -> None:
        if self._drawing is None or not self._drawing.sketch.points:
            return
        ids = [point.id for point in self._drawing.sketch.points]
        first = 0 if step > 0 else -1
        now = self._selected[-1] if self._selected else None
        self.select((ids[(ids.index(now) + step) % len(ids)] if now in ids else ids[first],))

    def _points_at(self, place: QPointF) -> list[int]:
        return self._drawing.nearest(self.view, place.x(), place.y()) if self._drawing else []

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, place: QPointF) -> str:
        """Return what is said of the points under a place, as safe HTML; empty where none is."""
        if self._drawing is None:
            return ""
        points = [self._drawing.sketch.points[number] for number in self._points_at(place)]
        lines = [
            f"<b>{html.escape(point.name)}</b>"
            f"　{html.escape(point.state)}　{html.escape(point.label)}".rstrip("　")
            for point in points[:_MOST_IN_TIP]
        ]
        if len(points) > _MOST_IN_TIP:
            lines.append(f"还有 {len(points) - _MOST_IN_TIP} 个，放大后可以分开")
        return f"<div style='white-space:pre'>{'<br>'.join(lines)}</div>" if lines else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._drawing and self._zooming.isActive():
            painter.fillRect(self.rect(), ground_colour())
            self._picture.paint_stretched(painter, self.view)
        elif self._drawing:
            pixmap = self._picture.of(
                self._drawing, self.view, self.size(),
                ratio=self.devicePixelRatioF(), selected=self._selected,
            )  # fmt: skip
            painter.drawPixmap(0, 0, pixmap)
            self._drawing.draw_selected(painter, self.view, self._selected)
        else:
            painter.fillRect(self.rect(), QColor(current().background))
            painter.setPen(QColor(current().secondary))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._empty)
        self._frame(painter)
        painter.end()

    def _frame(self, painter: QPainter) -> None:
        colour, width = (current().accent, 2) if self.hasFocus() else (current().line, 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), width, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(self.rect().adjusted(width - 1, width - 1, -1, -1))
