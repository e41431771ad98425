"""The last resort: what nobody foresaw is logged and said in plain words."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import __version__
from desktop.core import log

_log = logging.getLogger("yingjian")


class CrashHook(QObject):
    """Takes what nobody caught on any thread; the dialog is shown on the window's own.

    Signals: caught(details) for each of them.
    """

    caught = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._box: QMessageBox | None = None
        self.caught.connect(self._tell)

    def handle(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log an unforeseen error and tell the person; what was saved stays saved."""
        details = "".join(traceback.format_exception(kind, error, trace))
        details = f"{__version__} {platform.platform()} Python {sys.version}\n{details}"
        _log.error("%s", details)
        self.caught.emit(details)

    def handle_thread(self, given: threading.ExceptHookArgs) -> None:
        """Do the same for another thread."""
        self.handle(given.exc_type, given.exc_value, given.exc_traceback)

    def _tell(self, details: str) -> None:
        # One at a time: an error while painting comes again with every repaint.
        if self._box is not None:
            return
        self._box = box = QMessageBox(QApplication.activeWindow())
        box.setObjectName("crash")
        box.setWindowTitle("程序出错")
        box.setIcon(QMessageBox.Icon.Critical)
        box.setText("程序出了一个没料到的错误，这一步可能没有完成。")
        box.setInformativeText(
            "以前保存的内容都在。可以继续使用，或重新打开程序。\n"
            f"日志在：{log.log_folder() / log.LOG_NAME}"
        )
        copy = box.addButton("复制详情", QMessageBox.ButtonRole.ActionRole)
        copy.setObjectName("crash.copy")
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        self._box = None
        if box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(details)


def install() -> CrashHook:
    """Catch what nobody caught, on every thread."""
    hook = CrashHook()
    sys.excepthook = hook.handle
    threading.excepthook = hook.handle_thread
    return hook
