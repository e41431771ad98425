"""点位与路线: a round's points at the left, teams in walking order at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.core.row_source import ChosenRows
from desktop.features.visits.rounds import (
    add_points,
    not_visited,
    remove_visits,
    visit_rows,
    with_open_findings,
)
from desktop.features.visits.teams import move_visits, split_teams, team_plans
from desktop.features.visits.ui.teams_tree import TeamsTree
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable

_EMPTY = "这一轮还没有点位。\n点右上角“抽点”随机抽，或点“选点”挑。"
_STATE = {"planned": "未录", "entering": "录入中", "done": "录完"}


def _state(state: str) -> str:
    return _STATE[state]


_COLUMNS = (
    Column("point", "点位", 150), Column("sheet_no", "表号", 88), Column("type", "类型", 90),
    Column("street", "街道", 84), Column("team", "组别", 70),
    Column("route_sort", "序", 40, right=True), Column("state", "状态", 72, text=_state),
    Column("answered", "已录", 52, right=True), Column("items", "应录", 52, right=True),
    Column("failed", "不符合", 60, right=True), Column("findings", "问题", 52, right=True),
    Column("visited_on", "考察日期", 96), Column("address", "地址", 180),
)  # fmt: skip


class PointsPanel(QWidget):
    """Chooses points and deals them to teams.

    Signals: opened(visit id) when a sheet shall be typed in.
    """

    opened = Signal(str)

    def __init__(
        self, context: UiContext, round_id: Callable[[], str | None],
        all_points: Callable[[], Sequence[tuple[str, str]]],
    ) -> None:  # fmt: skip
        super().__init__()
        self._context, self._round_id, self._all_points = context, round_id, all_points
        rows = ChosenRows(lambda: visit_rows(context.store, round_id() or ""))
        self.table = RecordTable("visits", rows, _COLUMNS, empty=_EMPTY)
        self.teams = TeamsTree()
        self.table.activated.connect(lambda record: self.opened.emit(record.id))
        self.teams.opened.connect(self.opened)
        self.teams.moved.connect(self._move)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        split = QPushButton("分组并排路线")
        split.setObjectName("visits.split")
        split.clicked.connect(lambda _checked=False: self._split())
        column.addWidget(split)
        column.addWidget(self.teams, 1)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self.table)
        body.addWidget(side)
        body.setSizes([720, 340])
        body.setHandleWidth(12)
        body.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(body)

    def reload(self) -> None:
        """Read the round's points and teams again."""
        self.table.reload()
        round_id = self._round_id()
        self.teams.show_plans(team_plans(self._context.store, round_id) if round_id else ())

    def _move(self, visit_ids: list[str], team: str, before: str) -> None:
        self._context.perform(
            lambda: move_visits(self._context.store, visit_ids, team, before or None),
            f"已调整 {len(visit_ids)} 个点位",
        )

    def _split(self) -> None:
        round_id = self._round_id()
        if round_id is None:
            return
        known = len([plan for plan in team_plans(self._context.store, round_id) if plan.team])
        count, wanted = QInputDialog.getInt(self.window(), "分组", "分成几组", known or 2, 1, 30)
        if wanted:
            self._context.start(
                "分组并排路线", lambda ctx, store: split_teams(store, round_id, count)[1],
                self._context.bus.publish,
            )  # fmt: skip

    def choose_menu(self) -> QMenu:
        """Return the ways of choosing points."""
        menu = QMenu(self)
        menu.setObjectName("visits.choose_menu")
        for name, text, run in (
            ("hand", "从点位列表里挑……", self.choose_by_hand),
            ("not_visited", "多少天没去过的……", self._choose_not_visited),
            ("findings", "有未销号问题的", self._choose_open),
            ("all", "全部点位", self._choose_all),
        ):
            action = menu.addAction(text)
            action.setObjectName(f"visits.choose.{name}")
            action.triggered.connect(lambda _checked=False, run=run: run())
        return menu

    def choose_by_hand(self) -> None:
        """Tell where points are picked: the page of points offers the round."""
        self._context.messages.info("在“点位”页筛选、选中点位，再点“加入轮次”。")

    def add(self, point_ids: Sequence[str]) -> None:
        """Let the round visit these points too."""
        round_id = self._round_id()
        if round_id is not None:
            self._context.perform(
                lambda: add_points(self._context.store, round_id, point_ids),
                f"已选 {len(point_ids)} 个点位",
            )

    def _choose_not_visited(self) -> None:
        days, wanted = QInputDialog.getInt(self.window(), "选点", "多少天没去过", 30, 1, 3650)
        if wanted:
            self.add(not_visited(self._context.store, days))

    def _choose_open(self) -> None:
        self.add(with_open_findings(self._context.store))

    def _choose_all(self) -> None:
        self.add([row_id for row_id, _ in self._all_points()])

    def remove(self) -> None:
        """Take the selected points out of the round."""
        ids = [record.id for record in self.table.selected()]
        if ids:
            self._context.perform(
                lambda: remove_visits(self._context.store, ids), f"已移出 {len(ids)} 个点位"
            )
