"""趋势与实测: ranges, the trend, two dates compared, real results beside the forecast."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.core.chart import range_chart, trend_chart
from desktop.features.forecast.charts import range_bar, range_bars, trend_of
from desktop.features.forecast.service import Forecast
from desktop.features.forecast.snapshots import (
    Change,
    Record,
    compare,
    forecast_error,
    real_results,
    snapshots,
)
from desktop.features.forecast.types import points_words
from desktop.ui_kit.chart_view import ChartView


class TrendTab(QScrollArea):
    """How the score moved and how good the forecast was."""

    def __init__(self, store: Any) -> None:
        super().__init__(widgetResizable=True)
        self._store = store
        self._kept: tuple[Record, ...] = ()
        self._ranges, self._trend = ChartView("score.ranges"), ChartView("score.trend")
        self._real, self._compared = QLabel(), QLabel()
        self._real.setObjectName("score.real.words")
        self._compared.setObjectName("score.compared")
        self._days = (QComboBox(), QComboBox())
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(self._ranges)
        column.addWidget(self._trend)
        column.addWidget(self._head("真实测评"))
        column.addWidget(self._real)
        column.addWidget(self._head("两天比较"))
        column.addLayout(self._day_row())
        column.addWidget(self._compared)
        column.addStretch()
        for label in (self._real, self._compared):
            label.setWordWrap(True)
        self.setWidget(body)

    def _head(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "section")
        return label

    def _day_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for box, name, words in zip(self._days, ("before", "after"), ("从", "到"), strict=True):
            box.setObjectName(f"score.{name}")
            box.setAccessibleName(words)
            box.setMinimumWidth(190)
            box.currentIndexChanged.connect(self._compare)
            row.addWidget(QLabel(words))
            row.addWidget(box)
        row.addStretch()
        return row

    def show_forecast(self, made: Forecast) -> None:
        """Show another forecast and what was kept of former ones."""
        places = made.scheme.places
        bars = (range_bar("总分", made.final, places),
                *range_bars(made.measured.projects, places))  # fmt: skip
        self._ranges.show_chart(partial(range_chart, bars))
        points = trend_of(self._store, made)
        self._trend.show_chart(partial(trend_chart, points, float(made.final.full)))
        self._show_real(made)
        self._kept = snapshots(self._store, made.edition)
        for box, place in zip(self._days, (0, len(self._kept) - 1), strict=True):
            box.blockSignals(True)
            box.clear()
            box.addItems([f"{kept.taken:%Y-%m-%d %H:%M} {kept.name}" for kept in self._kept])
            box.setCurrentIndex(place)
            box.blockSignals(False)
        self._compare()

    def _show_real(self, made: Forecast) -> None:
        lines = []
        for result, record in real_results(self._store, made.edition):
            error = forecast_error(result, record)
            rank = f"，第 {result.rank} 名" if result.rank else ""
            gap = f"，与前一名差 {result.gap}" if result.gap is not None else ""
            off = "" if error is None else f"；当时测算误差 {_signed(points_words(error))}"
            lines.append(f"{result.name} {result.score}/{result.full}{rank}{gap}{off}")
        self._real.setText("\n".join(lines) or "还没有登记过真实测评的结果。")

    def _compare(self) -> None:
        if len(self._kept) < 2:
            self._compared.setText("留存两次以后可以比较。")
            return
        before, after = (self._kept[max(0, box.currentIndex())] for box in self._days)
        self._compared.setText("\n".join(_words(change) for change in compare(before, after)))


def _signed(words: str) -> str:
    return words if words.startswith("-") else f"+{words}"


def _words(change: Change) -> str:
    before, after = ("—" if part is None else points_words(part)
                     for part in (change.before, change.after))  # fmt: skip
    moved = "" if not change.by else f"（{_signed(points_words(change.by))}）"
    return f"{change.name}：{before} → {after}{moved}"
