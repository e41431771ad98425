"""Files dropped from the desktop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui_kit.file_drops import FileDrops

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_files_of_this_computer_are_taken_and_nothing_else(qtbot: QtBot, tmp_path: Path) -> None:
    target = QWidget()
    qtbot.addWidget(target)
    taken: list[list[Path]] = []
    FileDrops(target).dropped.connect(taken.append)
    for urls, is_taken in (
        ([QUrl.fromLocalFile(str(tmp_path / "甲.txt")), QUrl("https://example.com/a")], True),
        ([QUrl("https://example.com/a")], False), ([], False),
    ):  # fmt: skip
        data = QMimeData()
        data.setUrls(urls)
        data.setText("words")
        enter = QDragEnterEvent(QPoint(2, 2), Qt.DropAction.CopyAction, data, LEFT, NONE)
        enter.ignore()
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted() is is_taken
        drop = QDropEvent(QPointF(2, 2), Qt.DropAction.CopyAction, data, LEFT, NONE)
        QApplication.sendEvent(target, drop)
    assert taken == [[tmp_path / "甲.txt"]]
