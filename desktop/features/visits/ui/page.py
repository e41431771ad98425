"""实地考察: a round from choosing points to its results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Kind
from desktop.features.visits.results import Results, round_results
from desktop.features.visits.rounds import round_rows
from desktop.features.visits.sketching import round_map
from desktop.features.visits.ui.actions import RoundActions
from desktop.features.visits.ui.entry_panel import EntryPanel
from desktop.features.visits.ui.points_panel import PointsPanel
from desktop.features.visits.ui.results_panel import ResultsPanel
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.sketch_map import SketchMapView
from desktop.ui_kit.tabs import Tabs
from desktop.ui_kit.verbs import Verbs

_NO_ROUND = "先点“新建轮次”，再选点、打印检查表、录入，结果就出来了。"
_ROUND_CHARACTERS, _LEAST_ROUND, _ROUND_LIST = 16, 150, 260


@dataclass(frozen=True)
class VisitPrints:
    """What the page prints and exports, handed over by the shell.

    The first argument is the round's id, the second the map's paper or the round compared with.
    """

    sheets: Callable[[str], None]
    sketch_map: Callable[[str, str], None]
    results: Callable[[str, str | None], None]
    draws: Callable[[str], None]
    export: Callable[[str, str | None], None]


@dataclass(frozen=True)
class Tab:
    """A tab of another feature: its title and what makes its panel, which has a `reload`.

    A panel's signal `opened`, where it has one, asks for a visit's sheet.
    """

    title: str
    make: Callable[[], QWidget]


class VisitsPage(Page):
    """The page of site visits; `points` gives (id, name) of every point."""

    NAME, TITLE, ICON = "visits", "实地考察", "visits"
    listens_to = frozenset({Kind.VISIT, Kind.FINDING, Kind.POINT, Kind.CHECK, Kind.ROAD})

    def __init__(
        self, context: UiContext, verbs: Verbs, prints: VisitPrints,
        points: Callable[[], Sequence[tuple[str, str]]], more: Sequence[Tab] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self._context, self._verbs, self._prints = context, verbs, prints
        self.round = QComboBox()
        self.round.setObjectName("visits.round")
        self.round.setAccessibleName("轮次")
        self.round.setPlaceholderText("还没有轮次")
        self.round.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.round.setMinimumContentsLength(_ROUND_CHARACTERS)
        self.round.setMinimumWidth(_LEAST_ROUND)
        self.round.view().setMinimumWidth(_ROUND_LIST)
        self.rounds = RoundActions(self, context, self.choose_round, points)
        self.points = PointsPanel(context, self.round_id, points)
        self.tabs = Tabs("visits.tabs")
        self.tabs.add("点位与路线", lambda: self.points)
        self.map = self.tabs.add("草图", lambda: SketchMapView("visits.map"))
        self.entry = self.tabs.add("录入", lambda: EntryPanel(context, self.round_id))
        self.results = self.tabs.add("结果", self._results_panel)
        for tab in more:
            self.tabs.add(tab.title, tab.make)
        self._hint = QLabel(_NO_ROUND)
        self._hint.setObjectName("visits.hint")
        self._hint.setProperty("role", "secondary")
        self._build()
        self._add_actions()
        self.reload()

    def _results_panel(self) -> ResultsPanel:
        prints = self._prints
        return ResultsPanel(
            self._ask_results, self._on_results(prints.results), self._on_results(prints.export)
        )

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._hint)
        column.addWidget(self.tabs, 1)
        self.add_to_head(self.round)
        self.add_to_head(self._menu())
        self.set_body(body)
        self.round.currentIndexChanged.connect(self.reload)
        self.tabs.currentChanged.connect(self.reload)
        self.points.opened.connect(self.type_in)
        self.tabs.made.connect(self._follow)

    def _follow(self, panel: QWidget) -> None:
        """Do what a panel made just now may ask for."""
        if isinstance(panel, EntryPanel):
            panel.settle_wanted.connect(self.rounds.settle)
        elif hasattr(panel, "opened"):
            panel.opened.connect(self.type_in)

    def _add_actions(self) -> None:
        add = self.add_action
        add("new", "新建轮次", "add", self.rounds.new)
        add(
            "choose",
            "选点",
            "points",
            self._with_round(lambda _id: self.points.choose_menu().popup(QCursor.pos())),
        )
        add("draw", "抽点", "search", self._with_round(self.rounds.draw))
        add("sheets", "打印检查表", "print", self._with_round(self._prints.sheets), primary=True)

    def _menu(self) -> QToolButton:
        """Return the button with what is done with a round now and then."""
        menu = QMenu(self)
        for name, text, run in (
            ("edit", "改名称、日期、组别……", self.rounds.edit),
            ("copy", "照本轮的点位新建一轮……", self.rounds.copy),
            ("import", "导入本轮结果……", self._import),
            ("print_map", "打印草图（A4）", lambda row_id: self._prints.sketch_map(row_id, "A4")),
            (
                "print_map_a3",
                "打印草图（A3）",
                lambda row_id: self._prints.sketch_map(row_id, "A3"),
            ),
            ("print_draws", "打印抽点记录", self._prints.draws),
            ("remove", "移出选中的点位", lambda _id: self.points.remove()),
            ("close", "结束或重新打开本轮", self.rounds.close),
            ("delete", "删除本轮", self.rounds.delete),
        ):
            action = menu.addAction(text)
            action.setObjectName(f"visits.{name}")
            action.triggered.connect(self._with_round(run))
        button = QToolButton()
        button.setObjectName("visits.more")
        button.setText("本轮 ▾")
        button.setAccessibleName("本轮的更多操作")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def _with_round(self, run: Callable[[str], None]) -> Callable[..., None]:
        def go(*_: object) -> None:
            round_id = self.round_id()
            if round_id is None:
                self._context.messages.info("还没有轮次，先点“新建轮次”。")
            else:
                run(round_id)

        return go

    def round_id(self) -> str | None:
        """Return the round chosen, None while there is none."""
        found = self.round.currentData()
        return None if found is None else str(found)

    def choose_round(self, round_id: str) -> None:
        """Show another round."""
        self.round.setCurrentIndex(max(0, self.round.findData(round_id)))

    def show_record(self, row_id: str) -> bool:
        """Show a round, or what has the id in the lists of the page."""
        if self.round.findData(row_id) < 0:
            return super().show_record(row_id)
        self.choose_round(row_id)
        self.tabs.setCurrentWidget(self.points)
        return True

    def _offer_rounds(self) -> list[tuple[str, str]]:
        """Offer the rounds there are; return them as (id, name)."""
        kept = self.round_id()
        rows = round_rows(self._context.store).all()
        named = [(row.id, row.name) for row in rows]
        self._hint.setVisible(not rows)
        words = [(r.id, f"{r.number}  {r.name}（{r.done}/{r.points}）") for r in rows]
        if words and words == [(self.round.itemData(n), self.round.itemText(n))
                     for n in range(self.round.count())]:  # fmt: skip
            return named
        self.round.blockSignals(True)
        self.round.clear()
        for row_id, text in words:
            self.round.addItem(text, row_id)
        found = self.round.findData(kept) if kept else 0
        self.round.setCurrentIndex(max(0, found) if words else -1)
        self.round.blockSignals(False)
        return named

    def reload(self) -> None:
        """Read again what the tab in front shows."""
        rounds = self._offer_rounds()
        panel = self.tabs.currentWidget()
        if isinstance(panel, SketchMapView):
            self._show_map(panel)
        elif isinstance(panel, ResultsPanel):
            panel.offer_rounds(rounds)
            self._ask_results()
        else:
            panel.reload()  # type: ignore[attr-defined]

    def _show_map(self, view: SketchMapView) -> None:
        round_id = self.round_id()
        if round_id is None:
            return
        sketch, left_out = round_map(self._context.store, round_id)
        note = f"另有 {len(left_out)} 个点位没有经纬度，不在图上。" if left_out else ""
        view.set_map(sketch, note=note)

    def _ask_results(self) -> None:
        round_id, against = self.round_id(), self.results().against.currentData()
        if round_id is None:
            return

        def job(ctx: Any, store: Any) -> tuple[Results, Results | None]:
            former = round_results(store, against, ctx=ctx) if against else None
            return round_results(store, round_id, ctx=ctx), former

        self._context.start("计分", job, lambda both: self.results().show_results(*both))

    def type_in(self, visit_id: str) -> None:
        """Open a sheet for typing."""
        entry = self.entry()
        self.tabs.setCurrentWidget(entry)
        entry.open_visit(visit_id)

    def _import(self, round_id: str) -> None:
        self._verbs.import_table("answers", round_id)

    def _on_results(self, run: Callable[[str, str | None], None]) -> Callable[[], None]:
        def go() -> None:
            round_id = self.round_id()
            if round_id is not None:
                run(round_id, self.results().against.currentData())

        return go
