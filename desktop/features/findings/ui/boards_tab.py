"""Boards: units, streets and classes side by side, 红黑榜 with its method, repeats to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.row_source import ListRows
from desktop.features.findings.boards import BY, BoardRow, boards, ranking
from desktop.features.findings.repeats import link_repeats, proposed_repeats
from desktop.features.findings.types import RepeatRow, repeat_row
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.reading import Reading
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.verbs import Verbs

_BOARD = (
    Column("name", "名称", 160), Column("total", "问题", 64, right=True),
    Column("open", "未整改", 72, right=True), Column("late", "逾期", 64, right=True),
    Column("fixed", "已整改", 72, right=True), Column("closed", "已销号", 72, right=True),
    Column("rate", "整改率", 80, right=True, text=lambda rate: f"{rate * 100:.1f}%"),
    Column("days", "平均整改天数", 104, right=True), Column("repeats", "反弹", 64, right=True),
    Column("repeat_rate", "反弹率", 72, right=True, text=lambda rate: f"{rate * 100:.1f}%"),
    Column("cards", "督办卡", 72),
)  # fmt: skip
_REPEATS = (
    Column("number", "问题", 56, right=True), Column("found", "发现", 96),
    Column("point", "地点", 160), Column("text", "问题内容", 260),
    Column("former", "以前的问题", 88, right=True), Column("former_found", "当时发现", 96),
    Column("former_text", "当时内容", 260), Column("likeness", "相似", 64, right=True),
)  # fmt: skip

_EMPTY = "这里比各单位、各街道整改得快慢。\n还没有问题，先在“台账”里导入或登记。"


class BoardsTab(QWidget):
    """One table counted by unit, street or class; the ranking is under it."""

    def __init__(self, context: UiContext, verbs: Verbs) -> None:
        super().__init__()
        self._context = context
        self._reading = Reading(context, self)
        self._source = ListRows((), ("name",))
        self.table = RecordTable("findings.boards", self._source, _BOARD, empty=_EMPTY)
        self._by = QComboBox()
        self._by.setObjectName("findings.boards.by")
        self._by.setAccessibleName("按什么统计")
        for key, title in BY.items():
            self._by.addItem(f"按{title}", key)
        self._by.currentIndexChanged.connect(self.reload)
        self._ranks = _words("findings.boards.ranks")
        self._method = _words("findings.boards.method", "secondary")
        head = QHBoxLayout()
        head.addWidget(self._by)
        head.addStretch()
        button = QPushButton("打印排行")
        button.setObjectName("findings.boards.print")
        button.clicked.connect(lambda _c=False: verbs.print_table(self.table, "问题整改排行"))
        head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._ranks)
        column.addWidget(self._method)

    def reload(self) -> None:
        """Count anew."""
        by = str(self._by.currentData())
        self._reading.ask(lambda store: boards(store, by), self._show)

    def _show(self, rows: Sequence[BoardRow]) -> None:
        self._source.set(rows)
        self.table.reload()
        ranks = ranking(rows)
        red = "、".join(f"{row.name}（{row.rate * 100:.1f}%）" for row in ranks.red) or "暂无"
        black = "、".join(f"{row.name}（{row.rate * 100:.1f}%）" for row in ranks.black) or "暂无"
        self._ranks.setText(f"红榜：{red}\n黑榜：{black}")
        self._method.setText(ranks.method)


class RepeatsTab(QWidget):
    """Findings that look like an earlier one come back, waiting for a person's yes."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._reading = Reading(context, self)
        self._source = ListRows((), ("point", "text", "former_text"))
        self.table = RecordTable(
            "findings.repeats", self._source, _REPEATS,
            empty="没有疑似反弹的问题。\n同一点位同一检查项的自动关联，文字相近的列在这里等您确认。\n问题在“台账”里登记。",
        )  # fmt: skip
        button = QPushButton("确认是反弹")
        button.setObjectName("findings.repeats.link")
        button.setProperty("role", "primary")
        button.setEnabled(not context.store.read_only)
        button.clicked.connect(self._link)
        head = QHBoxLayout()
        label = QLabel("疑似反弹（同一地点、文字相近）")
        label.setProperty("role", "section")
        head.addWidget(label)
        head.addStretch()
        head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def _link(self) -> None:
        pairs = [(row.id, row.former_id) for row in self.table.selected()]
        if not pairs:
            self._context.messages.info("先选中要确认的行。")
            return
        self._context.perform(
            lambda: link_repeats(self._context.store, pairs), f"已关联 {len(pairs)} 条反弹问题"
        )

    def reload(self) -> None:
        """Look for repeats anew."""
        self._reading.ask(_repeats, self._show)

    def _show(self, rows: Sequence[RepeatRow]) -> None:
        self._source.set(rows)
        self.table.reload()


def _repeats(store: Any) -> tuple[RepeatRow, ...]:
    return tuple(repeat_row(item) for item in proposed_repeats(store))


def _words(name: str, role: str = "") -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
