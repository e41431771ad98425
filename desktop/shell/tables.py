"""Importing, exporting and printing tables, as any page asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.changes import Changes, Kind
from desktop.core.paths import exports
from desktop.features.exchange import (
    ImportPreview,
    ImportRequest,
    ImportResult,
    OutColumn,
    OutSheet,
    apply_import,
    export_table,
    kind_of,
    preview_import,
    write_workbook,
)
from desktop.features.exchange.ui.wizard import ask_import
from desktop.features.reports import TableData, print_listing
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.printing import page_setup
from desktop.ui_kit.shown import shown
from desktop.ui_kit.table import RecordTable

_FILES = "表格 (*.xlsx *.xls *.csv *.docx);;所有文件 (*)"


ShowPdf = Callable[[Path, str, Callable[[], None]], None]


class TableVerbs:
    """What can be done with a kind of table, over one window and one workspace."""

    def __init__(self, window: QWidget, context: UiContext, show_pdf: ShowPdf) -> None:
        self.window, self.context, self.show_pdf = window, context, show_pdf
        self.store, self.bus, self.messages = context.store, context.bus, context.messages

    def import_table(self, kind: str, round_id: str | None = None) -> None:
        """Ask for a file and import it; results belong to a round."""
        title = kind_of(kind).title
        name, _ = QFileDialog.getOpenFileName(self.window, f"导入{title}", "", _FILES)
        if name:
            self.import_file(kind, Path(name), round_id)

    def import_file(self, kind: str, path: Path, round_id: str | None = None) -> None:
        """Read a file on the worker and show what importing it would do."""
        self._read(ImportRequest(kind, path, round=round_id), self._ask)

    def _read(self, request: ImportRequest, show: Callable[[ImportPreview], None]) -> None:
        self.context.start(
            f"读取 {request.path.name}",
            lambda ctx, store: preview_import(store, request, ctx=ctx), show,
        )  # fmt: skip

    def _ask(self, preview: ImportPreview) -> None:
        self.dialog = ask_import(self.window, preview, self._read, self._apply)

    def _apply(self, preview: ImportPreview) -> None:
        self.context.start(
            f"导入{preview.kind_title}",
            lambda ctx, store: apply_import(store, preview, ctx=ctx), self._imported,
        )  # fmt: skip

    def _imported(self, value: tuple[ImportResult, Changes]) -> None:
        result, changes = value
        self.bus.publish(changes | {Kind.SETTING})
        words = f"已导入：新增 {result.added}，变更 {result.changed}，不变 {result.unchanged}"
        self.messages.info(words, undo=self.context.undo)

    def export_table(self, kind: str) -> None:
        """Ask where to and export a kind of table."""
        title = kind_of(kind).title
        offered = str(exports(self.store.workspace) / f"{title}.xlsx")
        name, _ = QFileDialog.getSaveFileName(
            self.window, f"导出{title}", offered, "Excel (*.xlsx)"
        )
        if name:
            self.context.start(
                f"导出{title}", lambda ctx, store: export_table(store, kind, Path(name)),
                lambda count: self.messages.info(f"已导出 {count} 条：{name}"),
            )  # fmt: skip

    def print_table(self, table: RecordTable, title: str) -> None:
        """Print a list as it is shown and show the PDF."""
        seen = shown(table)
        right = frozenset(i for i, column in enumerate(seen.columns) if column.right)
        data = TableData(
            tuple(column.title for column in seen.columns),
            tuple(max(40, column.width) for column in seen.columns), seen.rows, right,
            seen.headings,
        )  # fmt: skip
        target = exports(self.store.workspace) / f"{title}.pdf"
        filtered = table.filter_text()

        def make() -> None:
            setup = page_setup(title)
            self.context.start(
                f"生成{title}",
                lambda ctx, store: print_listing(
                    ctx, store, target, title=title, filter_text=filtered, table=data, setup=setup
                ),
                lambda printed: self.show_pdf(printed.file, title, make),
            )

        make()

    def export_shown(self, table: RecordTable, title: str) -> None:
        """Ask where to and write a list as it is shown."""
        offered = str(exports(self.store.workspace) / f"{title}（所见）.xlsx")
        name, _ = QFileDialog.getSaveFileName(
            self.window, f"导出{title}", offered, "Excel (*.xlsx)"
        )
        if name:
            seen = shown(table)
            columns = [OutColumn(one.title, max(6, one.width // 7)) for one in seen.columns]
            sheet = OutSheet(title, columns, seen.values, seen.headings)
            count = len(seen.rows) - len(seen.headings)
            self.context.start(
                f"导出{title}", lambda ctx, store: write_workbook(Path(name), [sheet]),
                lambda _: self.messages.info(f"已导出 {count} 条：{name}"),
            )  # fmt: skip
