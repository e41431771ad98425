"""One open workspace in the window: its store, its worker, its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from db import Store, StoreUnavailable
from db.journal import last_seq
from desktop.core.changes import Changes, Kind
from desktop.core.clock import today
from desktop.features.dossier.ui.page import DossierPage
from desktop.features.evidence.ui.page import EvidencePage
from desktop.features.findings.ui.page import FindingsPage
from desktop.features.forecast.ui.page import ScorePage
from desktop.features.overview.ui.page import OverviewPage
from desktop.features.points import point_rows, point_types
from desktop.features.points.ui.page import PointsPage
from desktop.features.readiness import days_words, readiness
from desktop.features.reports import SheetChoice
from desktop.features.reports.ui.page import ReportsPage
from desktop.features.settings import all_settings, county, save_settings, test_date
from desktop.features.settings.ui.dialog import SettingsDialog
from desktop.features.visits.ui.page import VisitsPage
from desktop.features.workspace import (
    Operation,
    is_sample,
    open_workspace,
    operation_rows,
    record_history,
    redo,
    undo,
    undo_obstacles,
)
from desktop.shell.dossier import make_dossier_page
from desktop.shell.findings import finding_prints, say_what_waits
from desktop.shell.first_steps import with_first_steps
from desktop.shell.guarding import Guarding
from desktop.shell.helping import Helping
from desktop.shell.history import HistoryDialog, OperationsDialog, change_lines
from desktop.shell.pages import PAGES
from desktop.shell.searching import add_search
from desktop.shell.tables import TableVerbs
from desktop.shell.visits import join_round, make_visits_page
from desktop.shell.window import MainWindow
from desktop.ui_kit.change_bus import ChangeBus
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.job_runner import JobRunner
from desktop.ui_kit.messages import Messages, WindowMessages
from desktop.ui_kit.page import Page
from desktop.ui_kit.theme import apply_chosen_theme
from desktop.ui_kit.verbs import Verbs

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
        self.tables = TableVerbs(window, self.context, self.show_pdf)
        self.verbs = Verbs(
            self.tables.import_table, self.tables.export_table, self.tables.print_table,
            self.show_pdf, self.show_history, window.go_to,
            lambda row_id: change_lines(record_history(store, row_id)),
        )  # fmt: skip
        self._add_pages()
        self._add_tools()
        window.follow(self.runner)
        self.bus.changed.connect(self._changed)
        window.on_close = self.close
        self._show_title()
        window.go_to("overview")
        self.guarding = Guarding(window, self.context, self._show_title)
        say_what_waits(self.context)

    def _job_store(self) -> Store:
        """Open the workspace once more, for a job, under the same name and rights."""
        store = open_workspace(self.store.workspace, read_only=self.store.reason)
        store.who, store.operator_id = self.store.who, self.store.operator_id
        return store

    def _add_pages(self) -> None:
        for page in PAGES:
            make = self._maker(page)
            if page.NAME == "overview":
                make = partial(with_first_steps, make, self)
            self.window.add_page(page.NAME, page.TITLE, page.ICON, partial(self._made, make))

    def _made(self, make: Callable[[], Page]) -> Page:
        page = make()
        self.tables.offer_out(page)
        return page

    def _maker(self, page: Any) -> Callable[[], Page]:
        if page is PointsPage:
            return lambda: PointsPage(
                self.context,
                self.verbs,
                self._print_sheets,
                lambda ids: join_round(self.window, self.context, ids),
            )
        if page is FindingsPage:
            prints = finding_prints(self.context, self.show_pdf)
            return lambda: FindingsPage(self.context, self.verbs, prints)
        if page is ReportsPage:
            return lambda: ReportsPage(self.context, lambda: types_and_streets(self.store))
        if page is DossierPage:
            return lambda: make_dossier_page(self.context, self.verbs)
        if page is VisitsPage:
            return lambda: make_visits_page(self.context, self.verbs, self._print_choice)
        if page is ScorePage:
            return lambda: ScorePage(self.context, self.verbs, readiness)
        if page is OverviewPage:
            names = frozenset(one.NAME for one in PAGES)
            return lambda: OverviewPage(self.context, self.verbs, names)
        return lambda: page(self.context, self.verbs)

    def _add_tools(self) -> None:
        add = self.window.add_tool
        names = frozenset(page.NAME for page in PAGES)
        self.search = add_search(self.window, self.context, names)
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
        page = self.window.page("reports")
        assert isinstance(page, ReportsPage)
        return page

    def _print_sheets(self, point_ids: tuple[str, ...]) -> None:
        self.window.go_to("reports")
        self._reports().print_points(point_ids)

    def _print_choice(self, choice: SheetChoice) -> None:
        self.window.go_to("reports")
        self._reports().print_choice(choice)

    def show_pdf(self, file: Path, title: str, remake: Callable[[], None] | None = None) -> None:
        """Show a PDF on the page of prints; `remake` lays it anew as the page is set up."""
        self.window.go_to("reports")
        self._reports().show_file(file, title, remake)

    def undo(self) -> None:
        """Take the last step back."""
        self._step(lambda: undo(self.store), "没有可以撤销的步骤。")

    def redo(self) -> None:
        """Do the last undone step again."""
        self._step(lambda: redo(self.store), "没有可以重做的步骤。")

    def _step(self, action: Callable[[], tuple[Operation | None, Changes]], nothing: str) -> None:
        """Undo or redo, and say so; a refusal has been shown already."""

        def told() -> tuple[str, Changes]:
            step, changes = action()
            return (f"已{step.label}" if step else nothing), changes

        words = self.context.perform(told)
        if words:
            self.messages.info(words)

    def show_history(self, row_id: str, title: str) -> None:
        """Show what happened to one record."""
        lines = change_lines(record_history(self.store, row_id))
        HistoryDialog(self.window, title, lines).exec()

    def show_operations(self) -> None:
        """Show every step, and let any of them be taken back."""

        def take_back(operation_id: str) -> bool:
            return self.context.perform(lambda: undo(self.store, operation_id)) is not None

        OperationsDialog(
            self.window, operation_rows(self.store), take_back,
            lambda operation_id: undo_obstacles(self.store, operation_id),
        ).exec()  # fmt: skip

    def show_settings(self) -> None:
        """Ask for every setting."""

        def apply_look() -> None:
            application = QApplication.instance()
            if isinstance(application, QApplication):
                apply_chosen_theme(application)

        def save(values: Mapping[str, str]) -> None:
            self.context.done(lambda: save_settings(self.store, values), "已保存设置")

        SettingsDialog(
            self.window, all_settings(self.store), save, apply_look,
            faults=self.context.faults,
        ).exec()  # fmt: skip

    def add_materials(self, paths: list[Path]) -> None:
        """Take files in, as dropping them on the page does."""
        self.window.go_to("evidence")
        page = self.window.page("evidence")
        assert isinstance(page, EvidencePage)
        page.add(paths)

    def close(self) -> None:
        """Stop the worker and close the store."""
        self.guarding.stop()
        self.search.stop()
        self.runner.shutdown()
        self.store.close()


def types_and_streets(store: Store) -> tuple[list[str], list[str]]:
    """Return what sheets can be chosen by."""
    streets = dict.fromkeys(row.street for row in point_rows(store).all() if row.street)
    return [item.name for item in point_types(store)], list(streets)
