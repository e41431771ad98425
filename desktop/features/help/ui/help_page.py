"""One page of the help: its pictures are never wider than the room there is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser

_PICTURE = QTextDocument.ResourceType.ImageResource.value


class HelpPage(QTextBrowser):
    """Shows markdown that came with the program."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setOpenLinks(False)
        # The room must not change with what is shown in it.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_text(self, markdown: str) -> None:
        """Show a page from its beginning."""
        self._text = markdown
        self.setMarkdown(markdown)

    def show_plain(self, text: str) -> None:
        """Show words as they stand."""
        self._text = ""
        self.setPlainText(text)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        found = super().loadResource(kind, name)
        if kind != _PICTURE:
            return found
        picture = QImage.fromData(found) if not isinstance(found, QImage) else found
        room = self.viewport().width() - 2 * round(self.document().documentMargin())
        if picture.width() <= max(1, room):
            return picture
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._text and event.size().width() != event.oldSize().width():
            bar = self.verticalScrollBar()
            share = bar.value() / max(1, bar.maximum())
            self.setMarkdown(self._text)
            bar.setValue(round(share * bar.maximum()))
