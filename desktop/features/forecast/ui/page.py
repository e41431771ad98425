"""得分: the total as a range, why it is so, A/B/C, what to do first, how it moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.changes import EVERYTHING
from desktop.core.errors import UserError
from desktop.features.forecast.charts import range_bar
from desktop.features.forecast.service import Forecast, forecast
from desktop.features.forecast.types import points_words
from desktop.features.forecast.ui.actions import ScoreActions
from desktop.features.forecast.ui.board_tab import BoardTab
from desktop.features.forecast.ui.plan_tab import PlanTab
from desktop.features.forecast.ui.trend_tab import TrendTab
from desktop.features.forecast.ui.why_tree import WhyTree
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.tabs import Tabs
from desktop.ui_kit.verbs import Verbs


class ScorePage(Page):
    """The page of scores."""

    NAME, TITLE, ICON = "score", "得分", "score"
    listens_to = EVERYTHING

    def __init__(self, context: UiContext, verbs: Verbs, readiness: Callable[[Any], Any]) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self._made: Forecast | None = None
        # Which tabs show the forecast; the others do when they are turned to.
        self._fresh: set[int] = set()
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
        self.tree = WhyTree(context.store)
        self.tabs = Tabs("score.tabs")
        self._build()
        self.reload()

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._total)
        column.addWidget(self._conditions)
        self.tabs.add("得分构成", lambda: self.tree)
        self.plan = self.tabs.add("补救顺序", self._plan_tab)
        self.board = self.tabs.add("巩固A、提升B、消灭C", self._board_tab)
        self.tabs.add("趋势与实测", lambda: TrendTab(self._context.store))
        self.tabs.currentChanged.connect(self._turned)
        column.addWidget(self.tabs, 1)
        self.set_body(body)

    def _plan_tab(self) -> PlanTab:
        tab = PlanTab(self._context, self.doing, self._verbs)
        tab.opened.connect(self._open_requirement)
        return tab

    def _board_tab(self) -> BoardTab:
        tab = BoardTab(self._context.store)
        tab.opened.connect(self._open_code)
        return tab

    def reload(self) -> None:
        """Work the score out anew."""
        try:
            self._made = forecast(self._context.store)
        except UserError as error:
            self._total.setText(str(error))
            return
        self._show_total(self._made)
        self._fresh.clear()
        self._turned()

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

    def _turned(self) -> None:
        """Show the forecast in the tab in front, where it does not show it yet."""
        number = self.tabs.currentIndex()
        if self._made is not None and number not in self._fresh:
            self._fresh.add(number)
            self.tabs.currentWidget().show_forecast(self._made)  # type: ignore[attr-defined]

    def _open_code(self, code: str) -> None:
        self.tabs.setCurrentWidget(self.tree)
        self.tree.open_code(code)

    def _open_requirement(self, row_id: str) -> None:
        self.tabs.setCurrentWidget(self.tree)
        self.tree.open_requirement(row_id)
