"""A page of the window: title row with its main actions, then the body."""

from __future__ import annotations

from collections.abc import Callable

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
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        title = QLabel(self.TITLE)
        title.setProperty("role", "title")
        self._head.addWidget(title)
        self._head.addStretch()
        self._layout.addLayout(self._head)

    def add_action(
        self, name: str, text: str, icon_name: str, run: Callable[[], None], *,
        primary: bool = False,
    ) -> QPushButton:  # fmt: skip
        """Put a button into the title row; its objectName is `<page>.<name>`."""
        button = QPushButton(text)
        button.setObjectName(f"{self.NAME}.{name}")
        button.setAccessibleName(text)
        if primary:
            button.setProperty("role", "primary")
        else:
            button.setIcon(icon(icon_name))
        button.clicked.connect(lambda _checked=False: run())
        self._head.addWidget(button)
        return button

    def set_body(self, body: QWidget) -> None:
        """Put the page's content under the title row."""
        self._layout.addWidget(body, 1)

    def reload(self) -> None:
        """Read again what the page shows."""
