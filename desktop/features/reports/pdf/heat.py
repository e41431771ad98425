"""A table of rates drawn as grounds from white to dark grey, the number in each cell."""

from __future__ import annotations

from desktop.features.reports.pdf.flow import Flow
from desktop.features.reports.pdf.page import lines_of
from desktop.features.reports.pdf.shapes import FRAME
from desktop.features.reports.types import HeatData

_NAME, _ROW, _HEAD, _MOST = 26.0, 6.4, 15.0, 14


def draw_heat(flow: Flow, heat: HeatData) -> None:
    """Draw the cells; columns that do not fit beside each other go below, rows repeated."""
    for first in range(0, len(heat.columns), _MOST):
        columns = heat.columns[first : first + _MOST]
        wide = min(16.0, (flow.width - _NAME) / len(columns))
        flow.need(_HEAD + _ROW * min(len(heat.rows), 6))
        _head(flow, columns, wide)
        for row in heat.rows:
            if flow.room < _ROW:
                flow.new_page()
                _head(flow, columns, wide)
            _row(flow, heat, row, columns, wide)
        flow.y += 5


def _head(flow: Flow, columns: tuple[str, ...], wide: float) -> None:
    for number, column in enumerate(columns):
        x = flow.left + _NAME + number * wide
        lines = lines_of(column, 7, wide - 1)[:4]
        top = flow.y + _HEAD - 2 - (len(lines) - 1) * 3
        for place, line in enumerate(lines):
            flow.sheet.text(x + wide / 2, top + place * 3, line, size=7, align="centre")
    flow.y += _HEAD


def _row(flow: Flow, heat: HeatData, row: str, columns: tuple[str, ...], wide: float) -> None:
    flow.sheet.text(flow.left, flow.y + 4.4, row, size=8.5, room=_NAME - 2)
    for number, column in enumerate(columns):
        x = flow.left + _NAME + number * wide
        cell = heat.cells.get((row, column))
        if cell is None:
            flow.sheet.box(x, flow.y, wide, _ROW)
            continue
        words, rate = cell
        # Half the points lost is as dark as print stays readable under black numbers.
        grey = 1.0 - min(1.0, (1.0 - rate) * 2) * 0.45
        flow.sheet.box(x, flow.y, wide, _ROW, grey=grey)
        flow.sheet.text(x + wide / 2, flow.y + 4.4, words, size=8.5, align="centre",
                        bold=rate < 0.6)  # fmt: skip
    flow.sheet.box(flow.left + _NAME, flow.y, wide * len(columns), _ROW, weight=FRAME / 2)
    flow.y += _ROW
