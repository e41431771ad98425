"""The last resort: what nobody foresaw is logged and said in plain words."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import __version__

_log = logging.getLogger("yingjian")
_LOG_BYTES = 1_000_000


def log_file() -> Path:
    """Return where the log lies."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(place) / "yingjian.log"


def install() -> None:
    """Log to a file that is rotated, and catch what nobody caught."""
    sys.excepthook = handle
    file = log_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)


def handle(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an unforeseen error and tell the person; what was saved stays saved."""
    details = "".join(traceback.format_exception(kind, error, trace))
    _log.error("%s %s %s\n%s", __version__, platform.platform(), sys.version, details)
    if QApplication.instance() is None:
        return
    box = QMessageBox(QApplication.activeWindow())
    box.setWindowTitle("程序出错")
    box.setIcon(QMessageBox.Icon.Critical)
    box.setText("程序出了一个没料到的错误，这一步可能没有完成。")
    box.setInformativeText(
        f"以前保存的内容都在。日志在：{log_file()}\n可以继续使用，或重新打开程序。"
    )
    copy = box.addButton("复制详情", QMessageBox.ButtonRole.ActionRole)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    if box.clickedButton() is copy:
        QGuiApplication.clipboard().setText(details)
