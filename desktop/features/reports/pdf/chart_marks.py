"""Charts on paper: the shapes of `core.chart` in greys that survive any printer."""

from __future__ import annotations

from desktop.core.chart import Box, ChartStyle, Dot, Drawing, Stroke, Words
from desktop.features.reports.pdf.fonts import REGULAR
from desktop.features.reports.pdf.page import Face, Sheet, text_width

# Tones as greys, 0 black to 1 white; the states keep at least a sixth between each other.
GREYS = {
    "text": 0.0, "secondary": 0.25, "line": 0.75, "empty": 1.0, "busy": 0.82, "accent": 0.6,
    "bad": 0.38, "good": 0.12, "range": 0.92,
}  # fmt: skip
_DARK = 0.5
_SIZE, _HAIR = 9.0, 0.4
_LETTER = _SIZE * 0.3528


def chart_style(wide: float, *, row: float) -> ChartStyle:
    """Return the measures of a chart `wide` millimetres wide."""
    return ChartStyle(wide, row, _LETTER, lambda text: text_width(text, _SIZE))


def draw_chart(sheet: Sheet, drawing: Drawing, left: float, top: float) -> None:
    """Draw a chart with its upper left corner at a place."""
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            sheet.box(left + shape.x, top + shape.y, shape.wide, shape.high, weight=0,
                      grey=GREYS[shape.tone])  # fmt: skip
        elif isinstance(shape, Stroke):
            grey = 0.0 if shape.tone == "accent" else GREYS[shape.tone]
            places = [(left + x, top + y) for x, y in shape.places]
            sheet.polyline(places, weight=_HAIR * shape.weight, ink=(grey, grey, grey))
        elif isinstance(shape, Dot):
            grey = 0.0 if shape.tone == "accent" else GREYS[shape.tone]
            fill = (grey, grey, grey) if shape.filled else (1.0, 1.0, 1.0)
            sheet.circle((left + shape.x, top + shape.y), shape.radius, weight=0.8, fill=fill)
        else:
            _say(sheet, shape, left, top)


def _say(sheet: Sheet, words: Words, left: float, top: float) -> None:
    under = GREYS[words.on] if words.on else 1.0
    grey = 1.0 if under < _DARK else GREYS[words.tone]
    sheet.say(left + words.x, top + words.y, words.text, Face(REGULAR, _SIZE, grey),
              align=words.align)  # fmt: skip
