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
        self._scaled = QPixmap()

    def show_picture(self, data: bytes) -> bool:
        """Show a JPEG; return whether it is one."""
        self.picture = QPixmap()
        self._scaled = QPixmap()
        is_shown = self.picture.loadFromData(data)
        self.update()
        return is_shown

    def sizeHint(self) -> QSize:
        return QSize(320, 420)

    def paintEvent(self, event: Any) -> None:
        if self.picture.isNull():
            return
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        wanted = size * self.devicePixelRatioF()
        if self._scaled.size() != wanted:
            # A painter's own scaling would make the letters of a page ragged.
            self._scaled = self.picture.scaled(
                wanted, mode=Qt.TransformationMode.SmoothTransformation
            )
        place = QRect((self.width() - size.width()) // 2, 0, size.width(), size.height())
        QPainter(self).drawPixmap(place, self._scaled)
