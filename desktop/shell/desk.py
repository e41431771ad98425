"""One open workspace in the window: its store, its worker, its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from db import Store, StoreUnavailable
from db.journal import last_seq
from desktop.core.changes import Changes, Kind
from desktop.core.clock import today
from desktop.features.readiness import days_words
from desktop.features.settings import Pages, all_settings, county, test_date
from desktop.features.workspace import (
    Operation,
    is_sample,
    next_redo,
    next_undo,
    open_workspace,
    operation_people,
    operation_rows,
    record_history,
    redo,
    undo,
    undo_obstacles,
)
from desktop.shell.guarding import Guarding
from desktop.shell.helping import Helping
from desktop.shell.pages import PAGE_NAMES, PAGES, READ_AHEAD
from desktop.shell.reading_ahead import ReadingAhead
from desktop.shell.searching import add_search
from desktop.shell.ways_out import make_page
from desktop.shell.window import MainWindow
from desktop.ui_kit.change_bus import ChangeBus
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.job_runner import JobRunner
from desktop.ui_kit.messages import Messages, WindowMessages
from desktop.ui_kit.verbs import Verbs

if TYPE_CHECKING:
    from desktop.features.evidence.ui.page import EvidencePage
    from desktop.features.reports import SheetChoice
    from desktop.features.reports.ui.page import ReportsPage
    from desktop.shell.tables import TableVerbs

# Long enough for the first page to be painted.
_REMIND_MS = 200
# More rows than these take so long that the window would stand still.
_MANY = 500
_READ_ONLY = "这个文件夹现在不能写。把它复制到本机硬盘，重新打开就能修改。"


class Desk:
    """Puts a store, a window and the features together."""

    def __init__(
        self, window: MainWindow, store: Store, messages: Messages | None = None,
        leave: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        """Build everything; `leave` takes the person to "new" or "remove", where it is offered."""
        self.window, self.store = window, store
        self.leave: Callable[[str], None] = leave or (lambda _where: None)
        self.bus = ChangeBus()
        self.runner = JobRunner(self._job_store)
        self.messages: Messages = messages or WindowMessages(window)
        self.context = UiContext(
            store, self.bus, self.runner, self.messages, self.undo, (StoreUnavailable,),
            lambda: last_seq(store),
        )  # fmt: skip
        self.verbs = Verbs(
            lambda *words: self.tables.import_table(*words),
            lambda kind: self.tables.export_table(kind),
            lambda table, title: self.tables.print_table(table, title),
            self.show_pdf, self.show_history, window.go_to,
            self._changes_of,
        )  # fmt: skip
        for page in PAGES:
            window.add_page(page.name, page.title, page.icon, partial(make_page, page.make, self))
        self._add_tools()
        window.follow(self.runner)
        self.bus.changed.connect(self._changed)
        window.on_close = self.close
        self._show_title()
        window.go_to("overview")
        self.guarding = Guarding(window, self.context, self._show_title)
        self._reminding = QTimer(window, singleShot=True, interval=_REMIND_MS)
        self._reminding.timeout.connect(self._say_what_waits)
        self._reminding.start()
        self._reading_ahead = ReadingAhead(window, READ_AHEAD)

    @cached_property
    def tables(self) -> TableVerbs:
        """Return what can be done with tables; reading it takes the libraries of xlsx and PDF."""
        from desktop.shell.tables import TableVerbs

        return TableVerbs(self.window, self.context, self.show_pdf)

    def _job_store(self) -> Store:
        """Open the workspace once more, for a job, under the same name and rights."""
        store = open_workspace(self.store.workspace, read_only=self.store.reason)
        store.who, store.operator_id = self.store.who, self.store.operator_id
        return store

    def _say_what_waits(self) -> None:
        from desktop.shell.reminding import say_what_waits

        say_what_waits(self.context, self.window)

    def _add_tools(self) -> None:
        add = self.window.add_tool
        self.search = add_search(self.window, self.context, PAGE_NAMES)
        QShortcut(QKeySequence("Ctrl+K"), self.window, self.search.take)
        add("undo", "撤销", "undo", ("Ctrl+Z",), self.undo)
        add("redo", "重做", "redo", ("Ctrl+Y", "Ctrl+Shift+Z"), self.redo)
        QShortcut(QKeySequence("F5"), self.window, self.window.reload)
        add("history", "历史", "history", ("Ctrl+H",), self.show_operations)
        self.helping = Helping(self.window, self.context, self.show_pdf)
        add("settings", "设置", "edit", (), self.show_settings)
        add("operators", "操作员", "units", (), lambda: self.guarding.show_operators())

    def _changed(self, changes: Changes) -> None:
        self.window.changed(changes)
        if Kind.SETTING in changes:
            self._show_title()

    def _show_title(self) -> None:
        name = county(self.store) or "未命名"
        mark = "（示例）" if is_sample(self.store) else ""
        mark += "（只读）" if self.store.read_only else ""
        self.window.setWindowTitle(f"{name}{mark} — 迎检台")
        self.window.set_banner(
            f"◐ 只读：{self.store.reason or _READ_ONLY}" if self.store.read_only else ""
        )
        who = f"　{self.store.who}" if self.store.operator_id else ""
        self.window.title.setText(f"{name}{mark}{who}")
        day = test_date(self.store)
        left = days_words((day - today()).days if day else None)
        words = f"距测评 {left}（{day.isoformat()}）" if day else "测评日期未定"
        self.window.countdown.setText(words)

    def _reports(self) -> ReportsPage:
        return cast("ReportsPage", self.window.page("reports"))

    def print_points(self, point_ids: tuple[str, ...]) -> None:
        """Offer the sheets of some points on the page of prints."""
        self.window.go_to("reports")
        self._reports().print_points(point_ids)

    def print_choice(self, choice: SheetChoice) -> None:
        """Offer the sheets chosen on the page of prints."""
        self.window.go_to("reports")
        self._reports().print_choice(choice)

    def show_pdf(self, file: Path, title: str, remake: Callable[[], None] | None = None) -> None:
        """Show a PDF on the page of prints; `remake` lays it anew as the page is set up."""
        self.window.go_to("reports")
        self._reports().show_file(file, title, remake)

    def undo(self) -> None:
        """Take the last step back."""
        self._step(undo, next_undo, "没有可以撤销的步骤。")

    def redo(self) -> None:
        """Do the last undone step again."""
        self._step(redo, next_redo, "没有可以重做的步骤。")

    def _step(
        self, action: Callable[[Store], tuple[Operation | None, Changes]],
        next_step: Callable[[Store], Operation | None], nothing: str,
    ) -> None:  # fmt: skip
        """Undo or redo, on the worker where it is much, and say so; refusals are shown."""
        coming = next_step(self.store)

        def told(store: Store) -> tuple[str, Changes]:
            step, changes = action(store)
            return (f"已{step.label}" if step else nothing), changes

        def said(done: tuple[str, Changes]) -> None:
            words, changes = done
            self.bus.publish(changes)
            self.messages.info(words)

        if coming is not None and coming.rows > _MANY:
            self.context.start(coming.label, lambda _ctx, store: told(store), said)
        elif words := self.context.perform(lambda: told(self.store)):
            self.messages.info(words)

    def show_history(self, row_id: str, title: str) -> None:
        """Show what happened to one record."""
        from desktop.shell.history import HistoryDialog

        HistoryDialog(self.window, title, self._changes_of(row_id)).exec()

    def _changes_of(self, row_id: str) -> Sequence[str]:
        """Return the latest changes of one record in words, newest first."""
        from desktop.shell.history import change_lines

        return change_lines(record_history(self.store, row_id))

    def show_operations(self) -> None:
        """Show every step, and let any of them be taken back."""
        from desktop.shell.history import OperationsDialog

        def take_back(operation_id: str) -> bool:
            return self.context.perform(lambda: undo(self.store, operation_id)) is not None

        OperationsDialog(
            self.window, operation_rows(self.store), take_back,
            lambda operation_id: undo_obstacles(self.store, operation_id),
            people=operation_people(self.store),
        ).exec()  # fmt: skip

    def show_settings(self) -> None:
        """Ask for every setting."""
        from desktop.features.carrying import carried_pages, page_differences, save_carried
        from desktop.features.settings.ui.dialog import Carrying, SettingsDialog
        from desktop.ui_kit.theme import apply_chosen_theme

        def apply_look() -> None:
            application = QApplication.instance()
            if isinstance(application, QApplication):
                apply_chosen_theme(application)

        def save(values: Mapping[str, str], pages: Pages) -> None:
            self.context.done(lambda: save_carried(self.store, values, pages), "已保存设置")

        pages = Carrying(
            lambda: carried_pages(self.store), partial(page_differences, self.store), save
        )
        SettingsDialog(
            self.window, all_settings(self.store), pages, apply_look,
            faults=self.context.faults,
        ).exec()  # fmt: skip

    def add_materials(self, paths: list[Path]) -> None:
        """Take files in, as dropping them on the page does."""
        self.window.go_to("evidence")
        cast("EvidencePage", self.window.page("evidence")).add(paths)

    def close(self) -> None:
        """Stop the worker and close the store."""
        self._reminding.stop()
        self._reading_ahead.stop()
        self.guarding.stop()
        self.search.stop()
        self.runner.shutdown()
        self.store.close()
