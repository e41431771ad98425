"""总览: how many days are left, how ready we are, what to do next."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import EVERYTHING
from desktop.features.readiness.service import STATES, Readiness, readiness
from desktop.ui_kit.charts import Bar, StackedBars
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.verbs import Verbs


class OverviewPage(Page):
    """The first page."""

    NAME, TITLE, ICON = "overview", "总览", "overview"
    listens_to = EVERYTHING

    def __init__(self, context: UiContext, verbs: Verbs) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self._figures: dict[str, QLabel] = {}
        self._bars = StackedBars(STATES)
        self._bars.setObjectName("overview.bars")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._figure_row())
        column.addWidget(self._section("各测评项目的材料准备情况"))
        column.addWidget(self._bars)
        column.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setWidget(body)
        self.set_body(area)
        self.reload()

    def _figure_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for name, title, page in (
            ("days", "距测评", "overview"), ("ready", "齐备 / 需要材料", "indicators"),
            ("missing", "还缺材料项", "evidence"), ("unowned", "无人管", "indicators"),
        ):  # fmt: skip
            row.addWidget(self._card(name, title, page), 1)
        return row

    def _card(self, name: str, title: str, page: str) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        label = QLabel(title)
        label.setProperty("role", "secondary")
        figure = QLabel("—")
        figure.setObjectName(f"overview.{name}")
        figure.setProperty("role", "figure")
        self._figures[name] = figure
        column.addWidget(label)
        column.addWidget(figure)
        if page != "overview":
            link = QPushButton("查看")
            link.setObjectName(f"overview.{name}.open")
            link.setProperty("role", "link")
            link.clicked.connect(lambda _checked=False: self._verbs.go_to(page))
            column.addWidget(link)
        else:
            note = QLabel("")
            note.setProperty("role", "secondary")
            note.setMinimumHeight(28)
            self._figures["date"] = note
            column.addWidget(note)
        return card

    def _section(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "section")
        return label

    def reload(self) -> None:
        """Work the figures out anew."""
        self._show(readiness(self._context.store))

    def _show(self, state: Readiness) -> None:
        days = "未定" if state.days_left is None else f"{state.days_left} 天"
        self._figures["days"].setText(days)
        self._figures["date"].setText(state.test_date.isoformat() if state.test_date else "")
        self._figures["ready"].setText(f"{state.whole.ready} / {state.whole.total}")
        self._figures["missing"].setText(str(len(state.missing)))
        self._figures["unowned"].setText(str(len(state.unowned)))
        self._bars.set_bars([
            Bar(group.name, group.counts, f"{group.ready} / {group.total} 齐备")
            for group in state.projects
        ])  # fmt: skip
