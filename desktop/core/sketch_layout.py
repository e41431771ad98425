"""Where signs, routes and names of a map stand so that no two names touch. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.core.sketch import Ground, Place, SketchMap, View

_DIAGONAL = 0.72
_AROUND = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))
_CORNERS = ((-1, -1), (1, -1), (-1, 1), (1, 1))
_AROUND_RING = ((0, -1), (0, 1), *_CORNERS, (1, 0), (-1, 0))
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Lettering:
    """Sizes in the units of the page; `measure` gives the width of a text."""

    measure: Callable[[str], float]
    height: float
    sign: float
    gap: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text in its box; `owner` is the number of its point or ring, `short` a mark only."""

    text: str
    x: float
    y: float
    width: float
    owner: int
    short: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A map put to a scale: middles of signs, (x, y, radius) of rings, lines, starts, names."""

    signs: tuple[Place, ...]
    rings: tuple[tuple[float, float, float], ...]
    routes: tuple[tuple[Place, ...], ...]
    starts: tuple[Place, ...]
    labels: tuple[Label, ...]
    ring_labels: tuple[Label, ...]


def lay_out(
    sketch: SketchMap, ground: Ground, view: View, *, lettering: Lettering, room: Box | None = None
) -> Layout:
    """Put a map to a scale; names stay within `room` and leave out what finds no place."""

    def at(lng: float, lat: float) -> Place:
        return view.to_page(*ground.projection.to_metres(lng, lat))

    signs = tuple(at(point.lng, point.lat) for point in sketch.points)
    rings = tuple((*at(r.lng, r.lat), r.radius_m * view.scale) for r in sketch.rings)
    routes = tuple(tuple(at(*place) for place in route.places) for route in sketch.routes)
    crowd, reach = _Crowd(lettering.height, room), lettering.sign
    for x, y in signs:
        crowd.add((x - reach, y - reach, x + reach, y + reach))
    starts = tuple(_start(route, crowd, lettering) for route in routes)
    ring_labels = _ring_labels(sketch, rings, crowd, lettering)
    labels = _point_labels(sketch, signs, crowd, lettering)
    return Layout(signs, rings, routes, starts, labels, ring_labels)


class _Crowd:
    """Boxes already taken, found by the cell they stand in."""

    def __init__(self, height: float, room: Box | None) -> None:
        self._wide, self._high = height * 4, height * 2
        self._room = room
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def _around(self, box: Box) -> list[tuple[int, int]]:
        wide, high = self._wide, self._high
        rows = range(int(box[1] // high), int(box[3] // high) + 1)
        return [
            (column, row)
            for column in range(int(box[0] // wide), int(box[2] // wide) + 1)
            for row in rows
        ]

    def add(self, box: Box) -> None:
        """Take a box."""
        for cell in self._around(box):
            self._cells.setdefault(cell, []).append(box)

    def remove(self, box: Box) -> None:
        """Give a box back."""
        for cell in self._around(box):
            self._cells[cell].remove(box)

    def is_free(self, box: Box) -> bool:
        """Tell whether a box lies in the room and touches no other."""
        left, top, right, bottom = box
        room = self._room
        if room and (left < room[0] or top < room[1] or right > room[2] or bottom > room[3]):
            return False
        for cell in self._around(box):
            for x1, y1, x2, y2 in self._cells.get(cell, ()):
                if left < x2 and right > x1 and top < y2 and bottom > y1:
                    return False
        return True

    def place(
        self, middle: Place, size: Place, reach: float, sides: Sequence[tuple[int, int]]
    ) -> Box | None:
        """Take the first free box on the sides of a place; None where all are taken."""
        x, y = middle
        wide, high = size
        for dx, dy in sides:
            away = reach * _DIAGONAL if dx and dy else reach
            left = x + dx * away - (1 - dx) * wide / 2
            top = y + dy * away - (1 - dy) * high / 2
            box = (left, top, left + wide, top + high)
            if self.is_free(box):
                self.add(box)
                return box
        return None


def _start(route: Sequence[Place], crowd: _Crowd, lettering: Lettering) -> Place:
    """Return where a route's number stands: beside its start, above other signs if it must."""
    side = lettering.height
    for reach in (lettering.sign, lettering.sign + side, lettering.sign + 2 * side):
        box = crowd.place(route[0], (side, side), reach, (*_CORNERS, *_AROUND))
        if box:
            return box[0] + side / 2, box[1] + side / 2
    away = (lettering.sign + side / 2) * _DIAGONAL
    return route[0][0] - away, route[0][1] - away


def _ring_labels(
    sketch: SketchMap, rings: Sequence[tuple[float, float, float]], crowd: _Crowd,
    lettering: Lettering,
) -> tuple[Label, ...]:  # fmt: skip
    found = []
    for owner, (ring, (x, y, radius)) in enumerate(zip(sketch.rings, rings, strict=True)):
        wide = lettering.measure(ring.words)
        box = crowd.place((x, y), (wide, lettering.height), radius + lettering.gap, _AROUND_RING)
        if box:
            found.append(Label(ring.words, box[0], box[1], wide, owner))
    return tuple(found)


def _point_labels(
    sketch: SketchMap, signs: Sequence[Place], crowd: _Crowd, lettering: Lettering
) -> tuple[Label, ...]:
    """Place all short marks first, then whole names where they find room."""
    reach = lettering.sign + lettering.gap
    marks: list[Box | None] = []
    for point, middle in zip(sketch.points, signs, strict=True):
        size = (lettering.measure(point.label), lettering.height)
        marks.append(crowd.place(middle, size, reach, _AROUND) if point.label else None)
    found = []
    for owner, (point, middle, mark) in enumerate(zip(sketch.points, signs, marks, strict=True)):
        if mark:
            crowd.remove(mark)
        text = f"{point.label} {point.name}".strip()
        wide = lettering.measure(text)
        box = crowd.place(middle, (wide, lettering.height), reach, _AROUND)
        if box:
            found.append(Label(text, box[0], box[1], wide, owner))
        elif mark:
            crowd.add(mark)
            found.append(Label(point.label, mark[0], mark[1], mark[2] - mark[0], owner, True))
    return tuple(found)
