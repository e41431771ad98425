"""What nobody foresaw is logged and said, whatever thread it comes from."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core import log
from desktop.shell import crash


@pytest.fixture
def hook(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[crash.CrashHook]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logger = logging.getLogger("yingjian")
    former, level, logger.handlers = logger.handlers, logger.level, []
    log.start("1.0", tmp_path / "log")
    yield crash.install()
    for handler in logger.handlers:
        handler.close()
    logger.handlers = former
    logger.setLevel(level)


def answer(qtbot: QtBot, button: str, seen: list[str]) -> None:
    """Press a button of the dialog as soon as it is there."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, press)
            return
        seen.append(f"{box.text()}\n{box.informativeText()}")
        found = next(b for b in box.findChildren(QPushButton) if b.text() == button)
        qtbot.mouseClick(found, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)


@pytest.mark.parametrize("where", ["window", "thread"])
def test_it_is_said_logged_and_can_be_copied(
    qtbot: QtBot, hook: crash.CrashHook, tmp_path: Path, where: str
) -> None:
    def fail() -> None:
        raise RuntimeError("没料到")

    seen: list[str] = []
    answer(qtbot, "复制详情", seen)
    if where == "thread":
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    else:
        try:
            fail()
        except RuntimeError as error:
            sys.excepthook(RuntimeError, error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.waitUntil(lambda: "RuntimeError: 没料到" in QGuiApplication.clipboard().text())
    assert "以前保存的内容都在" in seen[0]
    assert "Traceback" not in seen[0]
    assert "yingjian.log" in seen[0]
    logged = (tmp_path / "log" / "yingjian.log").read_text(encoding="utf-8")
    assert "RuntimeError" in logged
    assert "test_crash.py" in logged
    assert "没料到" not in logged
    assert log.take_crash_mark(tmp_path / "log")
    QGuiApplication.clipboard().clear()


def test_a_storm_of_errors_shows_one_dialog(qtbot: QtBot, hook: crash.CrashHook) -> None:
    seen: list[str] = []

    def storm() -> None:
        for _ in range(3):
            hook.handle(RuntimeError, RuntimeError("再来"), None)

    QTimer.singleShot(30, storm)
    QTimer.singleShot(200, lambda: answer(qtbot, "知道了", seen))
    hook.handle(RuntimeError, RuntimeError("第一个"), None)
    assert len(seen) == 1
    assert QApplication.activeModalWidget() is None
