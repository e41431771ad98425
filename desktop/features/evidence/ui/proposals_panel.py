"""归位建议: where materials in doubt may belong, to be taken or turned down."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.features.evidence.proposals import accept_proposals, proposal_rows, reject_proposals
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.theme import icon

_COLUMNS = (
    Column("name", "材料", 150), Column("code", "归到", 84), Column("kind", "材料项", 84),
    Column("confidence", "把握", 56, right=True, text=lambda value: f"{value}%"),
    Column("reason", "依据", 240), Column("item", "测评标准", 220), Column("unit", "单位", 84),
    Column("source_path", "来自", 260),
)  # fmt: skip


class ProposalsPanel(QWidget):
    """Lists proposals; Enter or a double click takes one."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.table = RecordTable(
            "evidence.proposals", proposal_rows(context.store), _COLUMNS, title="归位建议",
            empty="没有拿不准的材料。\n编号不全或没有编号的材料，程序会在这里提建议：先在“收到的材料”里收文件。",
        )  # fmt: skip
        self.table.activated.connect(self._accept_one)
        hint = QLabel("选中后采纳或不采纳，可以多选")
        hint.setProperty("role", "secondary")
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(hint, 1)
        bar.addWidget(self._button("reject", "不采纳", "delete", self.reject))
        bar.addWidget(self._button("accept", "采纳", "check", self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.table, 1)

    def reload(self) -> None:
        """Read the proposals again."""
        self.table.reload()

    def _button(self, name: str, text: str, icon_name: str, run: Any) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"evidence.proposals.{name}")
        button.setIcon(icon(icon_name))
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _ids(self) -> list[str]:
        return self.table.selection.ids()

    def accept(self) -> None:
        """File the documents selected where proposed."""
        self._accept(self._ids())

    def _accept_one(self, row: Any) -> None:
        self._accept([row.id])

    def _accept(self, ids: list[str]) -> None:
        if ids:
            self._context.perform(
                lambda: accept_proposals(self._context.store, ids), f"已采纳 {len(ids)} 条建议"
            )

    def reject(self) -> None:
        """Turn the proposals selected down."""
        ids = self._ids()
        if ids:
            self._context.perform(
                lambda: reject_proposals(self._context.store, ids), f"不采纳 {len(ids)} 条建议"
            )
