"""总览: how many days are left, how ready we are, what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import EVERYTHING
from desktop.core.chart import StateBar, range_chart, state_chart, trend_chart
from desktop.features.overview.service import Overview, overview
from desktop.ui_kit.chart_view import ChartView
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.reading import Reading
from desktop.ui_kit.verbs import Verbs

# Each state with its tone, in the order of readiness.STATES.
_STATES = (
    ("未开始", "empty"),
    ("收集中", "busy"),
    ("待审", "accent"),
    ("退回", "bad"),
    ("齐备", "good"),
)
_TILES = (
    ("各测评项目的材料准备情况", "bars", "indicators"),
    ("得分区间（实心已得，斜线未定，竖线可能）", "ranges", "score"),
    ("得分趋势", "trend", "score"), ("先做的十件事", "first", "score"),
    ("失分最多的十项", "worst", "score"), ("到期和逾期", "due", "evidence"),
    ("昨天以来", "since", "score"),
)  # fmt: skip
_FIGURES = (
    ("days", "距测评", "reports", "报告"), ("ready", "齐备 / 需要材料", "evidence", "看材料"),
    ("score", "得分测算", "score", "看得分"), ("missing", "还缺材料项", "evidence", "看缺项"),
    ("findings", "未销号问题", "findings", "看台账"), ("unowned", "无人管", "indicators", "看指标"),
)  # fmt: skip
_LINES, _HEAD, _WIDE = 10, 30, 1080


class OverviewPage(Page):
    """The first page; `pages` are those that tiles may lead to."""

    NAME, TITLE, ICON = "overview", "总览", "overview"
    listens_to = EVERYTHING

    def __init__(self, context: UiContext, verbs: Verbs, pages: frozenset[str]) -> None:
        super().__init__()
        self._context, self._verbs, self._pages = context, verbs, pages
        self._reading = Reading(context, self)
        self._figures: dict[str, QLabel] = {}
        self._notes: dict[str, QLabel] = {}
        self._lists: dict[str, QLabel] = {}
        self._charts = {name: ChartView(f"overview.{name}") for name in ("bars", "ranges", "trend")}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self._figure_grid = QGridLayout()
        self._figure_grid.setSpacing(12)
        self._cards = [self._figure(*figure) for figure in _FIGURES]
        self._place_figures()
        column.addLayout(self._figure_grid)
        self._tiles = self._tile_grid()
        column.addWidget(self._tiles)
        column.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setWidget(body)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_body(area)
        self.reload()

    def _figure(self, name: str, title: str, page: str, verb: str) -> QFrame:
        card, column = self._card(title, name, page, verb)
        figure, note = QLabel("—"), QLabel("")
        figure.setObjectName(f"overview.{name}")
        figure.setProperty("role", "figure")
        note.setProperty("role", "secondary")
        self._figures[name], self._notes[name] = figure, note
        column.addWidget(figure)
        column.addWidget(note)
        return card

    def _place_figures(self) -> None:
        """Put the figures in one row, in two where the window is narrow."""
        across = len(self._cards) if self.width() >= _WIDE else len(self._cards) // 2
        for place, card in enumerate(self._cards):
            self._figure_grid.addWidget(card, place // across, place % across)
        for column in range(len(self._cards)):
            self._figure_grid.setColumnStretch(column, 1 if column < across else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_figures()

    def _card(self, title: str, name: str, page: str, verb: str) -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(4)
        head = QHBoxLayout()
        label = QLabel(title)
        label.setProperty("role", "secondary")
        label.setFixedHeight(_HEAD)
        head.addWidget(label)
        head.addStretch()
        if page in self._pages:
            link = QPushButton(verb)
            link.setObjectName(f"overview.{name}.open")
            link.setAccessibleName(f"{title}：{verb}")
            link.setProperty("role", "link")
            link.clicked.connect(lambda _checked=False: self._verbs.go_to(page))
            head.addWidget(link)
        column.addLayout(head)
        return card, column

    def _tile_grid(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for place, (title, name, page) in enumerate(_TILES):
            card, column = self._card(title, name, page, "展开")
            if name in self._charts:
                column.addWidget(self._charts[name])
                column.addStretch()
            else:
                column.addWidget(self._words(name), 1)
            wide = 2 if place == len(_TILES) - 1 and place % 2 == 0 else 1
            grid.addWidget(card, place // 2, place % 2, 1, wide)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return box

    def _words(self, name: str) -> QLabel:
        words = QLabel()
        words.setObjectName(f"overview.{name}")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lists[name] = words
        return words

    def reload(self) -> None:
        """Work the figures out anew."""
        self._reading.ask(overview, self._show)

    def _show(self, now: Overview) -> None:
        self._tiles.setVisible(bool(now.state.projects))
        self._show_figures(now)
        self._show_charts(now)
        self._show_lists(now)

    def _show_figures(self, now: Overview) -> None:
        state, made = now.state, now.made
        day = state.test_date.isoformat() if state.test_date else ""
        total = state.whole.total
        share = f"准备度 {state.whole.ready * 100 / total:.1f}%" if total else ""
        score, likely = "—", ""
        if made is not None:
            score = f"{made.final.low:.0f}～{made.final.high:.0f}"
            likely = f"可能 {made.final.likely:.2f} / {made.final.full:.0f} 分"
        for name, figure, note in (
            ("days", now.days, day), ("ready", f"{state.whole.ready} / {total}", share),
            ("score", score, likely),
            ("missing", str(len(state.missing)), f"逾期任务 {len(now.overdue)} 件"),
            ("findings", str(now.open_findings), f"逾期 {now.late_findings} 个"),
            ("unowned", str(len(state.unowned)), "要求和点位"),
        ):  # fmt: skip
            self._figures[name].setText(figure)
            self._notes[name].setText(note)

    def _show_charts(self, now: Overview) -> None:
        bars = tuple(
            StateBar(group.name, group.counts, f"{group.ready} / {group.total} 齐备")
            for group in now.state.projects
        )
        full = float(now.made.final.full) if now.made is not None else 0.0
        self._charts["bars"].show_chart(partial(state_chart, bars, _STATES))
        self._charts["ranges"].show_chart(partial(range_chart, now.bars))
        self._charts["trend"].show_chart(partial(trend_chart, now.trend, full))

    def _show_lists(self, now: Overview) -> None:
        first = [f"{task.code} {task.work}，挽回 {task.gain:.2f} 分  {'、'.join(task.units[:2])}"
                 for task in now.first]  # fmt: skip
        due = [f"已逾期 {len(now.overdue)} 件，七天内到期 {len(now.soon)} 件"]
        due += [f"{task.due} {task.code} {task.work}" for task in (*now.soon, *now.overdue)]
        since = [f"{step.label}：{step.count} 次" for step in now.steps]
        if now.since is not None:
            since.append(f"比 {now.since.isoformat()} 留存的：")
            since += [f"{change.name} {change.by:+.2f}" for change in now.changes] or ["没有变化"]
        worst = [f"{task.code} {task.name[:16]} 差 {task.gain:.2f} 分" for task in now.worst]
        self._fill("first", first, "没有要做的事。")
        self._fill("worst", worst, "没有失分。")
        self._fill("due", due, "")
        self._fill("since", since, "昨天以来没有改动。")

    def _fill(self, name: str, lines: Iterable[str], empty: str) -> None:
        self._lists[name].setText("\n".join(list(lines)[: _LINES + 1]) or empty)
