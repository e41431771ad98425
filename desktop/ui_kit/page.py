"""A page of the window: title row with its main actions, then the body."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.changes import Kind
from desktop.ui_kit.theme import icon


class Page(QWidget):
    """One page; subclasses state their title, icon and what they listen to."""

    NAME = ""
    TITLE = ""
    ICON = ""
    listens_to: frozenset[Kind] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(12)
        self._texts: dict[QPushButton, str] = {}
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        title = QLabel(self.TITLE)
        title.setProperty("role", "title")
        self._head.addWidget(title)
        self._head.addStretch()
        self._layout.addLayout(self._head)

    def add_action(
        self, name: str, text: str, icon_name: str, run: Callable[[], None], *,
        primary: bool = False, last: bool = False,
    ) -> QPushButton:  # fmt: skip
        """Put a button into the title row; its objectName is `<page>.<name>`.

        A `last` one stands apart and shows only its picture: what should not be hit by chance.
        """
        button = QPushButton(text)
        button.setObjectName(f"{self.NAME}.{name}")
        button.setAccessibleName(text)
        if primary:
            button.setProperty("role", "primary")
        else:
            button.setIcon(icon(icon_name))
            self._texts[button] = text
        if last:
            button.setText("")
            button.setToolTip(text)
            button.setProperty("role", "quiet")
            del self._texts[button]
            self._head.addSpacing(8)
        button.clicked.connect(lambda _checked=False: run())
        self._head.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words off the lesser buttons where they would be cut."""
        for button, text in self._texts.items():
            button.setText(text)
            button.setToolTip("")
        margins = self._layout.contentsMargins()
        room = event.size().width() - margins.left() - margins.right()
        if self._head.minimumSize().width() > room or self._head.sizeHint().width() > room:
            for button, text in self._texts.items():
                button.setText("")
                button.setToolTip(text)
        super().resizeEvent(event)

    def set_body(self, body: QWidget) -> None:
        """Put the page's content under the title row."""
        self._layout.addWidget(body, 1)

    def reload(self) -> None:
        """Read again what the page shows."""
