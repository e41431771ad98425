"""A page or photo, as large as there is room."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget


class PagePicture(QWidget):
    """Shows a picture whole; it holds sharpness on dense screens."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("evidence.preview.picture")
        self.setAccessibleName("材料预览")
        self.picture = QPixmap()

    def show_picture(self, data: bytes) -> bool:
        """Show a JPEG; return whether it is one."""
        self.picture = QPixmap()
        is_shown = self.picture.loadFromData(data)
        self.update()
        return is_shown

    def sizeHint(self) -> QSize:
        return QSize(320, 420)

    def paintEvent(self, event: Any) -> None:
        if self.picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect((self.width() - size.width()) // 2, 0, size.width(), size.height())
        painter.drawPixmap(place, self.picture)
