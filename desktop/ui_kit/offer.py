"""An offer at the foot of the window: it waits for an answer and stops nobody's work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.text import show_bidi

_LINES, _WIDTH, _MARGIN = 4, 620, 16


class Offer(QFrame):
    """Says what could be done and stays until it is taken or left; the latest one is shown."""

    def __init__(self, window: QWidget, show_all: Callable[[str], None]) -> None:
        super().__init__(window)
        self.setObjectName("offer")
        self._window, self._show_all = window, show_all
        self._run: Callable[[], None] | None = None
        self._text = ""
        self._label = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._label.setObjectName("offer.text")
        self._verb, self._keep = QPushButton(), QPushButton()
        self._all = QPushButton("看全部")
        self._verb.setProperty("role", "primary")
        row = QHBoxLayout()
        row.addStretch()
        for name, button, run in (
            ("all", self._all, self._tell), ("keep", self._keep, self.hide),
            ("take", self._verb, self._take),
        ):  # fmt: skip
            button.setObjectName(f"offer.{name}")
            button.clicked.connect(lambda _checked=False, run=run: run())
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._label)
        column.addLayout(row)
        self.hide()

    def make(self, text: str, verb: str, keep: str, run: Callable[[], None]) -> None:
        """Show an offer; `run` does it, `keep` are the words for leaving it."""
        self._text, self._run = text, run
        lines = show_bidi(text).splitlines()
        self._label.setText("\n".join(lines[:_LINES]))
        self._all.setVisible(len(lines) > _LINES)
        self._verb.setText(verb)
        self._keep.setText(keep)
        self.setAccessibleName(text)
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Stand at the foot of the window, above its status line."""
        width = min(_WIDTH, self._window.width() - 2 * _MARGIN)
        height = self.heightForWidth(width)
        left, top = (self._window.width() - width) // 2, self._window.height() - height - 44
        self.setGeometry(left, top, width, height)

    def _take(self) -> None:
        self.hide()
        if self._run is not None:
            self._run()

    def _tell(self) -> None:
        self._show_all(self._text)
