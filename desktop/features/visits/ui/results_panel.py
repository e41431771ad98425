"""结果: rates by group with the change since another round, and the heat of street × type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.core.row_source import ListRows
from desktop.features.visits.results import GROUPS, Results, Tally, change, percent
from desktop.ui_kit.heat_table import HeatCell, HeatTable
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.wrapping import WrappingRow

_EMPTY = "这里是这一轮的结果。\n在“录入”里录几张表，数字就出来了。"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table of rates; rates in percent."""

    id: str
    name: str
    points: int
    passed: int
    failed: int
    na: int
    open: int
    points_got: str
    score_rate: Decimal | None
    pass_rate: Decimal | None
    moved: Decimal | None


def _rate(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}%"


def _moved(value: Decimal | None) -> str:
    return "" if value is None else f"{value:+.2f}"


_COLUMNS = (
    Column("name", "名称", 260), Column("points", "点位", 56, right=True),
    Column("passed", "符合", 60, right=True), Column("failed", "不符合", 64, right=True),
    Column("na", "不适用", 64, right=True), Column("open", "未录", 56, right=True),
    Column("points_got", "得分/满分", 110, right=True),
    Column("score_rate", "得分率", 80, right=True, text=_rate),
    Column("pass_rate", "符合率", 80, right=True, text=_rate),
    Column("moved", "较上轮(百分点)", 110, right=True, text=_moved),
)  # fmt: skip


class ResultsPanel(QWidget):
    """Shows one round's results; `ask` is called when another grouping or round is wanted."""

    def __init__(
        self, ask: Callable[[], None], print_report: Callable[[], None],
        export: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._results: Results | None = None
        self._before: Results | None = None
        self._rows = ListRows(searched=("name",))
        self.by, self.against = QComboBox(), QComboBox()
        self._whole = QLabel()
        self._whole.setObjectName("visits.results.whole")
        self._whole.setProperty("role", "section")
        self._whole.setTextFormat(Qt.TextFormat.PlainText)
        self.table = RecordTable("visits.results", self._rows, _COLUMNS, empty=_EMPTY)
        self.table.view.horizontalHeader().setStretchLastSection(False)
        self.heat = HeatTable("visits.results.heat", "街道和点位类型的得分率")
        for code, words in GROUPS.items():
            self.by.addItem(f"按{words}", code)
        for box, name, words in (
            (self.by, "by", "按什么汇总"),
            (self.against, "against", "和哪一轮比"),
        ):
            box.setObjectName(f"visits.results.{name}")
            box.setAccessibleName(words)
        self._build(("print", "打印考察情况报告", print_report), ("export", "导出", export))
        self.by.currentIndexChanged.connect(self._fill)
        self.against.currentIndexChanged.connect(lambda _index: ask())

    def _build(self, *verbs: tuple[str, str, Callable[[], None]]) -> None:
        bar = WrappingRow()
        bar.addWidget(self._whole)
        bar.addWidget(self.by)
        bar.addWidget(self.against)
        for name, text, run in verbs:
            button = QPushButton(text)
            button.setObjectName(f"visits.results.{name}")
            button.clicked.connect(lambda _checked=False, run=run: run())
            bar.addWidget(button)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.heat)
        split.setSizes([300, 240])
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(split, 1)

    def offer_rounds(self, rounds: list[tuple[str, str]]) -> None:
        """Offer rounds to compare with, as (id, name)."""
        kept = self.against.currentData()
        self.against.blockSignals(True)
        self.against.clear()
        self.against.addItem("不比较", None)
        for row_id, name in rounds:
            self.against.addItem(f"比 {name}", row_id)
        self.against.setCurrentIndex(max(0, self.against.findData(kept)) if kept else 0)
        self.against.blockSignals(False)

    def show_results(self, results: Results, before: Results | None) -> None:
        """Show a round, compared with another where one is given."""
        self._results, self._before = results, before
        whole = results.whole
        self._whole.setText(
            f"已录 {results.entered} / {results.planned} 个点位，"
            f"得分率 {_shown(whole.score_rate)}，符合率 {_shown(whole.pass_rate)}"
            f"{_change_words(whole, before)}"
        )
        self._fill()
        self._fill_heat(results)

    def _fill(self) -> None:
        if self._results is None:
            return
        group = str(self.by.currentData())
        self._rows.set([
            self._row(number, tally, group)
            for number, tally in enumerate(self._results.groups[group])
        ])  # fmt: skip
        self.table.reload()

    def _row(self, number: int, tally: Tally, group: str) -> _Row:
        former = self._before.tally(group, tally.name) if self._before else None
        got = f"{tally.total.low:.1f} / {tally.total.full:f}"
        return _Row(
            str(number), tally.name, tally.points, tally.passed, tally.failed, tally.na, tally.open,
            got, percent(tally.score_rate), percent(tally.pass_rate),
            change(tally.score_rate, former.score_rate) if former else None,
        )  # fmt: skip

    def _fill_heat(self, results: Results) -> None:
        streets = [tally.name for tally in results.groups["street"]]
        types = [tally.name for tally in results.groups["type"]]
        cells = {}
        for key, tally in results.matrix.items():
            rate = tally.score_rate
            if rate is not None:
                tip = f"{tally.name}：{tally.points} 个点位，不符合 {tally.failed} 项"
                cells[key] = HeatCell(f"{rate * 100:.0f}%", float(rate), tip)
        self.heat.show_cells(streets, types, cells)


def _shown(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{percent(rate)}%"


def _change_words(whole: Tally, before: Results | None) -> str:
    moved = change(whole.score_rate, before.whole.score_rate) if before else None
    return "" if moved is None else f"，比上轮 {moved:+.2f} 个百分点"
