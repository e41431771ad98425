"""Signing in, and the lock screen that asks for it again after a while without keys or mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import UserError

_WIDTH, _DAY = 320, 24 * 60
_MOVES = {
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
}  # fmt: skip
_BEHIND = {QEvent.Type.Shortcut, QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}


def _shown() -> list[QWidget]:
    """Return the windows and dialogs that are on the screen."""
    windows = (Qt.WindowType.Window, Qt.WindowType.Dialog)
    found = QApplication.topLevelWidgets()
    return [item for item in found if item.isVisible() and item.windowType() in windows]


class LockScreen(QFrame):
    """Covers a window until somebody signs in; `sign_in` gets name and password and may refuse.

    Signals: opened() when somebody has signed in.
    """

    opened = Signal()

    def __init__(
        self, window: QWidget, names: Callable[[], list[str]],
        sign_in: Callable[[str, str], object],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self.setObjectName("lock")
        self.setAutoFillBackground(True)
        self._window = self._host = window
        self._curtains: list[QFrame] = []
        self._names, self._sign_in = names, sign_in
        self.name, self.password = QComboBox(), QLineEdit()
        self.name.setObjectName("lock.name")
        self.name.setAccessibleName("姓名")
        self.password.setObjectName("lock.password")
        self.password.setAccessibleName("口令")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("口令（没有设就留空）")
        self.error = QLabel()
        self.error.setObjectName("lock.error")
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self._build()
        self.hide()

    def _build(self) -> None:
        title = QLabel("登录")
        title.setProperty("role", "title")
        button = QPushButton("登录")
        button.setObjectName("lock.open")
        button.setProperty("role", "primary")
        button.clicked.connect(self.try_open)
        self.password.returnPressed.connect(self.try_open)
        column = QVBoxLayout()
        column.setSpacing(8)
        for widget in (title, self.name, self.password, self.error, button):
            widget.setFixedWidth(_WIDTH)
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(column)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addLayout(row)
        layout.addStretch()

    def lock(self, name: str = "") -> None:
        """Cover the window, or the dialog over it, which keeps what is typed in it."""
        if self.isVisible():
            return
        self.name.clear()
        self.name.addItems(self._names())
        self.name.setCurrentText(name)
        self.password.clear()
        self.error.clear()
        self._host = QApplication.activeModalWidget() or self._window
        self.setParent(self._host)
        self._curtains = [self._curtain(other) for other in _shown() if other is not self._host]
        self._host.installEventFilter(self)
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.password.setFocus()

    def _curtain(self, window: QWidget) -> QFrame:
        curtain = QFrame(window)
        curtain.setObjectName("lock")
        curtain.setAutoFillBackground(True)
        curtain.setGeometry(window.rect())
        curtain.show()
        curtain.raise_()
        return curtain

    def try_open(self) -> None:
        """Sign in; a refusal is shown and the screen stays."""
        try:
            self._sign_in(self.name.currentText(), self.password.text())
        except UserError as error:
            self.password.clear()
            self.error.setText(str(error))
            return
        self._host.removeEventFilter(self)
        for curtain in self._curtains:
            curtain.deleteLater()
        self._curtains = []
        self.hide()
        self.setParent(self._window)
        self.opened.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        # Shortcuts and closing of what lies behind the screen must wait.
        return event.type() in _BEHIND

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()


class IdleWatch(QObject):
    """Notices when nobody has touched keys or mouse for a while.

    Signals: idle().
    """

    idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.idle)

    def wait_for(self, minutes: int) -> None:
        """Say after how long the place counts as left, from a minute to a day."""
        self.timer.setInterval(min(max(1, minutes), _DAY) * 60_000)

    def watch(self) -> None:
        """Begin to look at keys and mouse; every event of the program costs a little then."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        # Keys and mouse reach a window before its widgets. A filter over the application would be
        # asked of every event of every widget, thousands while a page is built.
        application.focusWindowChanged.connect(self._watch)
        self._watch(application.focusWindow())
        self.timer.start()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self.timer.start()
        return False
