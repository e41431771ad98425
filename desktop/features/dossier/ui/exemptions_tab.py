"""What was let stand in spite of a check, with a way to take it back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.core.row_source import ListRows
from desktop.features.dossier.exemptions import KIND_WORDS, exemption_rows, withdraw
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.theme import icon

_COLUMNS = (
    Column("kind", "检查", 92), Column("what", "放行的是什么", 240),
    Column("documents", "材料", 220), Column("reason", "理由", 240),
    Column("who", "放行人", 90), Column("at", "时间", 140),
)  # fmt: skip
_EMPTY = "这里是放行过的：谁放的、为什么。\n在“检查结果”里选中一处，点“放行”。"


class ExemptionsTab(QWidget):
    """Every exemption of the workspace."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._rows = ListRows((), ("kind", "what", "documents", "reason", "who"))
        self.table = RecordTable(
            "dossier.exemptions", self._rows, _COLUMNS, empty=_EMPTY, title="放行",
            filters=(("kind", "全部检查", tuple(KIND_WORDS.values())),),
        )  # fmt: skip
        self._withdraw = QPushButton(icon("undo"), "取消放行")
        self._withdraw.setObjectName("dossier.withdraw")
        self._withdraw.setToolTip("选中的不再放行：下次试报送会再列出来")
        self._withdraw.clicked.connect(lambda _checked=False: self._ask())
        self.table.selection_changed.connect(self._offer)
        self.table.view.menu_wanted.connect(self._add_to_menu)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._withdraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.reload()

    def reload(self) -> None:
        """Read what is let stand again."""
        self._rows.set(exemption_rows(self._context.store))
        self.table.reload()
        self._offer()

    def _offer(self) -> None:
        self._withdraw.setEnabled(self.table.selection.count() > 0)

    def _add_to_menu(self, menu: QMenu) -> None:
        if self.table.selection.count():
            menu.addAction("取消放行……", self._ask)

    def _ask(self) -> None:
        ids = [row.id for row in self.table.selected()]

        def save(values: Mapping[str, str]) -> None:
            self._context.done(
                lambda: withdraw(self._context.store, ids, reason=values["reason"]),
                f"已取消放行 {len(ids)} 处，下次试报送会再列出来",
            )

        fields = (Field("reason", "理由", kind="long", required=True),)
        FormDialog(
            self.window(), "dossier.withdraw_form", f"取消放行 {len(ids)} 处", fields, save,
            verb="取消放行", faults=self._context.faults,
        ).exec()  # fmt: skip
