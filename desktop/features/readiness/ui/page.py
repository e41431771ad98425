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
from desktop.core.chart import StateBar, state_chart
from desktop.features.readiness.service import STATES, Readiness, readiness
from desktop.ui_kit.chart_view import ChartView
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.verbs import Verbs

_STEPS = (
    ("units", "导入责任单位", "通讯录：简称、全称、联络员"),
    ("indicators", "导入测评体系", "任务分解表：标准、方式、材料要求、责任单位"),
    ("checks", "导入检查标准", "每种点位查什么、怎么判"),
    ("points", "导入点位", "点位台账：名称、类型、地址、责任单位"),
)


class OverviewPage(Page):
    """The first page."""

    NAME, TITLE, ICON = "overview", "总览", "overview"
    listens_to = EVERYTHING

    def __init__(self, context: UiContext, verbs: Verbs) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self._figures: dict[str, QLabel] = {}
        self._bars = ChartView("overview.bars")
        self._steps: dict[str, QPushButton] = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._figure_row())
        self._guide = self._guide_card()
        column.addWidget(self._guide)
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
            self._figures["date"] = note
            column.addWidget(note)
        return card

    def _section(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "section")
        return label

    def _guide_card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._section("先把这几张表导进来（办公室现成的表就行）"))
        for kind, title, hint in _STEPS:
            row = QHBoxLayout()
            button = QPushButton(title)
            button.setObjectName(f"overview.step.{kind}")
            button.setMinimumWidth(150)
            button.clicked.connect(lambda _c=False, k=kind: self._verbs.import_table(k))
            words = QLabel(hint)
            words.setProperty("role", "secondary")
            row.addWidget(button)
            row.addWidget(words, 1)
            column.addLayout(row)
            self._steps[kind] = button
        return card

    def reload(self) -> None:
        """Work the figures out anew."""
        state = readiness(self._context.store)
        self._show(state)
        done = {"indicators": bool(state.projects), "units": bool(state.units)}
        self._guide.setVisible(not state.projects)
        for kind, button in self._steps.items():
            button.setText(
                f"{'✓ ' if done.get(kind) else ''}{dict((k, t) for k, t, _ in _STEPS)[kind]}"
            )

    def _show(self, state: Readiness) -> None:
        days = "未定" if state.days_left is None else f"{state.days_left} 天"
        self._figures["days"].setText(days)
        self._figures["date"].setText(state.test_date.isoformat() if state.test_date else "")
        self._figures["ready"].setText(f"{state.whole.ready} / {state.whole.total}")
        self._figures["missing"].setText(str(len(state.missing)))
        self._figures["unowned"].setText(str(len(state.unowned)))
        bars = tuple(
            StateBar(group.name, group.counts, f"{group.ready} / {group.total} 齐备")
            for group in state.projects
        )
        tones = ("empty", "busy", "accent", "bad", "good")
        states = tuple(zip(STATES, tones, strict=True))
        self._bars.show_chart(lambda style: state_chart(bars, states, style))
