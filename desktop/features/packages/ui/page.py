"""打包: choosing, seeing the tree, building, and checking what was built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QWidget,
)

from desktop.core.changes import Changes, Kind
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.paths import exports
from desktop.core.text import size_words
from desktop.features.packages.build import build_package
from desktop.features.packages.checking import check_files, check_package
from desktop.features.packages.gate import Hit, Order, Override, find_hits
from desktop.features.packages.history import package_rows
from desktop.features.packages.lost import Incomplete
from desktop.features.packages.names import HANDOVER
from desktop.features.packages.source import editions_by_name, read_tree
from desktop.features.packages.types import Built, Checked, Choice, Tree
from desktop.features.packages.ui.choice_panel import ChoicePanel
from desktop.features.packages.ui.history_tab import HistoryTab
from desktop.features.packages.ui.views import CheckView, TreePreview
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.page import Page
from desktop.ui_kit.tabs import Tabs
from desktop.ui_kit.verbs import Verbs

_PANEL = 316
_SHOWN_HITS = 12


class PackagesPage(Page):
    """The page of packages."""

    NAME, TITLE, ICON = "packages", "打包", "packages"
    listens_to = frozenset({Kind.SLOT, Kind.DOCUMENT, Kind.FRAMEWORK, Kind.UNIT, Kind.PACKAGE,
                            Kind.SETTING})  # fmt: skip

    def __init__(self, context: UiContext, verbs: Verbs) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self.panel, self.preview = ChoicePanel(), TreePreview()
        self.tabs = Tabs("packages.tabs")
        self.tabs.add("预览", lambda: self.preview)
        self.history = self.tabs.add("打过的包", self._history_tab)
        self.checked = self.tabs.add("核对结果", CheckView)
        self.set_body(self._body())
        self.add_action("check_store", "核对材料库", "check", self._check_store)
        self.add_action("check", "核对包", "search", self._choose_package)
        self.add_action("build", "打包", "export", self._choose_place, primary=True)
        self.panel.changed.connect(self._show_tree)
        self.reload()

    def _body(self) -> QWidget:
        area = QScrollArea(widgetResizable=True)
        area.setFixedWidth(_PANEL)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.panel)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(area)
        row.addWidget(self.tabs, 1)
        return body

    def _history_tab(self) -> HistoryTab:
        return HistoryTab(
            package_rows(self._context.store), open_folder=self._open_folder,
            show_handover=self._show_handover, check=self._check_selected,
        )  # fmt: skip

    def _show_tree(self) -> None:
        """Plan the tree on the worker: thousands of files take a moment."""

        def plan(_ctx: JobContext, store: Any) -> Tree | UserError:
            try:
                return read_tree(store, choice)
            except UserError as error:
                return error

        try:
            choice = self.panel.choice()
        except UserError as error:
            self._planned(error)
        else:
            self._context.start("预览包", plan, self._planned)

    def _planned(self, value: Tree | UserError) -> None:
        if isinstance(value, UserError):
            self.preview.show_refusal(str(value))
        else:
            self.preview.show_tree(value)

    def _choose_place(self) -> None:
        start = str(exports(self._context.store.workspace))
        name = QFileDialog.getExistingDirectory(self.window(), "打到哪个文件夹（U盘也可以）", start)
        if name:
            self.build(Path(name))

    def build(self, outdir: Path) -> None:
        """Build what is chosen into a folder; ask first where texts hold personal data."""
        try:
            choice = self.panel.choice()
        except UserError as error:
            self._context.messages.error(str(error))
            return

        def look(ctx: JobContext, store: Any) -> tuple[Hit, ...]:
            files = read_tree(store, choice).files
            ids = tuple(dict.fromkeys(file.material.document_id for file in files))
            return find_hits(ctx, store, ids)

        self._context.start("检查个人信息", look, lambda hits: self._looked(outdir, choice, hits))

    def _looked(self, outdir: Path, choice: Choice, hits: tuple[Hit, ...]) -> None:
        if not hits:
            self._start(outdir, Order(choice))
            return

        def save(values: Mapping[str, str]) -> None:
            override = Override(values["who"], values["reason"])
            self._start(outdir, Order(choice, hits, override))

        listed = "\n".join(f"{hit.name} {hit.where}：{hit.what}" for hit in hits[:_SHOWN_HITS])
        self._context.messages.error(
            f"材料里有 {len(hits)} 处个人信息。\n{listed}\n"
            "还没有打包。请先处理；确需保留的，下一步写明。"
        )
        fields = (Field("who", "放行人", required=True), Field("reason", "理由", required=True))
        FormDialog(self.window(), "packages.override", "个人信息放行", fields, save,
                   verb="放行并打包", faults=self._context.faults).exec()  # fmt: skip

    def _start(self, outdir: Path, order: Order) -> None:
        def job(ctx: JobContext, store: Any) -> tuple[Built, Changes] | Incomplete:
            try:
                return build_package(ctx, store, outdir, order)
            except Incomplete as error:
                return error

        self._context.start("打包", job, lambda value: self._built(value, outdir, order))

    def _built(self, value: tuple[Built, Changes] | Incomplete, outdir: Path, order: Order) -> None:
        if isinstance(value, Incomplete):
            rest = Order(order.choice, order.hits, order.override, True)
            self._context.messages.offer(
                str(value), "其余照常打包", lambda: self._start(outdir, rest), "先不打包"
            )
            return
        built, changes = value
        self._context.bus.publish(changes)
        self.tabs.setCurrentIndex(1)
        self.history().table.view.selectRow(0)
        self._context.messages.info(
            f"打好了：{built.files} 份材料，{size_words(built.bytes)}，在 {built.folder}"
        )

    def _selected(self) -> Path | None:
        rows = self.history().table.selected()
        if not rows:
            self._context.messages.info("先在列表里选一个包。")
            return None
        folder = Path(rows[0].folder)
        if not folder.is_dir():
            self._context.messages.error(
                f"这个包不在原来的位置了：{folder}\n可以用“核对包”去找它。"
            )
            return None
        return folder

    def _open_folder(self) -> None:
        folder = self._selected()
        if folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _show_handover(self) -> None:
        folder = self._selected()
        if folder and (folder / HANDOVER).is_file():
            self._verbs.show_pdf(folder / HANDOVER, "移交清单")

    def _check_selected(self) -> None:
        folder = self._selected()
        if folder:
            self.check(folder)

    def _choose_package(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), "选包所在的文件夹")
        if name:
            self.check(Path(name))

    def check(self, path: Path) -> None:
        """Check a package and show all that is wrong."""
        self._context.start(
            "核对包", lambda ctx, _store: check_package(ctx, path),
            lambda checked: self._show_checked(f"“{path.name}”", checked),
        )  # fmt: skip

    def _check_store(self) -> None:
        self._context.start(
            "核对材料库", check_files, lambda checked: self._show_checked("材料库", checked)
        )

    def _show_checked(self, what: str, checked: Checked) -> None:
        self.checked().show_checked(what, checked)
        self.tabs.setCurrentIndex(2)

    def reload(self) -> None:
        """Read again what there is to pack and what was packed."""
        self.panel.offer_editions(tuple(editions_by_name(self._context.store)))
        self._show_tree()
        self.tabs.reload()
