"""A window over a copy of the sample county, settings kept apart."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import Store
from desktop.shell.desk import Desk
from desktop.shell.window import MainWindow
from desktop.ui_kit.theme import apply_theme


class FakeMessages:
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.errors: list[str] = []

    def info(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Keep a notice."""
        self.said.append(text)

    def error(self, text: str) -> None:
        """Keep a refusal."""
        self.errors.append(text)

    def offer(self, text: str, verb: str, run: Callable[[], None], keep: str = "以后再说") -> None:
        """Take it at once."""
        run()

    def leave_offer(self) -> None:
        """Have none to take back."""

    def ask(self, text: str, verb: str, keep: str) -> bool:
        """Say yes."""
        return True


@pytest.fixture(autouse=True)
def settings_apart(tmp_path: Path) -> None:
    """Keep the person's own settings out of the tests."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def garbage_on_this_thread(qapp: QApplication) -> Iterator[None]:
    """Collect windows where they were made: a collection on the worker would abort Qt."""
    gc.disable()
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, county_store: Store) -> Iterator[Desk]:
    """The sample county open in a window."""
    qapp.setOrganizationName("yingjian")
    qapp.setApplicationName("yingjian")
    apply_theme(qapp, dark=False)
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: None)
    made = Desk(window, county_store, FakeMessages())
    window.resize(1366, 768)
    window.show()
    yield made
    made.runner.shutdown()
    window.on_close = None
