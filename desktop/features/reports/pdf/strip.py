"""A road as a strip drawn to scale: marks, gaps with their metres, where one is missing."""

from __future__ import annotations

from desktop.features.reports.pdf.flow import Flow
from desktop.features.reports.pdf.page import Sheet, text_width
from desktop.features.spacing import (
    Gap,
    RoadResult,
    chainage_text,
    grid_step,
    labelled,
    metres_text,
)

_TITLE, _NUMBERS, _BAR, _AXIS, _ADD = 5.2, 4.4, 6.4, 4.4, 4.4
_BETWEEN = 3.2
_SMALL = 7.0
_STEPS = 10
_HATCH_MM = 1.5
# The part of the strip drawn open where the road's end is unknown.
_OPEN = 0.06


def strip_height(result: RoadResult) -> float:
    """Return the millimetres a road's strip takes."""
    extra = _ADD if result.needed else 0.0
    return _TITLE + _NUMBERS + _BAR + _AXIS + extra + _BETWEEN


def draw_strip(flow: Flow, result: RoadResult, words: str) -> None:
    """Draw a road that has marks; `words` stand at the right of its title."""
    flow.need(strip_height(result))
    strip = _Strip(flow, result)
    strip.title(words)
    strip.bar()
    strip.axis()
    strip.missing()
    flow.y += strip_height(result)


class _Strip:
    """One road on the page; x follows the chainage, y counts from the flow's place."""

    def __init__(self, flow: Flow, result: RoadResult) -> None:
        self._sheet: Sheet = flow.sheet
        self._result = result
        self._left, self._width, self._top = flow.left, flow.width, flow.y
        self._bar_top = flow.y + _TITLE + _NUMBERS
        last = max((gap.end_m for gap in result.gaps), default=0.0)
        self._end = result.length_m if result.length_m is not None else last
        self._open = 0.0 if result.length_m is not None else self._width * _OPEN
        self._per_m = (self._width - self._open) / self._end if self._end else 0.0

    def _x(self, metres: float) -> float:
        return self._left + metres * self._per_m

    def title(self, words: str) -> None:
        """Draw the road's name and what is known of it."""
        result, y = self._result, self._top + 3.8
        self._sheet.text(self._left, y, result.road, size=10.5, bold=True, room=60)
        x = self._left + min(60.0, text_width(result.road, 10.5, bold=True)) + 3
        length = (
            "长度未知" if result.length_m is None else f"全长 {metres_text(result.length_m)} 米"
        )
        known = "  ".join(part for part in (result.class_, length) if part)
        self._sheet.text(x, y, f"{known}  {result.mark_count} 处", size=8.5)
        self._sheet.text(self._left + self._width, y, words, size=9, align="right",
                         bold=bool(result.over))  # fmt: skip

    def bar(self) -> None:
        """Draw the gaps, those over the limit hatched, and a stem at every mark."""
        for gap in self._result.gaps:
            self._gap(gap)
        if self._open:
            self._unknown_end()
        self._sheet.box(self._left, self._bar_top, self._end * self._per_m, _BAR, weight=0.8)
        inside = [mark for mark in self._result.marks if 0 <= mark.chainage_m <= self._end]
        for mark in inside:
            x = self._x(mark.chainage_m)
            self._sheet.line(x, self._bar_top - 1.2, x, self._bar_top + _BAR, weight=1.3)
        wide = max((text_width(mark.number, _SMALL) for mark in inside), default=0.0) + 1
        shown = set(labelled([mark.chainage_m for mark in inside], wide / (self._per_m or 1)))
        for mark in inside:
            if mark.chainage_m in shown:
                shown.discard(mark.chainage_m)
                self._sheet.text(self._x(mark.chainage_m), self._bar_top - 1.9, mark.number,
                                 size=_SMALL, align="centre")  # fmt: skip

    def _gap(self, gap: Gap) -> None:
        x, wide = self._x(gap.start_m), gap.length_m * self._per_m
        words = metres_text(gap.length_m)
        if gap.over:
            self._sheet.box(x, self._bar_top, wide, _BAR, weight=0.6, grey=0.86)
            self._hatch(x, wide)
        label = text_width(words, _SMALL, bold=gap.over)
        middle = x + wide / 2
        if gap.over and wide > label + 1.6:
            self._sheet.fill(middle - label / 2 - 0.7, self._bar_top + 1.3, label + 1.4,
                             _BAR - 2.6, (1, 1, 1))  # fmt: skip
        if wide > label + 1:
            self._sheet.text(middle, self._bar_top + _BAR / 2 + 0.9, words, size=_SMALL,
                             bold=gap.over, align="centre")  # fmt: skip

    def _hatch(self, x: float, wide: float) -> None:
        """Draw lines at 45 degrees inside the bar."""
        bottom, step = self._bar_top + _BAR, _HATCH_MM
        while step < wide + _BAR:
            self._sheet.line(
                x + max(0.0, step - _BAR), bottom - min(step, _BAR),
                x + min(step, wide), bottom - max(0.0, step - wide),
                weight=0.5,
            )  # fmt: skip
            step += _HATCH_MM

    def _unknown_end(self) -> None:
        x, right = self._x(self._end), self._left + self._width
        for y in (self._bar_top, self._bar_top + _BAR):
            self._sheet.dots(x, right, y)
        self._sheet.text((x + right) / 2, self._bar_top + _BAR / 2 + 1, "？", size=9,
                         align="centre")  # fmt: skip

    def axis(self) -> None:
        """Draw the chainage under the bar in round steps, and the end."""
        if not self._end:
            return
        y = self._bar_top + _BAR
        end = f"{metres_text(self._end)} 米"
        half, right = text_width(metres_text(self._end), _SMALL) / 2, text_width(end, _SMALL)
        stems = [self._x(place) for gap in self._result.gaps for place in gap.add_at]
        last = self._x(self._end)
        step = grid_step(self._end, _STEPS)
        for x in (self._x(step * number) for number in range(int(self._end / step) + 1)):
            self._sheet.line(x, y, x, y + 1)
            is_free = all(abs(stem - x) > half + 1 for stem in stems)
            if last - x > right + half + 2 and is_free:
                words = metres_text((x - self._left) / self._per_m)
                side = "left" if x == self._left else "centre"
                self._sheet.text(x, y + 3.4, words, size=_SMALL, align=side)
        if all(stem < last - right - 1 for stem in stems):
            self._sheet.text(last, y + 3.4, end, size=_SMALL, align="right")

    def missing(self) -> None:
        """Point at the places where a mark would bring the gaps under the limit."""
        places = [place for gap in self._result.gaps for place in gap.add_at]
        y = self._bar_top + _BAR + _AXIS
        for place in places:
            x = self._x(place)
            self._sheet.line(x, self._bar_top + _BAR, x, y + 0.6, weight=0.9)
        wide = max((text_width(f"补 {chainage_text(p)}", _SMALL) for p in places), default=0) + 2
        for place in labelled(places, wide / self._per_m if self._per_m else 1):
            words = f"补 {chainage_text(place)}"
            half = text_width(words, _SMALL, bold=True) / 2
            x = min(max(self._x(place), self._left + half), self._left + self._width - half)
            self._sheet.text(x, y + 3.3, words, size=_SMALL, bold=True, align="centre")
