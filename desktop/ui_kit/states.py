"""What stands in a page's place when there is nothing to show there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class ErrorState(QWidget):
    """Says what went wrong, what was not changed, what to do; the details can be copied.

    Signals: retried() when the person asks to try again, where that is offered.
    """

    retried = Signal()

    def __init__(self, name: str, *, retry: bool = False) -> None:
        super().__init__()
        self.setObjectName(f"{name}.error")
        self._text = ""
        self._words = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        copy = QPushButton("复制详情")
        copy.setObjectName(f"{name}.error.copy")
        copy.clicked.connect(self._copy)
        again = QPushButton("重试")
        again.setObjectName(f"{name}.error.retry")
        if not retry:
            again.hide()
        again.clicked.connect(self.retried)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(again)
        buttons.addWidget(copy)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(self._words)
        column.addLayout(buttons)
        column.addStretch()

    def say(self, text: str) -> None:
        """Show a refusal."""
        self._text = text
        self._words.setText(f"▲ {text}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
