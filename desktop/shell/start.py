"""Starting the window: it is painted before the rest of the program is read."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QObject,
    QSettings,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication, QWidget

from desktop import __version__
from desktop.core.launching import WindowWanted
from desktop.core.paths import portable_data
from desktop.shell.window import MainWindow
from desktop.ui_kit.collector import MainThreadCollector
from desktop.ui_kit.theme import apply_chosen_theme

if TYPE_CHECKING:
    from desktop.shell.app import Program

_LATEST_MS = 500


def make_application(arguments: list[str]) -> QApplication:
    """Return the application, with our look and Qt's own words in Chinese."""
    # Named here, since setStyle would make Python know all of QStyle first.
    words = [*arguments, "-style", "Fusion"]
    application = QApplication.instance() or QApplication(words)
    assert isinstance(application, QApplication)
    stay_portable()
    application.setOrganizationName("yingjian")
    application.setApplicationName("yingjian")
    application.setApplicationDisplayName("迎检台")
    application.setApplicationVersion(__version__)
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name in ("qt_zh_CN", "qtbase_zh_CN"):
        translator = QTranslator(application)
        if translator.load(name, place):
            application.installTranslator(translator)
    apply_chosen_theme(application)
    return application


def stay_portable() -> None:
    """In portable mode write nothing outside the program's folder, not even for a moment."""
    data = portable_data()
    if data is not None:
        import tempfile

        (data / "tmp").mkdir(parents=True, exist_ok=True)
        tempfile.tempdir = str(data / "tmp")
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(QSettings.Format.IniFormat, scope, str(data))


class FirstPaint(QObject):
    """Calls once when a widget has been painted, or after a while where it is not to be seen."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then = then
        self._called = False
        widget.installEventFilter(self)
        QTimer.singleShot(_LATEST_MS, self._call)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._call)
        return False

    def _call(self) -> None:
        if not self._called:
            self._called = True
            self._then()


class Moments:
    """Notes in a file when the window was painted and when it could be used."""

    def __init__(self, file: str) -> None:
        self._file = Path(file) if file else None

    def note(self, name: str) -> None:
        """Note a moment, in seconds since 1970, for somebody who has noted when he started us."""
        if self._file is not None:
            with self._file.open("a", encoding="ascii") as stream:
                stream.write(f"{name} {time.time():.4f}\n")


class _Start(QObject):
    """Paints the window, then reads the rest of the program and lets it fill the window."""

    def __init__(self, wanted: WindowWanted) -> None:
        super().__init__()
        self._wanted, self._moments = wanted, Moments(wanted.moments)
        self._program: Program | None = None
        self._window = MainWindow()
        self._window.title.setText("正在打开……")
        FirstPaint(self._window, self._fill)
        self._window.show()

    def is_busy(self) -> bool:
        """Tell whether a worker is at work."""
        return self._program is not None and self._program.is_busy

    def _fill(self) -> None:
        self._moments.note("painted")
        from desktop.shell.app import begin

        self._program = begin(self._window, self._wanted)
        if self._wanted.moments:
            page = self._window.stack.currentWidget()
            assert page is not None
            FirstPaint(page, self._leave)

    def _leave(self) -> None:
        self._moments.note("usable")
        self._window.close()


def run(wanted: WindowWanted) -> int:
    """Open the window and return the exit code when it is closed."""
    application = make_application(sys.argv[:1])
    start = _Start(wanted)
    collector = MainThreadCollector(is_busy=start.is_busy)
    code = application.exec()
    collector.collect()
    del start
    return code
