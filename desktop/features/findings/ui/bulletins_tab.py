"""通报: the bulletins made, a new one, its words, its prints."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.row_source import ListRows
from desktop.features.findings.bulletins import agrees, bulletins, find_bulletin
from desktop.features.findings.types import BulletinRow, bulletin_row
from desktop.features.findings.ui.bulletin_forms import bulletin_form, words_form
from desktop.features.findings.ui.prints import Prints
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable

_COLUMNS = (
    Column("number", "期", 48, right=True), Column("title", "标题", 260),
    Column("period", "督查时间", 190), Column("cut_off", "整改统计截至", 104),
    Column("points", "点位", 64, right=True), Column("findings", "问题", 64, right=True),
    Column("fixed", "已整改", 72, right=True), Column("unfixed", "未整改", 72, right=True),
    Column("made", "生成时间", 130),
)  # fmt: skip


class BulletinsTab(QWidget):
    """The list of bulletins; their numbers are frozen, their words can be edited."""

    def __init__(self, context: UiContext, prints: Prints) -> None:
        super().__init__()
        self._context, self._prints = context, prints
        self._source = ListRows(self._rows(), ("title", "period"))
        self.table = RecordTable(
            "findings.bulletins", self._source, _COLUMNS,
            empty="还没有通报。\n点“新一期通报”，填督查时间和整改统计截止日，数字自动汇总并固定下来。",
            title="通报", step=None if context.store.read_only else ("新一期通报", self._new),
        )  # fmt: skip
        head = QHBoxLayout()
        label = QLabel("督查通报")
        label.setProperty("role", "section")
        head.addWidget(label)
        head.addStretch()
        for name, text, run in (
            ("verify", "核对数字", self._verify), ("edit", "改标题和要求", self._edit),
            ("docx", "导出 Word", self._docx), ("pdf", "打印", self._pdf),
            ("new", "新一期通报", self._new),
        ):  # fmt: skip
            button = QPushButton(text)
            button.setObjectName(f"findings.bulletins.{name}")
            if name == "new":
                button.setProperty("role", "primary")
            if name in ("new", "edit"):
                button.setEnabled(not context.store.read_only)
            button.clicked.connect(lambda _c=False, r=run: r())
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def _rows(self) -> tuple[BulletinRow, ...]:
        return tuple(bulletin_row(item) for item in bulletins(self._context.store))

    def _chosen(self) -> str:
        """Return the selected bulletin's id, the newest where none is selected, "" for none."""
        rows = self.table.selected() or list(self._rows())
        return rows[0].id if rows else ""

    def _new(self) -> None:
        bulletin_form(self.window(), self._context).exec()

    def _edit(self) -> None:
        chosen = self._chosen()
        if chosen:
            words_form(self.window(), self._context, chosen).exec()

    def _pdf(self) -> None:
        if chosen := self._chosen():
            self._prints.bulletin(chosen, False)

    def _docx(self) -> None:
        if chosen := self._chosen():
            self._prints.bulletin(chosen, True)

    def _verify(self) -> None:
        if chosen := self._chosen():
            bulletin = find_bulletin(self._context.store, chosen)
            if agrees(self._context.store, bulletin):
                self._context.messages.info(f"第 {bulletin.number} 期的数字与台账记录一致。")
            else:
                self._context.messages.error(
                    f"第 {bulletin.number} 期的数字与操作记录对不上。\n"
                    "通报没有改动。请检查工作区数据是否完好（报表—检查）。"
                )

    def reload(self) -> None:
        """Read the list again."""
        self._source.set(self._rows())
        self.table.reload()
