"""The marks of a map on paper: signs, routes, numbers, arrow and bar; readable in grey."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.sketch import SIGNS, MapState, Place, RouteStyle, ScaleBar
from desktop.features.reports.pdf.page import Sheet
from desktop.features.reports.pdf.shapes import BLACK, Ink

WHITE: Ink = (1.0, 1.0, 1.0)
PALE: Ink = (0.86, 0.86, 0.86)
SIGN = 1.15
NUMBER = 1.6
_OUTLINE, _HALO, _ROUTE = 0.8, 0.7, 1.3
_INKS = {
    "good": "1A7F37", "busy": "9A6700", "bad": "B42318", "muted": "57606A", "accent": "1F5FBF",
}  # fmt: skip


def ink_of(colour: str) -> Ink:
    """Return the ink of a colour by its name or as #RRGGBB; black for any other name."""
    code = _INKS.get(colour, colour.removeprefix("#") if colour.startswith("#") else "000000")
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def draw_sign(sheet: Sheet, state: MapState, middle: Place, radius: float = SIGN) -> None:
    """Draw a state's sign within a halo that parts it from what lies under it."""
    x, y = middle
    ink = ink_of(state.colour)
    for weight, line in ((_OUTLINE + 2 * _HALO, WHITE), (_OUTLINE, ink)):
        for part in SIGNS[state.sign]:
            fill = ink if part.filled else WHITE
            if part.corners:
                corners = [(x + a * radius, y + b * radius) for a, b in part.corners]
                sheet.polygon(corners, weight=weight, ink=line, fill=fill)
            else:
                sheet.circle(middle, radius, weight=weight, ink=line, fill=fill)


def draw_route(sheet: Sheet, places: Sequence[Place], style: RouteStyle) -> None:
    """Draw the line of a route."""
    sheet.polyline(places, weight=_ROUTE, ink=ink_of(style.colour), dash=style.dash)


def draw_leader(sheet: Sheet, number: Place, first: Place, style: RouteStyle) -> None:
    """Draw a line from a route's number to the place where it begins."""
    sheet.polyline((number, first), weight=_ROUTE / 2, ink=ink_of(style.colour))


def draw_number(sheet: Sheet, middle: Place, number: int, style: RouteStyle) -> None:
    """Draw a route's number, black on white so that no printer hides it."""
    sheet.circle(middle, NUMBER, weight=1.0, ink=ink_of(style.colour), fill=WHITE)
    sheet.text(middle[0], middle[1] + 0.9, str(number), size=7, bold=True, align="centre")


def draw_ring(sheet: Sheet, middle: Place, radius: float) -> None:
    """Draw a ring and the cross of its middle."""
    x, y = middle
    ink, reach = ink_of("accent"), SIGN * 2
    sheet.circle(middle, radius, weight=0.8, ink=ink)
    sheet.polyline(((x - reach, y), (x + reach, y)), weight=0.8, ink=ink)
    sheet.polyline(((x, y - reach), (x, y + reach)), weight=0.8, ink=ink)


def draw_north(sheet: Sheet, x: float, top: float) -> None:
    """Draw an arrow to the north with its word, 14 mm high."""
    sheet.text(x, top + 3.2, "北", size=9, bold=True, align="centre")
    tip, notch, foot = (x, top + 4.5), (x, top + 12.2), top + 14
    sheet.polygon((tip, (x + 2.6, foot), notch, (x - 2.6, foot)), weight=0.6, fill=WHITE)
    sheet.polygon((tip, notch, (x - 2.6, foot)), weight=0.6, fill=BLACK)


def draw_scale_bar(sheet: Sheet, x: float, base: float, bar: ScaleBar) -> None:
    """Draw a bar whose two halves can be told apart, its words above."""
    half = bar.length / 2
    sheet.fill(x, base - 1.4, half, 1.4, BLACK)
    sheet.box(x, base - 1.4, bar.length, 1.4, weight=0.6)
    sheet.text(x, base - 2.6, bar.words, size=8.5)
