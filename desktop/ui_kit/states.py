"""What stands in a page's place when there is nothing to show there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class ErrorState(QWidget):
    """Says what went wrong, what was not changed, what to do; the details can be copied."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}.error")
        self._text = ""
        self._words = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        copy = QPushButton("复制详情")
        copy.setObjectName(f"{name}.error.copy")
        copy.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(self._words)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch()

    def say(self, text: str) -> None:
        """Show a refusal."""
        self._text = text
        self._words.setText(f"▲ {text}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
