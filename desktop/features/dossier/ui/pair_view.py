"""Two pictures side by side, each with its words; one alone takes the whole room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.text import show_bidi

_HINT = "选中一处，这里看它的上下文；是图片的，两张放在一起比。"


class _Side(QWidget):
    """A picture that fits its room, above its words."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setObjectName(name)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._picture, 1)
        column.addWidget(self.words)

    def show_picture(self, content: bytes, words: str) -> None:
        """Show a JPEG, or only the words where there is none."""
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(content, "JPEG")
        self._picture.setAccessibleName(words)
        self.words.setText(show_bidi(words))
        self._fit()

    def _fit(self) -> None:
        if self._pixmap.isNull():
            self._picture.clear()
            return
        room: QSize = self._picture.size()
        self._picture.setPixmap(self._pixmap.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        ))  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class PairView(QWidget):
    """Shows what one row is about."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dossier.pair")
        self._sides = (_Side("dossier.first"), _Side("dossier.second"))
        self.words = QLabel()
        self.words.setObjectName("dossier.words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        row = QHBoxLayout()
        for side in self._sides:
            row.addWidget(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addLayout(row, 1)
        self.clear()

    def clear(self, words: str = "") -> None:
        """Show words only."""
        self.words.setText(show_bidi(words) or _HINT)
        self.words.setProperty("role", "" if words else "secondary")
        self.words.style().polish(self.words)
        for side in self._sides:
            side.hide()

    def show_pictures(self, shown: list[tuple[bytes, str]]) -> None:
        """Show one or two pictures with their words."""
        for number, side in enumerate(self._sides):
            side.setVisible(number < len(shown))
            if number < len(shown):
                side.show_picture(*shown[number])
