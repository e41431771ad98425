"""A map without tiles: points by state, rings and routes, with its legend and scale."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.core.sketch import SketchMap, route_style, scale_bar
from desktop.ui_kit import sketch_paint as paint
from desktop.ui_kit.sketch_canvas import STEP, SketchCanvas
from desktop.ui_kit.sketch_drawing import GRID_PX
from desktop.ui_kit.theme import current

_SIDE, _ROW, _HEAD, _TEXT = 188, 24, 84, 40
_SIGN_X = 14
_EMPTY = "没有带经纬度的点位，画不出示意图。\n在点位表里填上经度、纬度后，这里就有了。"


class SketchMapView(QWidget):
    """A map with buttons and legend at its side.

    Signals: opened(id) when a point is clicked or Enter is pressed on it.
    """

    opened = Signal(str)

    def __init__(self, name: str, *, empty: str = _EMPTY) -> None:
        super().__init__()
        self.setObjectName(name)
        self.canvas = SketchCanvas(name, empty)
        self.canvas.opened.connect(self.opened)
        self.canvas.view_changed.connect(self._show_scale)
        self._legend = _Legend()
        self._note = QLabel()
        self._note.setObjectName(f"{name}.note")
        self._note.setProperty("role", "secondary")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._buttons: list[QPushButton] = []
        self._build(name)
        self.setFocusProxy(self.canvas)

    def _build(self, name: str) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for key, text, tip, run in (
            ("zoom_in", "放大", "放大（+）", lambda: self.canvas.zoom(STEP)),
            ("zoom_out", "缩小", "缩小（-）", lambda: self.canvas.zoom(1 / STEP)),
            ("show_all", "全图", "看到全部点位（Home）", self.canvas.show_all),
        ):
            button = QPushButton(text)
            button.setObjectName(f"{name}.{key}")
            button.setAccessibleName(text)
            button.setToolTip(tip)
            button.clicked.connect(lambda _checked=False, run=run: run())
            button.setEnabled(False)
            self._buttons.append(button)
            buttons.addWidget(button)
        scroll = QScrollArea()
        scroll.setWidget(self._legend)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addLayout(buttons)
        side.addWidget(scroll, 1)
        side.addWidget(self._note)
        holder = QWidget()
        holder.setFixedWidth(_SIDE)
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(holder)

    def set_map(self, sketch: SketchMap, *, note: str = "") -> None:
        """Show a map; the note under the legend says what is not on it."""
        self._legend.set_map(sketch)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        counts = "，".join(f"{state.name} {count}" for state, count in sketch.counts())
        self.canvas.setAccessibleName(
            f"{sketch.title}，{len(sketch.points)} 个点位：{counts}。"
            "方向键移动，加减号缩放，PageDown 选下一个点位，回车打开。"
        )
        self.canvas.set_map(sketch)
        for button in self._buttons:
            button.setEnabled(not self.canvas.is_empty)

    def select(self, ids: Collection[str]) -> None:
        """Emphasise points; a single one that is out of sight is brought into view."""
        self.canvas.select(ids)

    def _show_scale(self) -> None:
        self._legend.set_scale(self.canvas.view.scale)


class _Legend(QWidget):
    """North, scale and the meaning of signs and lines."""

    def __init__(self) -> None:
        super().__init__()
        self._sketch: SketchMap | None = None
        self._scale = 1.0

    def set_map(self, sketch: SketchMap) -> None:
        self._sketch = sketch
        rows = len(sketch.states) + len(sketch.routes) + len(sketch.rings)
        heads = 1 + bool(sketch.routes)
        self.setMinimumHeight(_HEAD + (rows + heads) * _ROW)
        words = [f"{state.name} {count}" for state, count in sketch.counts()]
        words += [f"路线 {i} {route.team}" for i, route in enumerate(sketch.routes, 1)]
        words += [ring.words for ring in sketch.rings]
        self.setAccessibleName("图例：" + "；".join(words))
        self.update()

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        sketch = self._sketch
        if sketch is None or not (sketch.points or sketch.rings or sketch.routes):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(paint.map_font(self.font()))
        self._head(painter)
        top = self._section(painter, f"点位 {len(sketch.points)}", _HEAD)
        for state, count in sketch.counts():
            paint.paint_sign(painter, state, QPointF(_SIGN_X, top + _ROW / 2))
            top = self._row(painter, top, state.name, str(count))
        for ring in sketch.rings:
            painter.setPen(QColor(current().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(_SIGN_X, top + _ROW / 2), 8, 8)
            top = self._row(painter, top, ring.words, "")
        if sketch.routes:
            top = self._section(painter, "路线", top)
        for number, route in enumerate(sketch.routes):
            style, middle = route_style(number), top + _ROW / 2
            paint.paint_route(painter, ((2, middle), (_TEXT - 6, middle)), style)
            paint.paint_number(painter, (10, middle), number + 1, style)
            top = self._row(painter, top, route.team, f"{len(route.places)} 站")
        painter.end()

    def _head(self, painter: QPainter) -> None:
        paint.paint_north(painter, QPointF(_SIGN_X, 24))
        bar = scale_bar(self._scale, GRID_PX)
        paint.paint_scale_bar(painter, _TEXT, 46, bar.length)
        painter.setPen(QColor(current().text))
        painter.drawText(QPointF(_TEXT, 34), bar.words)
        painter.setPen(QColor(current().secondary))
        painter.drawText(QPointF(_TEXT, 64), f"方格边长 {bar.words}")

    def _section(self, painter: QPainter, words: str, top: float) -> float:
        painter.setPen(QColor(current().secondary))
        painter.drawText(QPointF(4, top + 16), words)
        painter.setPen(QColor(current().line))
        painter.drawLine(QPointF(4, top + _ROW - 1), QPointF(self.width() - 4, top + _ROW - 1))
        return top + _ROW

    def _row(self, painter: QPainter, top: float, words: str, count: str) -> float:
        metrics = QFontMetricsF(painter.font())
        room = self.width() - _TEXT - metrics.horizontalAdvance(count) - 12
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(current().text))
        painter.drawText(QRectF(_TEXT, top, room, _ROW), middle, text)
        painter.setPen(QColor(current().secondary))
        painter.drawText(QRectF(0, top, self.width() - 4, _ROW),
                         middle | Qt.AlignmentFlag.AlignRight, count)  # fmt: skip
        return top + _ROW
