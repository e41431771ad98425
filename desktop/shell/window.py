"""The window: navigation, the stack of pages, the status line; nothing of the field."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.remaining import Remaining
from desktop.ui_kit.action_row import ActionRow
from desktop.ui_kit.elided_label import ElidedLabel
from desktop.ui_kit.theme import icon

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from desktop.core.changes import Changes
    from desktop.ui_kit.job_runner import JobRunner, RunningJob
    from desktop.ui_kit.page import Page

_NAV, _NARROW_NAV, _TOP = 176, 56, 44
_NARROW = 1000
_LEAST_TITLE = 150
_NAV_ROW, _NAV_MARGINS = 38, 24
_DIGITS = 10


def _plain_label() -> QLabel:
    """Return a label that shows its text as it is, Qt.TextFormat.PlainText.

    By its number, as everything named Qt.… comes late here: Python learning all names of Qt takes
    longer than painting the window.
    """
    label = QLabel()
    label.setProperty("textFormat", 0)
    return label


def _page_key(number: int) -> str:
    """Return the key of the first, second … page: ten digits, then Shift with them."""
    return f"Ctrl+{number % 10}" if number <= _DIGITS else f"Ctrl+Shift+{number - _DIGITS}"


class MainWindow(QMainWindow):
    """Shows one page at a time; pages are made when they are first shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("迎检台")
        self.setMinimumSize(680, 380)
        self._makers: dict[str, Callable[[], Page]] = {}
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._buttons = QButtonGroup(self)
        self._job: RunningJob | None = None
        self._remaining = Remaining()
        self.stack = QStackedWidget()
        self.title = ElidedLabel(_LEAST_TITLE)
        self.countdown = QLabel()
        self.banner = _plain_label()
        self.on_close: Callable[[], None] | None = None
        self._build()
        geometry = QSettings().value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1280, 700)

    def _build(self) -> None:
        self._nav = QFrame()
        self._nav.setObjectName("nav")
        self._nav.setFixedWidth(_NAV)
        self._nav_column = QVBoxLayout(self._nav)
        self._nav_column.setContentsMargins(8, 12, 8, 12)
        self._nav_column.setSpacing(4)
        self._nav_column.addStretch()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._top_bar())
        right.addWidget(self.banner)
        right.addWidget(self.stack, 1)
        right.addWidget(self._status_bar())
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._nav)
        row.addLayout(right, 1)
        self.setCentralWidget(body)

    def _top_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("topbar")
        bar.setFixedHeight(_TOP)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        self.title.setObjectName("window.title")
        self.title.setProperty("textFormat", 0)
        self.title.setProperty("role", "section")
        self.countdown.setObjectName("window.countdown")
        self.countdown.setProperty("role", "secondary")
        row.addWidget(self.title)
        row.addSpacing(12)
        row.addWidget(self.countdown)
        row.addStretch()
        self._top = row
        self._tools = ActionRow("window", spacing=4, drops_last=True)
        row.addWidget(self._tools)
        self.banner.setObjectName("window.banner")
        self.banner.setProperty("role", "banner")
        self.banner.setWordWrap(True)
        self.banner.hide()
        return bar

    def _status_bar(self) -> QFrame:
        self._status = QFrame()
        self._status.setObjectName("statusbar")
        row = QHBoxLayout(self._status)
        row.setContentsMargins(16, 4, 8, 4)
        self._doing = _plain_label()
        self._doing.setObjectName("window.progress")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(220)
        cancel = QPushButton("取消")
        cancel.setObjectName("window.cancel")
        cancel.clicked.connect(self._cancel)
        row.addWidget(self._doing, 1)
        row.addWidget(self._bar)
        row.addWidget(cancel)
        self._status.hide()
        return self._status

    def set_banner(self, text: str) -> None:
        """Show one line over every page for as long as it is true; nothing hides it."""
        self.banner.setText(text)
        self.banner.setVisible(bool(text))

    def add_to_top(self, widget: QWidget) -> None:
        """Put a field into the top bar, before the tools."""
        self._top.insertWidget(self._top.indexOf(self.countdown) + 2, widget)

    def add_tool(
        self, name: str, text: str, picture: str, keys: Sequence[str], run: Callable[[], None]
    ) -> None:
        """Put a tool into the top bar, with its shortcuts."""
        from PySide6.QtGui import QKeySequence, QShortcut

        button = QToolButton()
        button.setObjectName(f"window.{name}")
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(f"{text}（{keys[0]}）" if keys else text)
        button.setIcon(icon(picture))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda _checked=False: run())
        self._tools.add(button)
        for key in keys:
            QShortcut(QKeySequence(key), self, run)

    def add_page(self, name: str, title: str, picture: str, make: Callable[[], Page]) -> None:
        """Offer a page in the navigation."""
        from PySide6.QtGui import QKeySequence, QShortcut

        button = QToolButton()
        button.setObjectName(f"nav.{name}")
        button.setText(f"  {title}")
        button.setAccessibleName(title)
        button.setIcon(icon(picture))
        button.setIconSize(QSize(18, 18))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.clicked.connect(lambda _checked=False: self.go_to(name))
        self._buttons.addButton(button)
        self._nav_column.insertWidget(self._nav_column.count() - 1, button)
        self._makers[name] = make
        self._fit_navigation()
        key = _page_key(len(self._makers))
        button.setToolTip(f"{title}（{key}）")
        QShortcut(QKeySequence(key), self, lambda: self.go_to(name))

    def page(self, name: str) -> Page:
        """Return a page, making it where needed."""
        if name not in self._pages:
            self._pages[name] = self._makers[name]()
            self.stack.addWidget(self._pages[name])
        return self._pages[name]

    def go_to(self, name: str) -> None:
        """Show a page."""
        page = self.page(name)
        if name in self._stale:
            self._stale.discard(name)
            page.reload()
        self.stack.setCurrentWidget(page)
        page.take_focus()
        button = self._nav.findChild(QToolButton, f"nav.{name}")
        if button is not None:
            button.setChecked(True)

    def changed(self, changes: Changes) -> None:
        """Reload the page shown; the others reload when they are next shown."""
        for name, page in self._pages.items():
            if not page.listens_to & changes:
                continue
            if page is self.stack.currentWidget():
                page.reload()
            else:
                self._stale.add(name)

    def reload(self) -> None:
        """Read the page shown again."""
        for page in self._pages.values():
            if page is self.stack.currentWidget():
                page.reload()

    def follow(self, runner: JobRunner) -> None:
        """Show the progress of a worker's jobs."""
        runner.started.connect(self._job_started)
        runner.idle.connect(self._status.hide)

    def _job_started(self, running: RunningJob) -> None:
        self._job, self._remaining = running, Remaining()
        running.progressed.connect(self._progress)
        self._progress(0, 0, running.title)
        self._status.show()

    def _progress(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        left = self._remaining.words(done, total, time.monotonic())
        self._doing.setText(f"{text}，{left}" if left else text)

    def _cancel(self) -> None:
        if self._job is not None:
            self._doing.setText("正在取消……")
            self._job.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_navigation()
        super().resizeEvent(event)

    def _fit_navigation(self) -> None:
        """Show the navigation as icons where the window is narrow, closer where it is low."""
        narrow = self.width() < _NARROW
        self._nav.setFixedWidth(_NARROW_NAV if narrow else _NAV)
        buttons = self._nav.findChildren(QToolButton)
        if not buttons:
            return

        style = Qt.ToolButtonStyle
        gaps = self._nav_column.spacing() * (len(buttons) - 1)
        high = min(_NAV_ROW, (self.height() - _NAV_MARGINS - gaps) // len(buttons))
        for button in buttons:
            button.setFixedSize(self._nav.width() - 16, high)
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon
            )

    def closeEvent(self, event: QCloseEvent) -> None:
        QSettings().setValue("window/geometry", self.saveGeometry())
        if self.on_close is not None:
            self.on_close()
        event.accept()
