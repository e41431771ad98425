"""The documents by month: a picture, and its numbers in a list below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.chart_months import month_chart
from desktop.core.row_source import ListRows
from desktop.features.dossier.window import timeline
from desktop.ui_kit.chart_view import ChartView
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable

_COLUMNS = (
    Column("month", "月份", 160), Column("inside", "期内", 90, right=True, total=True),
    Column("outside", "期外", 90, right=True, total=True),
    Column("all", "合计", 90, right=True, total=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """A month with its numbers."""

    id: str
    month: str
    inside: int
    outside: int
    all: int


class MonthsTab(QWidget):
    """Shows of which months the documents are, against the window of days."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._rows = ListRows((), ("month",))
        self.chart = ChartView("dossier.months.chart")
        self.table = RecordTable(
            "dossier.months", self._rows, _COLUMNS, title="材料按月份",
            empty="这里看材料都是哪几个月的。\n先收材料，再点“认日期”。",
        )  # fmt: skip
        # Numbers stand together, not one of them at the far end.
        self.table.view.horizontalHeader().setStretchLastSection(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.chart)
        column.addWidget(self.table, 1)
        self.reload()

    def reload(self) -> None:
        """Count again."""
        now = timeline(self._context.store)
        self.chart.show_chart(partial(month_chart, now))
        # In a low window the list gives way, not the names of the months.
        self.chart.setMinimumHeight(self.chart.sizeHint().height())
        self._rows.set([
            _Row(one.name, one.name, one.inside, one.outside, one.inside + one.outside)
            for one in reversed(now.months) if one.inside or one.outside
        ])  # fmt: skip
        self.table.reload()
