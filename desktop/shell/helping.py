"""F1 on any page, the sheet of shortcuts, the quick guide."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.core.paths import exports
from desktop.shell.window import MainWindow
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page

if TYPE_CHECKING:
    from desktop.features.help.ui.help_window import HelpWindow

_GUIDE = "简明指南"


class Helping:
    """Opens the help where one is."""

    def __init__(
        self, window: MainWindow, context: UiContext, show_pdf: Callable[[Path, str], None]
    ) -> None:
        self._window, self._context, self._show_pdf = window, context, show_pdf
        window.add_tool("help", "帮助", "help", ("F1",), self.here)
        QShortcut(QKeySequence("Ctrl+/"), window, lambda: self.help.open_topic("shortcuts"))

    @cached_property
    def help(self) -> HelpWindow:
        """Return the window of the help, made when it is first asked for."""
        from desktop.features.help.ui.help_window import HelpWindow

        return HelpWindow(self._window, self._print_guide)

    def here(self) -> None:
        """Open the page about the page in front."""
        page = self._window.stack.currentWidget()
        self.help.open_topic(page.NAME if isinstance(page, Page) else "start")

    def _print_guide(self) -> None:
        from desktop.features.reports import print_guide

        target = exports(self._context.store.workspace) / f"{_GUIDE}.pdf"
        self._context.start(
            f"生成{_GUIDE}", lambda ctx, store: print_guide(ctx, store, target),
            lambda printed: self._show_pdf(printed.file, _GUIDE),
        )  # fmt: skip
