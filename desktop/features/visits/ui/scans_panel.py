"""扫描件: sheets come back as pictures; what no code names is filed by its typed number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import UserError
from desktop.features.visits.scans import (
    ScanResult,
    add_scans,
    delete_scans,
    file_scan,
    scan_preview,
    scan_rows,
)
from desktop.features.visits.ui.scan_picture import ScanPicture
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.file_drops import FileDrops
from desktop.ui_kit.job_runner import Outcome
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.theme import icon

_COLUMNS = (
    Column("name", "文件", 130), Column("source_page", "页", 40, right=True),
    Column("state", "状态", 84, state=True), Column("sheet_no", "表号", 88),
    Column("point", "点位", 120), Column("reason", "说明", 200),
    Column("page", "表页", 48, right=True), Column("round", "轮次", 100),
)  # fmt: skip
_EMPTY = "把扫描或拍照的检查表(图片、PDF 或文件夹)拖到这里，\n程序认二维码归到各张表，原文件不动。"
_FILES = "图片和 PDF (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp *.pdf)"


class ScansPanel(QWidget):
    """Lists scanned pages, those waiting first; files can be dropped anywhere on it.

    Signals: opened(visit id) when the sheet of a filed page shall be typed in.
    """

    opened = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        FileDrops(self).dropped.connect(self.add)
        self.table = RecordTable(
            "visits.scans", scan_rows(context.store), _COLUMNS, empty=_EMPTY,
            filters=(("state", "全部状态", ("未归位", "已归位")),),
        )  # fmt: skip
        self.picture = ScanPicture()
        self.number = QLineEdit(placeholderText="表号，如 03-0123-7，回车归位")
        self.number.setObjectName("visits.scans.number")
        self.number.setAccessibleName("表号")
        self.file_button = self._button("file", "归位", "link", self._file)
        self.delete_button = self._button("delete", "删除", "delete", self._delete)
        self._loading, self._wanted = False, ""
        self._build()
        self.number.returnPressed.connect(self._file)
        self.table.selection_changed.connect(self._show_selected)
        self.table.activated.connect(self._open)
        self._show_selected()

    def _button(self, name: str, text: str, icon_name: str, run: Any) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"visits.scans.{name}")
        button.setIcon(icon(icon_name))
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        hint = QLabel("拖进扫描件或照片，按二维码归到检查表")
        hint.setProperty("role", "secondary")
        bar.addWidget(hint, 1)
        bar.addWidget(self._button("add_files", "收文件", "add", self._choose_files))
        bar.addWidget(self._button("add_folder", "收文件夹", "import", self._choose_folder))
        by_hand = QHBoxLayout()
        by_hand.setSpacing(8)
        by_hand.addWidget(self.number, 1)
        by_hand.addWidget(self.file_button)
        by_hand.addWidget(self.delete_button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(by_hand)
        column.addWidget(self.picture, 1)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self.table)
        body.addWidget(side)
        body.setSizes([700, 400])
        body.setHandleWidth(12)
        body.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(bar)
        outer.addWidget(body, 1)

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self.window(), "选择扫描件", "", _FILES)
        self.add([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), "选择扫描件文件夹")
        self.add([Path(name)] if name else [])

    def add(self, paths: list[Path]) -> None:
        """Take files and folders in on the worker."""
        if paths:
            self._context.start(
                "收进扫描件", lambda ctx, store: add_scans(ctx, store, paths), self._added
            )

    def _added(self, value: tuple[ScanResult, Any]) -> None:
        result, changes = value
        self._context.bus.publish(changes)
        undo = self._context.undo if result.operation else None
        self._context.messages.info(result.summary, undo=undo)
        bad = [item for item in result.skipped if "临时文件" not in item.why]
        if bad:
            lines = "\n".join(f"{item.path}：{item.why}" for item in bad[:40])
            self._context.messages.error(f"有 {len(bad)} 个文件没有收进，其余都已收好。\n{lines}")

    def _file(self) -> None:
        rows = self.table.selected()
        if len(rows) != 1 or not self.number.text().strip():
            self._context.messages.info("先选一页，再输入它右上角的表号。")
            return
        scan, text = rows[0], self.number.text()
        self._context.perform(
            lambda: file_scan(self._context.store, scan.id, text), f"“{scan.name}”已归位"
        )

    def _delete(self) -> None:
        ids = [row.id for row in self.table.selected()]
        if ids:
            self._context.perform(
                lambda: delete_scans(self._context.store, ids), f"已删除 {len(ids)} 页扫描件"
            )

    def _open(self, row: Any) -> None:
        if row.visit_id:
            self.opened.emit(row.visit_id)
        else:
            self.number.setFocus()

    def _show_selected(self) -> None:
        rows = self.table.selected()
        self.delete_button.setEnabled(bool(rows))
        self.file_button.setEnabled(len(rows) == 1)
        self.number.setEnabled(len(rows) == 1)
        if len(rows) != 1:
            self._wanted = ""
            self.picture.say("选一页，这里显示它的图。")
        elif rows[0].id != self._wanted:
            self._wanted = rows[0].id
            self.number.setText(rows[0].sheet_no)
            self.picture.say("正在打开图……")
            self._load()

    def _load(self) -> None:
        """Draw the page selected, one at a time however fast the selection moves."""
        if self._loading or not self._wanted:
            return
        wanted = self._wanted
        self._loading = True

        def done(outcome: Outcome) -> None:
            self._loading = False
            if wanted != self._wanted:
                self._load()
            elif isinstance(outcome.error, UserError):
                self.picture.say(str(outcome.error))
            elif outcome.error is not None:
                raise outcome.error
            elif not outcome.cancelled:
                self.picture.show_picture(outcome.value)

        self._context.runner.run(
            "打开图", lambda ctx, store: scan_preview(ctx, store, wanted), done
        )

    def reload(self) -> None:
        """Read the list again."""
        self.table.reload()
        self._show_selected()
