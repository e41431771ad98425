"""How many documents are of each month, against the days that count. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop.core.chart import Box, ChartStyle, Drawing, Shapes, Stroke, Words, framed

# Older months are counted in one bar: a stray year would press all others together.
_MOST = 36
_HIGH = 7


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month (its first day) with what falls inside and outside the days that count.

    `and_before`: everything older is counted here too.
    """

    month: date
    inside: int
    outside: int
    and_before: bool = False

    @property
    def name(self) -> str:
        """Return the month in words."""
        return f"{self.month:%Y-%m}{' 及以前' if self.and_before else ''}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Months without a gap, the first and last day that count where known, and those undated."""

    months: tuple[MonthBar, ...] = ()
    window: tuple[date, date] | None = None
    undated: int = 0

    @property
    def totals(self) -> tuple[int, int]:
        """Return how many fall inside and outside."""
        return sum(one.inside for one in self.months), sum(one.outside for one in self.months)


def timeline_of(
    days: Iterable[tuple[date | None, bool]], window: tuple[date, date] | None
) -> Timeline:
    """Count (day, does it count) by month; the window's own months are there even when empty."""
    counts: Counter[tuple[int, bool]] = Counter()
    undated = 0
    for day, counting in days:
        if day is None:
            undated += 1
        else:
            counts[_number(day), counting] += 1
    numbers = [number for number, _ in counts] + [_number(day) for day in window or ()]
    if not numbers:
        return Timeline((), window, undated)
    last = max(numbers)
    first = max(min(numbers), last - _MOST + 1)
    bars = [MonthBar(_month(n), counts[n, True], counts[n, False]) for n in range(first, last + 1)]
    inside, outside = (sum(count for (number, counting), count in counts.items()
                           if counting is wanted and number < first)
                       for wanted in (True, False))  # fmt: skip
    if inside or outside:
        head = bars[0]
        bars[0] = MonthBar(head.month, head.inside + inside, head.outside + outside, True)
    return Timeline(tuple(bars), window, undated)


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def month_chart(timeline: Timeline, style: ChartStyle) -> Drawing:
    """Draw a bar per month, hatched where it does not count, over the days that count."""
    high = style.row * _HIGH
    spoken = "；".join(
        f"{one.name} 期内 {one.inside} 份，期外 {one.outside} 份"
        for one in timeline.months if one.inside or one.outside
    )  # fmt: skip
    shapes = _legend(timeline, style)
    if timeline.months:
        plot = (0.0, style.row * 1.9, style.wide, high - style.row)
        shapes += _band(timeline, plot, style)
        shapes += _bars(timeline, plot, style)
        shapes += _axis(timeline, plot, style)
    return Drawing(style.wide, high, tuple(shapes), spoken)


Plot = tuple[float, float, float, float]


def _legend(timeline: Timeline, style: ChartStyle) -> Shapes:
    shapes: Shapes = []
    side, x, base = style.letter * 0.9, 0.0, style.row * 0.5 + style.letter * 0.36
    inside, outside = timeline.totals
    for words, tone in ((f"期内 {inside} 份", "accent"), (f"期外 {outside} 份", "bad")):
        shapes += _bar(Box(x, style.row * 0.5 - side / 2, side, side, tone), style)
        shapes.append(Words(x + side * 1.5, base, words, "secondary"))
        x += side * 3 + style.measure(words)
    words = f"没有日期 {timeline.undated} 份"
    if timeline.window:
        words += f"　时限窗 {timeline.window[0]} 至 {timeline.window[1]}"
    shapes.append(Words(x, base, style.cut(words, style.wide - x), "secondary"))
    return shapes


def _bar(box: Box, style: ChartStyle) -> Shapes:
    """Fill a bar; what does not count is crossed by lines, so that grey paper tells it too."""
    shapes = framed(box)
    step = style.letter * 0.5
    offset = step
    while box.tone == "bad" and offset < box.wide + box.high:
        start = (box.x + min(offset, box.wide), box.y + max(0.0, offset - box.wide))
        end = (box.x + max(0.0, offset - box.high), box.y + min(offset, box.high))
        shapes.append(Stroke((start, end), "empty", 1.2))
        offset += step
    return shapes


def _slot(timeline: Timeline, plot: Plot) -> float:
    return (plot[2] - plot[0]) / len(timeline.months)


def _band(timeline: Timeline, plot: Plot, style: ChartStyle) -> Shapes:
    if timeline.window is None:
        return []
    first, slot = _number(timeline.months[0].month), _slot(timeline, plot)
    starts, ends = (_number(day) for day in timeline.window)
    left = plot[0] + max(0, starts - first) * slot
    right = plot[0] + (ends + 1 - first) * slot
    if right <= left:
        return []
    top = plot[1] - style.row * 0.6
    sides = [Stroke(((x, top), (x, plot[3])), "secondary", 1.4) for x in (left, right)]
    return [Box(left, top, right - left, plot[3] - top, "range"), *sides]


def _bars(timeline: Timeline, plot: Plot, style: ChartStyle) -> Shapes:
    most = max((one.inside + one.outside for one in timeline.months), default=0) or 1
    slot = _slot(timeline, plot)
    shapes: Shapes = []
    wide = min(slot * 0.7, style.row)
    for number, one in enumerate(timeline.months):
        x, y = plot[0] + slot * (number + 0.5) - wide / 2, plot[3]
        for count, tone in ((one.inside, "accent"), (one.outside, "bad")):
            tall = (plot[3] - plot[1]) * count / most
            if count:
                shapes += _bar(Box(x, y - tall, wide, tall, tone), style)
            y -= tall
        words = str(one.inside + one.outside)
        if words != "0" and style.measure(words) <= slot:
            shapes.append(Words(x + wide / 2, y - style.letter * 0.3, words, "text", "centre"))
    return shapes


def _axis(timeline: Timeline, plot: Plot, style: ChartStyle) -> Shapes:
    left, _, right, bottom = plot
    shapes: Shapes = [Stroke(((left, bottom), (right, bottom)), "text")]
    slot, free = _slot(timeline, plot), left
    for number, one in enumerate(timeline.months):
        name = f"≤{one.month:%Y-%m}" if one.and_before else f"{one.month:%Y-%m}"
        wide = style.measure(name)
        start = min(max(left, left + slot * (number + 0.5) - wide / 2), right - wide)
        if start >= free:
            shapes.append(Words(start, bottom + style.letter * 1.5, name, "secondary"))
            free = start + wide + style.letter
    return shapes
