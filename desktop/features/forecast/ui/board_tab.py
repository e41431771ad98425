"""巩固A、提升B、消灭C: every indicator with its grade, and how that moved."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.row_source import ListRows
from desktop.features.forecast.board import VERBS
from desktop.features.forecast.service import Forecast
from desktop.features.forecast.snapshots import board_since, snapshots
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable

_COLUMNS = (
    Column("grade", "档", 50), Column("code", "编号", 96), Column("name", "测评标准", 360),
    Column("rate", "得分率", 76, right=True, text=lambda rate: f"{rate * 100:.1f}%"),
    Column("before", "原来", 60), Column("units", "责任单位", 180), Column("due", "时限", 96),
    Column("project", "测评项目", 200),
)  # fmt: skip


class BoardTab(QWidget):
    """The board of grades.

    Signals: opened(code of an indicator).
    """

    opened = Signal(str)

    def __init__(self, store: Any) -> None:
        super().__init__()
        self._store = store
        self._rows = ListRows(searched=("code", "name", "grade", "units", "project"))
        self.table = RecordTable(
            "score.board", self._rows, _COLUMNS, empty="没有指标。",
            filters=[("grade", "全部档", ("A", "B", "C", "未定"))],
        )  # fmt: skip
        self.table.activated.connect(lambda row: self.opened.emit(row.code))
        self._words = QLabel()
        self._words.setObjectName("score.board.words")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self.table, 1)

    def show_forecast(self, made: Forecast) -> None:
        """Show the grades of another forecast."""
        kept = snapshots(self._store, made.edition)
        board = board_since(made, kept[0] if kept else None)
        self._rows.set(board.rows)
        self.table.reload()
        counts = "，".join(f"{VERBS[grade]}{grade if grade in 'ABC' else ''} {count} 项"
                          for grade, count in board.counts.items())  # fmt: skip
        moved = ""
        if board.since is not None:
            since = board.since.isoformat()
            moved = f"；自 {since} 上升 {len(board.risen)}，下降 {len(board.fallen)}"
        self._words.setText(counts + moved)
