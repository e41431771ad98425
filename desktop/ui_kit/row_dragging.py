"""Dragging the selected rows of one table onto a row of another."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QTableView


def rows_of(mark: str) -> QMimeData:
    """Return what a drag carries: only its kind, the selection says the rest."""
    mime = QMimeData()
    mime.setData(f"application/x-yingjian-{mark}", b"")
    return mime


class DraggedRows(QTableView):
    """A table whose rows can be dragged, or be dropped on, under a kind both tables know.

    Signals: rows_dropped(row) when rows of the kind in `drops` are let go over a row.
    """

    rows_dropped = Signal(int)
    drags = ""
    drops = ""
    _pressed: QPoint | None = None

    def take_drops(self, kind: str) -> None:
        """Let rows of that kind be dropped on this table's rows."""
        self.drops = kind
        self.setAcceptDrops(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        is_selected = self.selectionModel().isSelected(self.indexAt(at))
        self._pressed = at if self.drags and is_plain and is_selected else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons():
            super().mouseMoveEvent(event)
            return
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(rows_of(self.drags))
            drag.exec(Qt.DropAction.LinkAction)

    def dragEnterEvent(self, event: Any) -> None:
        self._take(event)

    def dragMoveEvent(self, event: Any) -> None:
        self._take(event)

    def dropEvent(self, event: Any) -> None:
        row = self._take(event)
        if row >= 0:
            self.rows_dropped.emit(row)

    def _take(self, event: Any) -> int:
        """Accept rows of our kind over a row and return it, -1 elsewhere; files go further up."""
        is_ours = bool(self.drops) and event.mimeData().hasFormat(rows_of(self.drops).formats()[0])
        row = self.rowAt(event.position().toPoint().y()) if is_ours else -1
        if row >= 0:
            event.setDropAction(Qt.DropAction.LinkAction)
            event.accept()
        else:
            event.ignore()
        return row
