"""档案材料: what is asked for on the left, what has come in on the right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.core.changes import Kind
from desktop.core.row_source import Query
from desktop.features.evidence.intake import AddResult, add_paths
from desktop.features.evidence.proposals import proposal_rows
from desktop.features.evidence.service import (
    delete_documents,
    document_rows,
    edit_documents,
    link_documents,
    return_reasons,
    review_documents,
    slot_rows,
    unit_names,
    unlink_documents,
)
from desktop.features.evidence.ui.preview_pane import PreviewPane
from desktop.features.evidence.ui.proposals_panel import ProposalsPanel
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.file_drops import FileDrops
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.page import Page
from desktop.ui_kit.pasting import Edits
from desktop.ui_kit.rows_model import Column, offering
from desktop.ui_kit.side_pane import SidePane
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.tabs import Tabs
from desktop.ui_kit.verbs import Verbs

_DRAGGED = "documents"
_BESIDE = QSize(760, 0)
_TAB_HEIGHT, _BELOW_TABS = 32, 11
_SLOTS = (
    Column("code", "编号", 84), Column("kind", "材料项", 84),
    Column("state", "状态", 80, state=True),
    Column("documents", "已有", 48, right=True, total=True),
    Column("min_count", "需要", 48, right=True, total=True), Column("item", "测评标准", 220),
    Column("units", "责任单位", 150), Column("due", "时限", 90),
)  # fmt: skip
_DOCUMENTS = (
    Column("name", "材料", 190, editable=True), Column("review", "状态", 80, state=True),
    Column("codes", "编号", 90), Column("unit", "单位", 84), Column("reason", "归位依据", 230),
    Column("fact_date", "成文/拍摄日期", 104, editable=True, date=True),
    Column("bytes", "大小", 76, right=True, text=lambda size: f"{max(1, size // 1024):,} KB",
           total=True),
    Column("source_path", "来自", 260), Column("remark", "备注", 150, editable=True),
)  # fmt: skip


class EvidencePage(Page):
    """The page of materials; files can be dropped anywhere on it."""

    NAME, TITLE, ICON = "evidence", "档案材料", "evidence"
    listens_to = frozenset({Kind.SLOT, Kind.DOCUMENT, Kind.FRAMEWORK, Kind.UNIT})

    def __init__(self, context: UiContext, verbs: Verbs) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        FileDrops(self).dropped.connect(self.add)
        self.slots = RecordTable(
            "evidence.slots", slot_rows(context.store), _SLOTS,
            empty="这里列出每条测评标准要的材料。\n先在“测评体系”页导入任务分解表。",
            filters=(("state", "全部状态", ("未开始", "收集中", "待审", "退回", "齐备")),),
            title="要的材料",
        )  # fmt: skip
        self.documents = RecordTable(
            "evidence", document_rows(context.store),
            offering(_DOCUMENTS, unit=lambda: unit_names(context.store)),
            empty="把各单位交来的文件或整个文件夹拖到这里，\n程序按编号归位，原文件不动。",
            filters=(("review", "全部状态", ("未归位", "待审", "退回", "通过")),),
            title="收到的材料", step=("收文件夹", self._choose_folder),
        )  # fmt: skip
        self.documents.set_edit(self._edit, self._edit_many)
        self.documents.refused.connect(context.messages.error)
        self.preview = PreviewPane(context)
        self.tabs = Tabs("evidence.tabs")
        self.tabs.add("收到的材料", lambda: self.documents)
        self.proposals = self.tabs.add("归位建议", self._proposals_panel)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(_titled("要的材料", self.slots))
        split.addWidget(self.tabs)
        split.addWidget(self.preview)
        split.setSizes([380, 520, 300])
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.set_body(split)
        SidePane(self, self.preview, split, self.tabs, title="预览", least=_BESIDE)
        self._add_actions()
        self._connect()

    def _connect(self) -> None:
        self.documents.view.drags = _DRAGGED
        self.slots.view.take_drops(_DRAGGED)
        self.slots.view.rows_dropped.connect(self._link_to_row)
        self.documents.selection_changed.connect(self._show_selected)
        self.tabs.currentChanged.connect(self._show_selected)
        self._show_selected()

    def _proposals_panel(self) -> ProposalsPanel:
        panel = ProposalsPanel(self._context)
        panel.table.selection_changed.connect(self._show_selected)
        return panel

    def _edit(self, record: Any, key: str, text: str) -> bool:
        return self._edit_many([(record, {key: text})])

    def _edit_many(self, edits: Edits) -> bool:
        changes = {record.id: values for record, values in edits}
        words = "已保存" if len(edits) == 1 else f"已改 {len(edits)} 份材料"
        return self._context.perform_many(
            len(edits), lambda store: edit_documents(store, changes), words
        )

    def _show_selected(self, _tab: int = 0) -> None:
        if self.tabs.currentWidget() is self.preview:
            return
        is_proposal = self.tabs.currentIndex() == 1
        rows = (self.proposals().table if is_proposal else self.documents).selected(1)
        if not rows:
            self.preview.show_document(None)
        elif is_proposal:
            row = rows[0]
            note = f"建议归到 {row.code} {row.kind}：{row.reason}"
            self.preview.show_document(row.document_id, row.name, note)
        else:
            self.preview.show_document(rows[0].id, rows[0].name)

    def _add_actions(self) -> None:
        self.add_action("unlink", "取消归位", "back", self._unlink)
        self.add_action("link", "归到左边选中项", "link", self._link)
        self.add_action("return", "退回", "undo", self._return)
        self.add_action("pass", "通过", "check", self._pass)
        self.add_action("print", "打印缺项", "print",
                        lambda: self._verbs.print_table(self.slots, "材料项清单"))  # fmt: skip
        self.add_action("add_files", "收文件", "add", self._choose_files)
        self.add_action("add_folder", "收文件夹", "import", self._choose_folder, primary=True)
        self.add_action("delete", "删除", "delete", self._delete, last=True)
        self.add_detail(self.documents, history=self._verbs.history)

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self.window(), "选择材料文件")
        self.add([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), "选择材料文件夹")
        self.add([Path(name)] if name else [])

    def add(self, paths: list[Path]) -> None:
        """Take files and folders in on the worker."""
        if paths:
            self._context.start(
                "收进材料", lambda ctx, store: add_paths(ctx, store, paths), self._added
            )

    def _added(self, value: tuple[AddResult, Any]) -> None:
        result, changes = value
        self._context.bus.publish(changes)
        loose = sum(not item.codes for item in result.added)
        words = f"收进 {len(result.added)} 份，未归位 {loose} 份"
        proposed = sum(bool(item.proposed) for item in result.added)
        if proposed:
            words += f"(其中 {proposed} 份有归位建议)"
        if result.known:
            words += f"，{result.known} 份以前收过"
        if result.skipped:
            words += f"；{len(result.skipped)} 个没有收进"
        self._context.messages.info(words, undo=self._context.undo if result.added else None)
        bad = [item for item in result.skipped if "临时文件" not in item.why]
        if bad:
            lines = "\n".join(f"{item.path}：{item.why}" for item in bad[:40])
            self._context.messages.error(f"有 {len(bad)} 个文件没有收进，其余都已收好。\n{lines}")

    def _ids(self) -> list[str]:
        return self.documents.selection.ids()

    def _link(self) -> None:
        slots = self.slots.selected(1)
        if not slots or not self._ids():
            self._context.messages.info("先在左边选一个材料项，右边选要归位的材料。")
            return
        self._link_to(slots[0])

    def _link_to_row(self, row: int) -> None:
        slot = self.slots.model.record(row)
        if slot is not None:
            self._link_to(slot)

    def _link_to(self, slot: Any) -> None:
        """File the documents selected in a slot; where they are filed already they stay."""
        ids = self._ids()
        if ids:
            self._context.perform(
                lambda: link_documents(self._context.store, ids, slot.id),
                f"已把 {len(ids)} 份材料归到 {slot.code} {slot.kind}",
            )

    def _unlink(self) -> None:
        ids = self._ids()
        if ids:
            self._context.perform(
                lambda: unlink_documents(self._context.store, ids), f"已取消 {len(ids)} 份的归位"
            )

    def _pass(self) -> None:
        ids = self._ids()
        if ids:
            self._context.perform(
                lambda: review_documents(self._context.store, ids, "passed"),
                f"已通过 {len(ids)} 份材料",
            )

    def _return(self) -> None:
        ids = self._ids()
        if not ids:
            return
        reasons = {reason.text: reason.code for reason in return_reasons()}

        def save(values: Mapping[str, str]) -> None:
            self._context.done(
                lambda: review_documents(
                    self._context.store,
                    ids,
                    "returned",
                    reason=reasons[values["reason"]],
                    text=values["text"],
                ),
                "已退回",
            )

        fields = (
            Field("reason", "原因", choices=list(reasons)),
            Field("text", "补充说明", kind="long"),
        )
        FormDialog(self.window(), "evidence.return_form", f"退回 {len(ids)} 份材料", fields, save,
                   verb="退回", faults=self._context.faults).exec()  # fmt: skip

    def _delete(self) -> None:
        ids = self._ids()
        if ids:
            self._context.perform(
                lambda: delete_documents(self._context.store, ids), f"已删除 {len(ids)} 份材料"
            )

    def reload(self) -> None:
        """Read both lists again."""
        self.slots.reload()
        self.tabs.reload()
        count = proposal_rows(self._context.store).count(Query())
        self.tabs.setTabText(1, f"归位建议 {count}" if count else "归位建议")
        self._show_selected()


def _titled(title: str, body: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(_BELOW_TABS)
    label = QLabel(title)
    # As high as the tabs beside it: both lists begin on one line.
    label.setFixedHeight(_TAB_HEIGHT)
    label.setProperty("role", "section")
    column.addWidget(label)
    column.addWidget(body, 1)
    return box
