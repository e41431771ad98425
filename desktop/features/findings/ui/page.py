"""问题台账: the ledger, the cards, repeats, boards and bulletins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.core.changes import Changes, Kind
from desktop.features.findings.service import withdraw_finding
from desktop.features.findings.steps import StepInput, able, states_of, take_step
from desktop.features.findings.ui.boards_tab import BoardsTab, RepeatsTab
from desktop.features.findings.ui.bulletins_tab import BulletinsTab
from desktop.features.findings.ui.cards_tab import CardsTab
from desktop.features.findings.ui.finding_form import ask_finding
from desktop.features.findings.ui.ledger import Ledger
from desktop.features.findings.ui.prints import Prints
from desktop.features.findings.ui.step_dialog import StepDialog
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.reading import Reading
from desktop.ui_kit.tabs import Tabs
from desktop.ui_kit.verbs import Verbs

# More than these take so long that the window would stand still.
_MANY = 200


class FindingsPage(Page):
    """The page of findings."""

    NAME, TITLE, ICON = "findings", "问题台账", "findings"
    listens_to = frozenset({Kind.FINDING, Kind.UNIT, Kind.POINT, Kind.SETTING})

    def __init__(self, context: UiContext, verbs: Verbs, prints: Prints) -> None:
        super().__init__()
        self._context, self._verbs, self._prints = context, verbs, prints
        self._reading = Reading(context, self)
        self.ledger = Ledger(context, self.step, self._add)
        self.tabs = Tabs("findings.tabs")
        self.tabs.add("台账", lambda: self.ledger)
        self.cards = self.tabs.add("督办卡", lambda: CardsTab(context, verbs, prints.cards))
        self.tabs.add("反弹", lambda: RepeatsTab(context))
        self.tabs.add("排行", lambda: BoardsTab(context, verbs))
        self.bulletins = self.tabs.add("通报", lambda: BulletinsTab(context, prints))
        # Which tabs show what holds now; the others work it out when they are next opened.
        self._fresh: set[int] = set()
        self.set_body(self.tabs)
        self._add_actions()
        self.tabs.currentChanged.connect(self._tab_changed)
        self.reload()

    def _add_actions(self) -> None:
        read_only = self._context.store.read_only
        actions = (
            ("delete", "删除", "delete", self._delete),
            ("history", "历史", "history", self._history),
            ("pairs", "前后对比", "print", self._pairs),
            ("notices", "整改通知单", "print", self._notices),
            ("print", "打印本表", "print", self._print),
            ("export", "导出", "export", lambda: self._verbs.export_table("findings")),
            ("import", "导入", "import", lambda: self._verbs.import_table("findings")),
            ("edit", "修改", "edit", self._edit),
            ("add", "登记", "add", self._add), ("step", "办理", "check", self.step),
        )  # fmt: skip
        for name, text, picture, run in actions:
            button = self.add_action(name, text, picture, run, primary=name == "step")
            button.setEnabled(
                not (read_only and name in ("delete", "import", "edit", "add", "step"))
            )
        fold = self.add_action("detail", "详情", "panel", self.ledger.fold, last=True)
        fold.setToolTip("展开或收起详情（Ctrl+I）")
        QShortcut(QKeySequence("Ctrl+I"), self.ledger, self.ledger.fold)

    def _tab_changed(self, index: int) -> None:
        self.show_actions(offered=index == 0)
        self._refresh()

    def step(self) -> None:
        """Take a step with the selected findings."""
        ids = self.ledger.table.selection.ids()
        if not ids:
            self._context.messages.info("先选中要办理的问题，可以选多个。")
            return
        self._reading.ask(lambda store: states_of(store, ids), partial(self._ask_step, ids))

    def _ask_step(self, ids: Sequence[str], states: Mapping[str, int]) -> None:
        def take(name: str, said: StepInput) -> None:
            def job(_ctx: Any, store: Any) -> tuple[int, Changes]:
                return take_step(store, able(store, ids, name), name, said)

            if len(ids) > _MANY:
                self._context.start(f"办理 {len(ids)} 个问题", job, self._taken)
            else:
                self._taken(job(None, self._context.store))

        StepDialog(self.window(), states, take, faults=self._context.faults).exec()

    def _taken(self, done: tuple[int, Changes]) -> None:
        count, changes = done
        self._context.bus.publish(changes)
        self._context.messages.info(f"已办理 {count} 个问题", undo=self._context.undo)

    def _add(self) -> None:
        ask_finding(self.window(), self._context, None)

    def _edit(self) -> None:
        for row in self.ledger.table.selected(1):
            ask_finding(self.window(), self._context, row)

    def _delete(self) -> None:
        for row in self.ledger.table.selected(1):
            self._context.perform(
                partial(withdraw_finding, self._context.store, row.id), f"已删除问题 {row.number}"
            )

    def _history(self) -> None:
        for row in self.ledger.table.selected(1):
            self._verbs.show_history(row.id, f"问题 {row.number}")

    def _notices(self) -> None:
        if ids := self.ledger.selected_or_shown():
            self._prints.notices(ids)

    def _pairs(self) -> None:
        if ids := self.ledger.selected_or_shown():
            self._prints.pairs(ids)

    def _print(self) -> None:
        self._verbs.print_table(self.ledger.table, "问题台账")

    def reload(self) -> None:
        """Read what is shown again; the other tabs follow when they are opened."""
        self._fresh.clear()
        self._refresh()

    def _refresh(self) -> None:
        number = self.tabs.currentIndex()
        if number not in self._fresh:
            self._fresh.add(number)
            self.tabs.currentWidget().reload()  # type: ignore[attr-defined]
