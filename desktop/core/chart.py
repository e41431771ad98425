"""Charts as shapes, drawn once for window and paper: bars by state, ranges, a trend. Pure.

Units of length are the painter's (pixels, millimetres), y grows downwards. Colours are named tones:
text, secondary, line, empty, busy, accent, bad, good, range; paper turns them into greys. What is
not known is hatched, so that a range is never told by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A filled frame."""

    x: float
    y: float
    wide: float
    high: float
    tone: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through places; weight in hairlines."""

    places: tuple[Place, ...]
    tone: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text with its baseline at y; `on` is the tone of what lies under it."""

    x: float
    y: float
    text: str
    tone: str = "text"
    align: str = "left"
    on: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled or an open circle."""

    x: float
    y: float
    radius: float
    tone: str
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order they are painted, within a size; `spoken` says the same in words."""

    wide: float
    high: float
    shapes: tuple[Box | Stroke | Words | Dot, ...]
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """The painter's measures: width, height of a row, height of a letter, width of a text."""

    wide: float
    row: float
    letter: float
    measure: Callable[[str], float]

    def cut(self, text: str, room: float) -> str:
        """Return the text, cut with … where it is wider than `room`."""
        if self.measure(text) <= room:
            return text
        while text and self.measure(text + "…") > room:
            text = text[:-1]
        return text + "…"


@dataclass(frozen=True, slots=True)
class StateBar:
    """A row of counts by state with the words behind it."""

    name: str
    counts: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A row with points from low to high of full, most likely `likely`."""

    name: str
    low: float
    likely: float
    high: float
    full: float
    words: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A figure on a day; with `real` it is a test's result and not a forecast."""

    day: date
    low: float
    likely: float
    high: float
    real: bool = False


Shapes = list[Box | Stroke | Words | Dot]


def state_chart(
    bars: Sequence[StateBar], states: Sequence[tuple[str, str]], style: ChartStyle
) -> Drawing:
    """Draw a stacked bar per row; states are (word, tone) in order."""
    shapes: Shapes = []
    gap = style.letter * 0.8
    x = 0.0
    for word, tone in states:
        side = style.letter * 0.9
        shapes += framed(Box(x, style.row * 0.5 - side / 2, side, side, tone))
        shapes.append(Words(x + side * 1.5, _base(style, 0), word, "secondary"))
        x += side * 1.5 + style.measure(word) + gap * 1.6
    label = _label_room(style, [bar.name for bar in bars])
    behind = max((style.measure(bar.words) for bar in bars), default=0) + gap
    longest = max((sum(bar.counts) for bar in bars), default=0)
    space = max(style.row, style.wide - label - behind)
    for number, bar in enumerate(bars, 1):
        y = number * style.row
        shapes.append(Words(0, _base(style, y), style.cut(bar.name, label - gap)))
        x = label
        for count, (_, tone) in zip(bar.counts, states, strict=True):
            wide = space * count / longest if longest else 0.0
            if count:
                shapes += framed(Box(x, y + style.row * 0.16, wide, style.row * 0.68, tone))
            if wide > style.measure(str(count)) + gap * 0.5:
                shapes.append(Words(x + wide / 2, _base(style, y), str(count), "text", "centre",
                                    tone))  # fmt: skip
            x += wide
        shapes.append(Words(x + gap * 0.6, _base(style, y), bar.words, "secondary"))
    spoken = "；".join(f"{bar.name} {bar.words}" for bar in bars)
    return Drawing(style.wide, (len(bars) + 1) * style.row, tuple(shapes), spoken)


def range_chart(bars: Sequence[RangeBar], style: ChartStyle) -> Drawing:
    """Draw each row on its own full mark: sure points solid, open ones hatched, likely a mark."""
    shapes: Shapes = []
    gap = style.letter * 0.8
    label = _label_room(style, [bar.name for bar in bars])
    behind = max((style.measure(bar.words) for bar in bars), default=0) + gap
    space = max(style.row, style.wide - label - behind)
    for number, bar in enumerate(bars):
        y, full = number * style.row, bar.full or 1.0
        top, high = y + style.row * 0.2, style.row * 0.6
        shapes.append(Words(0, _base(style, y), style.cut(bar.name, label - gap)))
        shapes += framed(Box(label, top, space, high, "empty"))
        low, end = (label + space * min(part / full, 1.0) for part in (bar.low, bar.high))
        if end > low:
            shapes += hatched(low, top, end - low, high, style.letter * 0.45)
        if low > label:
            shapes.append(Box(label, top, low - label, high, "good"))
        likely = label + space * min(bar.likely / full, 1.0)
        shapes.append(Stroke(((likely, top - high * 0.15), (likely, top + high * 1.15)), "text", 3))
        shapes.append(Words(label + space + gap * 0.6, _base(style, y), bar.words, "secondary"))
    spoken = "；".join(f"{bar.name} {bar.words}" for bar in bars)
    return Drawing(style.wide, len(bars) * style.row, tuple(shapes), spoken)


def trend_chart(points: Sequence[TrendPoint], full: float, style: ChartStyle) -> Drawing:
    """Draw forecasts over time as ranges with their likely line, real results as open dots."""
    high = style.row * 6
    left, right = style.measure("100.0") + style.letter, style.measure("00.00") + style.letter
    plot = (left, style.row * 0.5, style.wide - right, high - style.row)
    shapes = _axes(plot, full, style)
    ordered = sorted(points, key=lambda point: point.day)
    forecasts = [point for point in ordered if not point.real]
    if ordered:
        first, last = ordered[0].day, ordered[-1].day
        span = max(1, (last - first).days)

        def place(point: TrendPoint, value: float) -> Place:
            x = plot[0] + (plot[2] - plot[0]) * (point.day - first).days / span
            return x, plot[3] - (plot[3] - plot[1]) * min(value / full, 1.0) if full else plot[3]

        for point in forecasts:
            (x, low), (_, top) = place(point, point.low), place(point, point.high)
            cap = style.letter * 0.25
            shapes.append(Stroke(((x, low), (x, top)), "secondary", 1.4))
            shapes += [Stroke(((x - cap, y), (x + cap, y)), "secondary", 1.4) for y in (low, top)]
        line = tuple(place(point, point.likely) for point in forecasts)
        if len(line) > 1:
            shapes.append(Stroke(line, "accent", 3))
        shapes += [Dot(*one, style.letter * 0.22, "accent") for one in line]
        shapes += _ends(ordered, plot, style, place)
    spoken = "；".join(f"{p.day.isoformat()} {p.likely:.2f}" for p in ordered)
    return Drawing(style.wide, high, tuple(shapes), spoken)


def _axes(plot: tuple[float, float, float, float], full: float, style: ChartStyle) -> Shapes:
    left, top, right, bottom = plot
    shapes: Shapes = []
    for step in range(5):
        y = bottom - (bottom - top) * step / 4
        shapes.append(Stroke(((left, y), (right, y)), "text" if step == 0 else "line"))
        words = f"{full * step / 4:g}"
        shapes.append(Words(left - style.letter * 0.4, y + style.letter * 0.35, words,
                            "secondary", "right"))  # fmt: skip
    return shapes


def _ends(
    ordered: Sequence[TrendPoint], plot: tuple[float, float, float, float], style: ChartStyle,
    place: Callable[[TrendPoint, float], Place],
) -> Shapes:  # fmt: skip
    """Label the first and last day, the last figure and every real result."""
    shapes: Shapes = []
    days = (ordered[0], ordered[-1]) if ordered[0].day != ordered[-1].day else (ordered[0],)
    for point, align in zip(days, ("left", "right"), strict=False):
        x, _ = place(point, 0)
        shapes.append(Words(x, plot[3] + style.letter * 1.5, point.day.isoformat(), "secondary",
                            align))  # fmt: skip
    forecasts = [point for point in ordered if not point.real]
    if forecasts:
        x, y = place(forecasts[-1], forecasts[-1].likely)
        shapes.append(Words(x + style.letter * 0.5, y + style.letter * 0.35,
                            f"{forecasts[-1].likely:.2f}"))  # fmt: skip
    for point in (point for point in ordered if point.real):
        x, y = place(point, point.likely)
        shapes.append(Dot(x, y, style.letter * 0.35, "bad", filled=False))
        shapes.append(
            Words(x, y - style.letter * 0.7, f"实测 {point.likely:.2f}", "text", "centre")
        )
    return shapes


def _label_room(style: ChartStyle, names: Sequence[str]) -> float:
    widest = max((style.measure(name) for name in names), default=0.0)
    return min(style.wide * 0.36, widest + style.letter * 1.8)


def _base(style: ChartStyle, top: float) -> float:
    return top + style.row * 0.5 + style.letter * 0.36


def framed(box: Box) -> Shapes:
    """Return a box with a line around it."""
    corners = ((box.x, box.y), (box.x + box.wide, box.y),
               (box.x + box.wide, box.y + box.high), (box.x, box.y + box.high),
               (box.x, box.y))  # fmt: skip
    return [box, Stroke(corners, "secondary", 0.7)]


def hatched(x: float, y: float, wide: float, high: float, step: float) -> Shapes:
    """Fill a box with slanting lines, each cut at its borders."""
    shapes: Shapes = [Box(x, y, wide, high, "range")]
    offset = step
    while offset < wide + high:
        start = (x + offset, y) if offset <= wide else (x + wide, y + offset - wide)
        end = (x, y + offset) if offset <= high else (x + offset - high, y + high)
        shapes.append(Stroke((start, end), "secondary", 0.6))
        offset += step
    return shapes
