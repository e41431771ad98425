"""The line that opens under a row that failed: the fault's words, units, photos."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop.ui_kit.file_drops import FileDrops, files_of

_PICTURES = "照片 (*.jpg *.jpeg *.png *.bmp *.gif *.webp *.tif *.tiff)"


class FindingLine(QWidget):
    """Edits one finding in place.

    Signals: saved(text, units) when either was changed, photo(Path) for each photo dropped, pasted
    or chosen, left() when Enter or Esc gives the keys back to the sheet.
    """

    saved = Signal(str, str)
    photo = Signal(object)
    left = Signal()

    def __init__(self, name: str, number: int, text: str, units: str, photos: int) -> None:
        super().__init__()
        self.setObjectName(name)
        FileDrops(self).dropped.connect(self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(8)
        head = QLabel(f"▲ 问题 {number}")
        head.setProperty("role", "error")
        self._text, self._units = QLineEdit(text), QLineEdit(units)
        self._photos = QPushButton()
        self.show_photos(photos)
        for widget, key, words in (
            (self._text, "text", "问题"), (self._units, "units", "责任单位"),
            (self._photos, "photo", "添加照片，也可以拖进来或粘贴"),
        ):  # fmt: skip
            widget.setObjectName(f"{name}.{key}")
            widget.setAccessibleName(words)
            widget.setToolTip(words)
        self._units.setPlaceholderText("责任单位，用、分开")
        self._text.setPlaceholderText("写清哪里、什么问题")
        row.addWidget(head)
        row.addWidget(self._text, 3)
        row.addWidget(self._units, 2)
        row.addWidget(self._photos)
        self._said = (text, units)
        for edit in (self._text, self._units):
            edit.editingFinished.connect(self._save)
        self._photos.clicked.connect(self._choose)

    def show_photos(self, count: int) -> None:
        """Say how many photos there are."""
        self._photos.setText(f"照片 {count}" if count else "照片")

    def start(self) -> None:
        """Let the keys go to the words of the fault."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._text.selectAll()

    def _save(self) -> None:
        said = (self._text.text(), self._units.text())
        if said != self._said:
            self._said = said
            self.saved.emit(*said)

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self.window(), "选择照片", "", _PICTURES)
        for name in names:
            self.photo.emit(Path(name))

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._save()
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    def _paste(self) -> None:
        """Take the clipboard's picture or files; words are the fields' own business."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasUrls():
            self._take(files_of(mime))
        elif mime.hasImage():
            folder = Path(tempfile.mkdtemp(prefix="yingjian-"))
            path = folder / "粘贴的照片.png"
            QGuiApplication.clipboard().image().save(str(path))
            self.photo.emit(path)
            path.unlink(missing_ok=True)
            folder.rmdir()

    def _take(self, paths: list[Path]) -> None:
        for path in paths:
            self.photo.emit(path)
