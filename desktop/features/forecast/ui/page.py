"""得分: the total as a range, why it is so, A/B/C, what to do first, how it moves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import EVERYTHING
from desktop.core.clock import today
from desktop.core.errors import UserError
from desktop.core.row_source import ListRows
from desktop.features.forecast.board import VERBS, Graded
from desktop.features.forecast.charts import range_bar
from desktop.features.forecast.plan import Plan, Task, best_set, in_order
from desktop.features.forecast.service import Forecast, forecast
from desktop.features.forecast.snapshots import (
    board_since,
    snapshots,
)
from desktop.features.forecast.tasks import tasks_of
from desktop.features.forecast.types import points_words
from desktop.features.forecast.ui.actions import ScoreActions
from desktop.features.forecast.ui.trend_tab import TrendTab
from desktop.features.forecast.ui.why_tree import WhyTree
from desktop.ui_kit.action_row import ActionRow
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.elided_label import ElidedLabel
from desktop.ui_kit.page import Page
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.verbs import Verbs

_TASKS = (
    Column("code", "编号", 96), Column("name", "测评标准", 300), Column("work", "要做的事", 130),
    Column("method", "测评方式", 90), Column("gain", "可挽回", 70, right=True, text=points_words),
    Column("sure", "已定失分", 80, right=True, text=points_words),
    Column("days", "天数", 60, right=True), Column("money", "万元", 70, right=True),
    Column("units", "责任单位", 160), Column("due", "时限", 96),
)  # fmt: skip
_BOARD = (
    Column("grade", "档", 50), Column("code", "编号", 96), Column("name", "测评标准", 360),
    Column("rate", "得分率", 76, right=True, text=lambda rate: f"{rate * 100:.1f}%"),
    Column("before", "原来", 60), Column("units", "责任单位", 180), Column("due", "时限", 96),
    Column("project", "测评项目", 200),
)  # fmt: skip


class ScorePage(Page):
    """The page of scores."""

    NAME, TITLE, ICON = "score", "得分", "score"
    listens_to = EVERYTHING

    def __init__(self, context: UiContext, verbs: Verbs, readiness: Callable[[Any], Any]) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self._tasks: tuple[Task, ...] = ()
        self.doing = ScoreActions(context, self, readiness)
        self.add_action("scheme", "计分方案", "edit", self.doing.change_scheme)
        self.add_action("event", "负面清单事件", "add", self.doing.add_event)
        self.add_action("precondition", "前置条件", "check", self.doing.change_precondition)
        self.add_action("real", "登记实测", "add", self.doing.add_real)
        self.add_action("keep", "留存今天", "check", self.doing.keep, primary=True)
        self._total = QLabel()
        self._total.setObjectName("score.total")
        self._total.setProperty("role", "section")
        self._conditions = QLabel()
        self._conditions.setObjectName("score.conditions")
        self._conditions.setWordWrap(True)
        self._conditions.setProperty("role", "secondary")
        self.trend = TrendTab(context.store)
        self.tree = WhyTree(context.store)
        self._task_rows = ListRows(searched=("code", "name", "work", "method", "units"))
        self._board_rows = ListRows(searched=("code", "name", "grade", "units", "project"))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("score.tabs")
        self._build()
        self.reload()

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._total)
        column.addWidget(self._conditions)
        self.tabs.addTab(self.tree, "得分构成")
        self.tabs.addTab(self._plan_tab(), "补救顺序")
        self.tabs.addTab(self._board_tab(), "巩固A、提升B、消灭C")
        self.tabs.addTab(self.trend, "趋势与实测")
        column.addWidget(self.tabs, 1)
        self.set_body(body)

    def _plan_tab(self) -> QWidget:
        self.plan_table = RecordTable("score.plan", self._task_rows, _TASKS,
                                      empty="没有可以挽回的分。")  # fmt: skip
        self.plan_table.activated.connect(self._open_task)
        self._days, self._budget = QLineEdit(), QLineEdit()
        self._plan_words = ElidedLabel(80)
        self._plan_words.setObjectName("score.plan.words")
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
        row.addWidget(self._plan_words, 1)
        buttons = (
            ("result", "填结果", self.doing.type_result),
            ("need", "填天数资金", self.doing.type_need),
            ("rule", "计分规则", self.doing.change_rule),
        )  # fmt: skip
        actions = ActionRow("score.plan", drops_last=True)
        for name, text, run in buttons:
            actions.add(self._button(name, text, partial(self._with_selected, run)))
        actions.add(self._button("print", "打印", self._print_plan))
        row.addWidget(actions)
        return _stacked(row, self.plan_table)

    def _button(self, name: str, text: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"score.plan.{name}")
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _board_tab(self) -> QWidget:
        choices = [("grade", "全部档", ("A", "B", "C", "未定"))]
        self.board_table = RecordTable("score.board", self._board_rows, _BOARD,
                                       empty="没有指标。", filters=choices)  # fmt: skip
        self._board_words = QLabel()
        self._board_words.setObjectName("score.board.words")
        self.board_table.activated.connect(self._open_graded)
        row = QHBoxLayout()
        row.addWidget(self._board_words, 1)
        return _stacked(row, self.board_table)

    def reload(self) -> None:
        """Work the score out anew."""
        try:
            made = forecast(self._context.store)
        except UserError as error:
            self._total.setText(str(error))
            return
        self._show_total(made)
        self.tree.show_forecast(made)
        self._tasks = tasks_of(self._context.store, made)
        self._show_plan()
        self._show_board(made)
        self.trend.show_forecast(made)

    def _show_total(self, made: Forecast) -> None:
        words = range_bar("", made.final, made.scheme.places).words
        self._total.setText(
            f"{made.edition.name}  {words}  已定失分 {points_words(made.final.lost)}"
        )
        marks = {"yes": "✓", "no": "✗ 不满足", "": "? 未定"}
        lines = [f"⚠ {note}" for note in made.measured.notes]
        lines += [
            f"{marks[one.state]} {one.name}{'：' + one.words if one.words else ''}"
            for one in made.conditions
        ]
        self._conditions.setText("    ".join(lines))
        self._conditions.setVisible(bool(lines))

    def plan(self) -> Plan:
        """Return the plan for what the two fields say."""
        return best_set(self._tasks, days=_amount(self._days), budget=_amount(self._budget))

    def _show_plan(self) -> None:
        plan = self.plan()
        self._task_rows.set(in_order(plan.chosen, today=today()))
        self.plan_table.reload()
        unpriced = f"，{len(plan.unpriced)} 件没填资金没有参加" if plan.unpriced else ""
        won = points_words(plan.gain)
        self._plan_words.setText(
            f"{len(plan.chosen)} 件，挽回 {won} 分，资金 {plan.money} 万元{unpriced}"
        )

    def _show_board(self, made: Forecast) -> None:
        kept = snapshots(self._context.store, made.edition)
        board = board_since(made, kept[0] if kept else None)
        self._board_rows.set(board.rows)
        self.board_table.reload()
        counts = "，".join(f"{VERBS[grade]}{grade if grade in 'ABC' else ''} {count} 项"
                          for grade, count in board.counts.items())  # fmt: skip
        moved = ""
        if board.since is not None:
            since = board.since.isoformat()
            moved = f"；自 {since} 上升 {len(board.risen)}，下降 {len(board.fallen)}"
        self._board_words.setText(counts + moved)

    def _with_selected(self, run: Callable[[Task], None]) -> None:
        rows = self.plan_table.selected()
        if rows:
            run(rows[0])
        else:
            self._context.messages.info("请先在表里选一行。")

    def _open_graded(self, row: Graded) -> None:
        self.tabs.setCurrentWidget(self.tree)
        self.tree.open_code(row.code)

    def _open_task(self, task: Task) -> None:
        self.tabs.setCurrentWidget(self.tree)
        self.tree.open_requirement(task.id)

    def _print_plan(self) -> None:
        self._verbs.print_table(self.plan_table, "补救顺序")


def _stacked(row: QHBoxLayout, table: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(row)
    column.addWidget(table, 1)
    return box


def _amount(field: QLineEdit) -> Decimal | None:
    """Return what a field holds; what is no number counts as not said."""
    try:
        value = Decimal(field.text().strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None
