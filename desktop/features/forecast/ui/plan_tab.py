"""补救顺序: what to do first, within days and money."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.clock import today
from desktop.core.row_source import ListRows
from desktop.features.forecast.plan import Plan, Task, best_set, in_order
from desktop.features.forecast.service import Forecast
from desktop.features.forecast.tasks import tasks_of
from desktop.features.forecast.types import points_words
from desktop.features.forecast.ui.actions import ScoreActions
from desktop.ui_kit.action_row import ActionRow
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.elided_label import ElidedLabel
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.verbs import Verbs

_COLUMNS = (
    Column("code", "编号", 96), Column("name", "测评标准", 300), Column("work", "要做的事", 130),
    Column("method", "测评方式", 90), Column("gain", "可挽回", 70, right=True, text=points_words),
    Column("sure", "已定失分", 80, right=True, text=points_words),
    Column("days", "天数", 60, right=True), Column("money", "万元", 70, right=True),
    Column("units", "责任单位", 160), Column("due", "时限", 96),
)  # fmt: skip


class PlanTab(QWidget):
    """The best set of tasks.

    Signals: opened(requirement's id).
    """

    opened = Signal(str)

    def __init__(self, context: UiContext, doing: ScoreActions, verbs: Verbs) -> None:
        super().__init__()
        self._context = context
        self._tasks: tuple[Task, ...] = ()
        self._rows = ListRows(searched=("code", "name", "work", "method", "units"))
        self.table = RecordTable("score.plan", self._rows, _COLUMNS, empty="没有可以挽回的分。")
        self.table.activated.connect(lambda task: self.opened.emit(task.id))
        self._days, self._budget = QLineEdit(), QLineEdit()
        self._words = ElidedLabel(80)
        self._words.setObjectName("score.plan.words")
        row = QHBoxLayout()
        for label, field, name in (
            ("几天内做完", self._days, "days"),
            ("一共万元", self._budget, "budget"),
        ):
            field.setObjectName(f"score.{name}")
            field.setAccessibleName(label)
            field.setPlaceholderText("不限")
            field.setFixedWidth(72)
            field.editingFinished.connect(self._show_plan)
            row.addWidget(QLabel(label))
            row.addWidget(field)
        row.addWidget(self._words, 1)
        row.addWidget(self._actions(doing, verbs))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def _actions(self, doing: ScoreActions, verbs: Verbs) -> ActionRow:
        actions = ActionRow("score.plan", drops_last=True)
        for name, text, run in (
            ("result", "填结果", partial(self._with_selected, doing.type_result)),
            ("need", "填天数资金", partial(self._with_selected, doing.type_need)),
            ("rule", "计分规则", partial(self._with_selected, doing.change_rule)),
            ("print", "打印", lambda: verbs.print_table(self.table, "补救顺序")),
        ):
            button = QPushButton(text)
            button.setObjectName(f"score.plan.{name}")
            button.setAccessibleName(text)
            button.clicked.connect(lambda _checked=False, run=run: run())
            actions.add(button)
        return actions

    def show_forecast(self, made: Forecast) -> None:
        """Show what another forecast asks for."""
        self._tasks = tasks_of(self._context.store, made)
        self._show_plan()

    def _plan(self) -> Plan:
        """Return the plan for what the two fields say."""
        return best_set(self._tasks, days=_amount(self._days), budget=_amount(self._budget))

    def _show_plan(self) -> None:
        plan = self._plan()
        self._rows.set(in_order(plan.chosen, today=today()))
        self.table.reload()
        unpriced = f"，{len(plan.unpriced)} 件没填资金没有参加" if plan.unpriced else ""
        won = points_words(plan.gain)
        self._words.setText(
            f"{len(plan.chosen)} 件，挽回 {won} 分，资金 {plan.money} 万元{unpriced}"
        )

    def _with_selected(self, run: Callable[[Any], None]) -> None:
        rows = self.table.selected()
        if rows:
            run(rows[0])
        else:
            self._context.messages.info("请先在表里选一行。")


def _amount(field: QLineEdit) -> Decimal | None:
    """Return what a field holds; what is no number counts as not said."""
    try:
        value = Decimal(field.text().strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None
