"""What one open workspace is guarded by: daily backups, signing in, checks after a bad end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from db import Store
from desktop.core.errors import Problem
from desktop.features.operators import has_password, operators, sign_in, signed_in
from desktop.features.operators.ui.sign_in import IdleWatch, LockScreen
from desktop.features.settings import number_setting
from desktop.shell.window import MainWindow
from desktop.ui_kit.context import UiContext

if TYPE_CHECKING:
    from desktop.features.backup import BackupInfo

_HOUR_MS = 3_600_000
_BEGIN_MS = 3_000


class Guarding(QObject):
    """Looks after a workspace while it is open in a window."""

    def __init__(self, window: MainWindow, context: UiContext, renamed: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._context, self._renamed = window, context, renamed
        store: Store = context.store
        self._idle, self._is_watching = IdleWatch(self), False
        self._idle.idle.connect(self._leave)
        self._daily = QTimer(self, interval=_HOUR_MS)
        self._daily.timeout.connect(self.back_up)
        self._begin = QTimer(self, singleShot=True, interval=_BEGIN_MS)
        self._begin.timeout.connect(self.back_up)
        context.bus.changed.connect(self._watch)
        self._watch()
        if not store.read_only:
            self._daily.start()
            self._begin.start()
            if operators(store) and signed_in(store) is None:
                self.screen.lock()

    @cached_property
    def screen(self) -> LockScreen:
        """Return the screen that asks who is there."""
        store = self._context.store
        screen = LockScreen(
            self._window, lambda: [item.name for item in operators(store)],
            lambda name, password: sign_in(store, name, password),
        )  # fmt: skip
        screen.opened.connect(self._renamed)
        return screen

    def _watch(self) -> None:
        """Look out for idleness from the first operator on."""
        self._idle.wait_for(number_setting(self._context.store, "lock_minutes"))
        if not self._is_watching and operators(self._context.store):
            self._is_watching = True
            self._idle.watch()

    def stop(self) -> None:
        """Look after nothing any more: the workspace is being closed."""
        for timer in (self._daily, self._begin, self._idle.timer):
            timer.stop()

    def _leave(self) -> None:
        """Lock where somebody with a password is signed in."""
        now = signed_in(self._context.store)
        if now is not None and has_password(self._context.store, now):
            self.screen.lock(now.name)

    def back_up(self) -> None:
        """Make today's backup where it is due."""
        from desktop.features.backup import daily_backup, is_daily_due

        if is_daily_due(self._context.store):
            self._context.start("每日备份", daily_backup, self._backed_up)

    def _backed_up(self, info: BackupInfo | None) -> None:
        if info is not None:
            self._context.messages.info(f"今天的自动备份做好了（{info.files_text}）。")

    def show_operators(self) -> None:
        """Show the operators; a workspace that has none yet gets its first admin here."""
        from desktop.features.operators.ui.dialog import OperatorsDialog

        OperatorsDialog(self._window, self._context).exec()
        self._renamed()

    def offer_check(self, notices: Sequence[str]) -> None:
        """Say what was found on opening and offer to look through everything."""
        if notices:
            question = "\n".join([*notices, "可以现在核对一遍：只读，不改动任何内容。"])
            self._context.messages.offer(question, "核对", self._check)
            if self.screen.isVisible():
                self.screen.raise_()

    def _check(self) -> None:
        from desktop.features.backup import check_deep

        self._context.start("全面核对", check_deep, self._checked)

    def _checked(self, problems: Sequence[Problem]) -> None:
        if not problems:
            self._context.messages.info("核对完了：数据库、材料和备份都完好。")
            return
        lines = "\n".join(str(problem) for problem in problems[:40])
        self._context.messages.offer(
            f"核对发现 {len(problems)} 处问题，什么也没有改动。\n"
            "修复总是在另一份上做：到“备份与恢复”把最近的备份恢复到新文件夹，或用“抢救”另存一份。\n"
            f"{lines}",
            "去备份与恢复", lambda: self._window.go_to("backup"),
        )  # fmt: skip
