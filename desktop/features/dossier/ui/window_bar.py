"""The window of days as a bar: the test month is moved to and fro, and taken when it suits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.features.dossier.ui.time_line import TimeLine
from desktop.features.dossier.window import (
    STATES,
    Move,
    Window,
    set_window,
    try_window,
    window_before,
    window_of,
    window_rows,
)
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.wrapping import WrappingRow

_SHOWN = 4


class WindowBar(QWidget):
    """Words about the window, the steps to another test month, and the line of days."""

    def __init__(self, context: UiContext, ask_window: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        self._tried: Window | None = None
        self.line = TimeLine()
        self.words = QLabel()
        self.words.setObjectName("dossier.window_words")
        self.words.setWordWrap(True)
        row = WrappingRow(grows=False)
        self._take = self._button(row, "take", "采用", self._apply)
        self._back = self._button(row, "back", "不改", self.reload)
        self._button(row, "earlier", "测评早一月", lambda: self._step(-1))
        self._button(row, "later", "测评晚一月", lambda: self._step(1))
        self._button(row, "window", "另定起止日", ask_window)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addLayout(row)
        column.addWidget(self.line)
        column.addStretch()

    def _button(
        self, row: WrappingRow, name: str, text: str, run: Callable[[], None]
    ) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"dossier.{name}")
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: run())
        row.addWidget(button)
        return button

    def reload(self) -> None:
        """Show the window as it is."""
        self._tried = None
        window = window_of(self._context.store)
        rows = window_rows(self._context.store, window)
        counts = "，".join(f"{s} {sum(r.state == s for r in rows)} 份" for s in reversed(STATES))
        self.words.setText(f"时限窗 {window or '未定'}　{counts}")
        self._show_choice(False)
        self.line.show_rows(rows, window)

    def _step(self, months: int) -> None:
        window = self._tried or window_of(self._context.store)
        if window is None:
            self._context.messages.info("先在设置里填测评日期，或点“另定起止日”。")
            return
        test = window.ends + timedelta(days=1)
        moved = (test + timedelta(31) if months > 0 else test - timedelta(1)).replace(day=1)
        self.try_out(window_before(moved))

    def try_out(self, window: Window) -> None:
        """Show what another window would change; nothing is changed yet."""
        store = self._context.store
        self._tried = window
        move = try_window(store, window)
        self.words.setText(_move_words(move))
        self._show_choice(True)
        self.line.show_rows(window_rows(store, window), move.former, window)

    def _show_choice(self, shown: bool) -> None:
        self._take.setVisible(shown)
        self._back.setVisible(shown)

    def _apply(self) -> None:
        window = self._tried
        if window is not None:
            self._context.perform(
                lambda: set_window(self._context.store, window), f"时限窗已改为 {window}"
            )


def _move_words(move: Move) -> str:
    out = [f"{row.name}（{row.day}）" for row in move.falls_out]
    names = "、".join(out[:_SHOWN]) + (f" 等 {len(out)} 份" if len(out) > _SHOWN else "")
    return (
        f"改成 {move.new}：掉出去 {len(out)} 份{'：' if out else ''}{names}；"
        f"补进来 {len(move.comes_in)} 份。还没有改。"
    )
