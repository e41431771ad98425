"""What stands in a page's place when there is nothing to show there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)


class EmptyState(QScrollArea):
    """Says why a list is empty: nothing there yet, with the next `step`, or nothing that fits.

    It scrolls where the window is too low for it. Signals: cleared() when the person asks for the
    list without its filters.
    """

    cleared = Signal()

    def __init__(self, name: str, text: str, step: tuple[str, Callable[[], None]] | None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._text = text
        self._hint = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._clear = QPushButton("清除筛选")
        self._clear.setObjectName(f"{name}.clear")
        self._clear.clicked.connect(self.cleared)
        self._step = QPushButton(step[0] if step else "")
        self._step.setObjectName(f"{name}.step")
        self._step.setProperty("role", "primary")
        if step:
            self._step.clicked.connect(lambda _checked=False, run=step[1]: run())
        body = QWidget()
        column = QVBoxLayout(body)
        column.addStretch()
        column.addWidget(self._hint)
        column.addSpacing(8)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._step, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        self.setWidget(body)

    def say(self, *, is_filtered: bool) -> None:
        """Show which of both it is."""
        self._hint.setText("没有符合筛选条件的内容。" if is_filtered else self._text)
        self._clear.setVisible(is_filtered)
        self._step.setVisible(not is_filtered and bool(self._step.text()))


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
