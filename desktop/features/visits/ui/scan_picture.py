"""The picture of a scanned page, as large as there is room."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget


class ScanPicture(QWidget):
    """Shows a picture whole, or a word in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("visits.scans.picture")
        self.setMinimumSize(220, 220)
        self.picture = QPixmap()
        self.text = ""

    def say(self, text: str) -> None:
        """Show words instead of a picture."""
        self.picture, self.text = QPixmap(), text
        self._tell()

    def show_picture(self, data: bytes) -> None:
        """Show a JPEG."""
        self.picture, self.text = QPixmap(), ""
        if not self.picture.loadFromData(data):
            self.text = "图打不开。"
        self._tell()

    def _tell(self) -> None:
        self.setAccessibleName(self.text or "扫描件的图")
        self.update()

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.picture.isNull():
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self.text)
            return
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect((self.width() - size.width()) // 2, 0, size.width(), size.height())
        painter.drawPixmap(place, self.picture)
