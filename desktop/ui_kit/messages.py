"""Notices inside the window, and dialogs for refusals and for what cannot be undone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from desktop.core.text import show_bidi
from desktop.ui_kit.offer import Offer
from desktop.ui_kit.preferences import preference

_log = logging.getLogger("yingjian")
_SHOWN_S = 5
LATER = "以后再说"


class Messages(Protocol):
    """How pages speak to the person."""

    def info(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Say something that needs no answer."""

    def error(self, text: str) -> None:
        """Say that something was refused, and why."""

    def offer(self, text: str, verb: str, run: Callable[[], None], keep: str = LATER) -> None:
        """Offer to do something that can be left or taken back; nobody has to answer."""

    def ask(self, text: str, verb: str, keep: str) -> bool:
        """Ask before what cannot be undone; the buttons are verbs."""


class WindowMessages(QObject):
    """Speaks inside one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._notice = QFrame(window)
        self._notice.setObjectName("notice")
        self._label = QLabel()
        self._label.setObjectName("notice.text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._undo = QPushButton("撤销")
        self._undo.setObjectName("notice.undo")
        row = QHBoxLayout(self._notice)
        row.setContentsMargins(16, 8, 8, 8)
        row.addWidget(self._label)
        row.addWidget(self._undo)
        self._action: Callable[[], None] | None = None
        self._undo.clicked.connect(self._run_undo)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._notice.hide)
        self._notice.hide()
        self._offer = Offer(window, self.error)
        window.installEventFilter(self)

    def info(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Show a notice for some seconds."""
        _log.info("%s", text)
        self._label.setText(show_bidi(text))
        self._action = undo
        self._undo.setVisible(undo is not None)
        self._place()
        self._notice.show()
        self._notice.raise_()
        seconds = preference("notice", str(_SHOWN_S))
        self._timer.start(1000 * (int(seconds) if seconds.isdigit() else _SHOWN_S))

    def _place(self) -> None:
        self._notice.adjustSize()
        x = (self._window.width() - self._notice.width()) // 2
        foot = self._offer.y() - 8 if self._offer.isVisible() else self._window.height() - 44
        self._notice.move(x, foot - self._notice.height())

    def _run_undo(self) -> None:
        self._notice.hide()
        if self._action is not None:
            self._action()

    def error(self, text: str) -> None:
        """Show a refusal with a button that copies it."""
        _log.warning("%s", text)
        first, _, rest = show_bidi(text).partition("\n")
        box = QMessageBox(self._window)
        box.setObjectName("error")
        box.setWindowTitle("没有完成")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(first)
        box.setInformativeText(rest[:1500])
        copy = box.addButton("复制详情", QMessageBox.ButtonRole.ActionRole)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        if box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(text)

    def offer(self, text: str, verb: str, run: Callable[[], None], keep: str = LATER) -> None:
        """Show an offer at the foot of the window until it is answered."""
        _log.info("%s", text)
        self._offer.make(text, verb, keep, run)

    def leave_offer(self) -> None:
        """Take back what was offered: it concerns nobody any more."""
        self._offer.hide()

    def ask(self, text: str, verb: str, keep: str) -> bool:
        """Ask with two verbs; True for the first."""
        box = QMessageBox(self._window)
        box.setObjectName("ask")
        box.setWindowTitle("请确认")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(show_bidi(text))
        yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is yes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            if self._offer.isVisible():
                self._offer.place()
            if self._notice.isVisible():
                self._place()
        return super().eventFilter(watched, event)
