"""督办卡: what the rule proposes above, the register of issued cards below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.core.row_source import ListRows
from desktop.features.findings.cards import (
    Proposal,
    card_rows,
    issue_cards,
    propose_cards,
    reply_card,
    void_card,
)
from desktop.features.findings.steps import read_day
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.reading import Reading
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.verbs import Verbs

_PROPOSED = (
    Column("word", "卡", 52, state=True), Column("finding", "问题", 52, right=True),
    Column("unit", "被督办单位", 110), Column("point", "地点", 160),
    Column("text", "问题内容", 300),
    Column("reason", "依据", 200), Column("due", "整改时限", 96),
)  # fmt: skip
_ISSUED = (
    Column("code", "编号", 190), Column("colour", "卡", 52, state=True),
    Column("unit", "被督办单位", 110), Column("state", "状态", 84, state=True),
    Column("late", "期限", 72, state=True), Column("issued", "签发", 92),
    Column("due", "整改时限", 92), Column("finding", "问题", 52, right=True),
    Column("point", "地点", 140), Column("text", "问题内容", 220), Column("reason", "依据", 150),
    Column("replied", "回复日期", 92), Column("reply", "回复", 180),
    Column("void_reason", "作废原因", 120),
)  # fmt: skip

_NONE_ISSUED = "还没有签发过督办卡。\n在上面选中该发的，点“签发选中的卡”，编号自动接着排。"


class CardsTab(QWidget):
    """Proposals and the register; `print_cards` gets card ids."""

    def __init__(
        self, context: UiContext, verbs: Verbs, print_cards: Callable[[tuple[str, ...]], None]
    ) -> None:
        super().__init__()
        self._context, self._print = context, print_cards
        self._reading = Reading(context, self)
        self._source = ListRows((), ("unit", "point", "text", "reason"))
        self.proposed = RecordTable(
            "findings.proposals", self._source, _PROPOSED,
            empty="现在没有该发的督办卡。\n交办后该发白卡，逾期或反弹该发黄卡，逾期久的该发红卡：先在“台账”里办理交办。",
            filters=(("word", "全部颜色", ("白", "黄", "红")),),
        )  # fmt: skip
        self.issued = RecordTable(
            "findings.cards", card_rows(context.store), _ISSUED, empty=_NONE_ISSUED,
            filters=(("colour", "全部颜色", ("白", "黄", "红")),
                     ("state", "全部状态", ("已发", "已回复", "作废"))),
        )  # fmt: skip
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(_part("该发的卡（规则建议，确认后才编号）", self.proposed, (
            self._button("issue", "签发选中的卡", self._issue, primary=True),
            self._button("issue_all", "签发全部显示的卡", self._issue_all),
        )))  # fmt: skip
        split.addWidget(_part("督办卡登记簿", self.issued, (
            self._button("print", "打印选中的卡", self._print_selected),
            self._button("register", "打印登记簿",
                         lambda: verbs.print_table(self.issued, "督办卡登记簿")),
            self._button("reply", "登记回执", self._reply),
            self._button("void", "作废", self._void),
        )))  # fmt: skip
        split.setSizes([260, 320])
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _button(
        self, name: str, text: str, run: Callable[[], None], *, primary: bool = False
    ) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"findings.cards.{name}")
        button.setEnabled(name in ("print", "register") or not self._context.store.read_only)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _c=False: run())
        return button

    def _issue(self) -> None:
        self._confirm(self.proposed.selected())

    def _issue_all(self) -> None:
        self._confirm(self.proposed.model.rows.all())

    def _confirm(self, proposals: list[Proposal]) -> None:
        if not proposals:
            self._context.messages.info("先在上面选要签发的卡。")
            return
        counts = "、".join(
            f"{word}卡 {sum(p.word == word for p in proposals)} 张"
            for word in ("白", "黄", "红") if any(p.word == word for p in proposals)
        )  # fmt: skip

        def save(values: Mapping[str, str]) -> None:
            cards, changes = issue_cards(self._context.store, proposals, signer=values["signer"])
            self._context.bus.publish(changes)
            words = f"已签发 {counts}，编号已占用"
            self._context.messages.info(words, undo=self._context.undo)
            self._print(tuple(card.id for card in cards))

        fields = (Field("signer", "签发人（可不填，留空手签）"),)
        FormDialog(self.window(), "findings.issue_form", f"签发 {counts}", fields, save,
                   verb="签发并打印", faults=self._context.faults).exec()  # fmt: skip

    def _print_selected(self) -> None:
        rows = self.issued.selected() or self.issued.model.rows.all()
        if rows:
            self._print(tuple(row.id for row in rows))

    def _reply(self) -> None:
        for row in self.issued.selected()[:1]:

            def save(values: Mapping[str, str], card_id: str = row.id) -> None:
                day = read_day(values["replied"], "回复日期")
                self._context.done(
                    lambda: reply_card(self._context.store, card_id, {**values, "replied": day}),
                    "已登记回执",
                )

            fields = (Field("replied", "回复日期", help="不填是今天"), Field("reply_who", "回复人"),
                      Field("reply", "整改情况", row.reply, required=True))  # fmt: skip
            FormDialog(self.window(), "findings.reply_form", f"{row.code} 回执", fields, save,
                       faults=self._context.faults).exec()  # fmt: skip

    def _void(self) -> None:
        for row in self.issued.selected()[:1]:

            def save(values: Mapping[str, str], card_id: str = row.id) -> None:
                self._context.done(
                    lambda: void_card(self._context.store, card_id, values["reason"]),
                    "已作废，编号保留",
                )

            fields = (Field("reason", "作废原因", required=True, help="编号保留，不再使用"),)
            FormDialog(self.window(), "findings.void_form", f"作废 {row.code}", fields, save,
                       verb="作废", faults=self._context.faults).exec()  # fmt: skip

    def reload(self) -> None:
        """Work the proposals out anew and read the register."""
        self._reading.ask(propose_cards, self._show)
        self.issued.reload()

    def _show(self, proposals: Sequence[Proposal]) -> None:
        self._source.set(proposals)
        self.proposed.reload()


def _part(title: str, table: RecordTable, buttons: tuple[QPushButton, ...]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    head = QHBoxLayout()
    label = QLabel(title)
    label.setProperty("role", "section")
    head.addWidget(label)
    head.addStretch()
    for button in buttons:
        head.addWidget(button)
    column.addLayout(head)
    column.addWidget(table, 1)
    return box
