"""A map without tiles: what stands on it, and how it is put to a scale. Pure.

Window and print draw the same description; units of length are theirs (pixels, millimetres).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from desktop.core.geo import Projection

Place = tuple[float, float]

# A map of one place still shows its surroundings.
_SMALLEST_SPAN_M = 400.0
_SHARE_OF_ROOM, _SMALLEST_SIGN = 0.18, 0.6
_NICE = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_ARC = tuple(math.radians(90 + step * 15) for step in range(13))
_LEFT_HALF = tuple((math.cos(angle), -math.sin(angle)) for angle in _ARC)


@dataclass(frozen=True, slots=True)
class MapState:
    """A state with its sign (a key of SIGNS) and the name of its colour."""

    name: str
    sign: str
    colour: str


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place; `label` is the short mark that stays where its name has no room."""

    id: str
    name: str
    lng: float
    lat: float
    state: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class MapRing:
    """A circle around a place, radius in metres over ground."""

    lng: float
    lat: float
    radius_m: float
    words: str


@dataclass(frozen=True, slots=True)
class MapRoute:
    """The way of a team; places are (lng, lat) in walking order, one at the least."""

    team: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SketchMap:
    """Everything on a map; states in the legend's order, later ones are drawn over earlier ones.

    Raises ValueError for a point whose state is not in `states` and for a route without places.
    """

    title: str
    points: tuple[MapPoint, ...]
    states: tuple[MapState, ...]
    rings: tuple[MapRing, ...] = ()
    routes: tuple[MapRoute, ...] = ()

    def __post_init__(self) -> None:
        unknown = {point.state for point in self.points} - {state.name for state in self.states}
        if unknown:
            raise ValueError(f"states not in the legend: {sorted(unknown)}")
        if not all(route.places for route in self.routes):
            raise ValueError("a route without places")

    def counts(self) -> tuple[tuple[MapState, int], ...]:
        """Return the states with their numbers of points."""
        found = Counter(point.state for point in self.points)
        return tuple((state, found[state.name]) for state in self.states)


@dataclass(frozen=True, slots=True)
class SignPart:
    """A part of a sign around (0, 0), y downwards: a polygon, or a circle where without corners.

    What is not filled is left as paper within an outline.
    """

    filled: bool
    corners: tuple[Place, ...] = ()


# Equal in area to the eye, so that no state looks weightier for its shape alone.
SIGNS: dict[str, tuple[SignPart, ...]] = {
    "●": (SignPart(True),),
    "○": (SignPart(False),),
    "◐": (SignPart(False), SignPart(True, _LEFT_HALF)),
    "◑": (SignPart(False), SignPart(True, tuple((-x, y) for x, y in _LEFT_HALF))),
    "▲": (SignPart(True, ((0.0, -1.3), (1.22, 0.85), (-1.22, 0.85))),),
    "◆": (SignPart(True, ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0))),),
    "■": (SignPart(True, ((-0.92, -0.92), (0.92, -0.92), (0.92, 0.92), (-0.92, 0.92))),),
}


@dataclass(frozen=True, slots=True)
class RouteStyle:
    """How a route is told from others: by its dashes first (in widths of its line)."""

    dash: tuple[float, ...]
    colour: str


# One lightness that stands out from white and from dark alike, and that no state uses.
_ROUTES = (
    RouteStyle((), "#3B7FB8"), RouteStyle((5, 2.5), "#B0702A"),
    RouteStyle((1.5, 2), "#7B69B5"), RouteStyle((8, 2.5, 1.5, 2.5), "#2E8580"),
    RouteStyle((11, 4), "#B25F8C"), RouteStyle((6, 2, 1.5, 2, 1.5, 2), "#77802F"),
)  # fmt: skip


def route_style(index: int) -> RouteStyle:
    """Return the look of the route in that place of the list."""
    return _ROUTES[index % len(_ROUTES)]


@dataclass(frozen=True, slots=True)
class Ground:
    """A flat picture of a map's part of the world, with its bounds in metres."""

    projection: Projection
    west: float
    south: float
    east: float
    north: float


def ground_of(sketch: SketchMap) -> Ground | None:
    """Return the picture that holds all points, rings and routes; None where there is nothing."""
    places = [(point.lng, point.lat) for point in sketch.points]
    places += [(ring.lng, ring.lat) for ring in sketch.rings]
    places += [place for route in sketch.routes for place in route.places]
    if not places:
        return None
    lngs, lats = [lng for lng, _ in places], [lat for _, lat in places]
    middle = Projection((min(lngs) + max(lngs)) / 2, (min(lats) + max(lats)) / 2)
    reach = [0.0] * len(sketch.points) + [ring.radius_m for ring in sketch.rings]
    reach += [0.0] * (len(places) - len(reach))
    flat = [middle.to_metres(lng, lat) for lng, lat in places]
    half = _SMALLEST_SPAN_M / 2
    return Ground(
        middle,
        min(-half, *(x - r for (x, _), r in zip(flat, reach, strict=True))),
        min(-half, *(y - r for (_, y), r in zip(flat, reach, strict=True))),
        max(half, *(x + r for (x, _), r in zip(flat, reach, strict=True))),
        max(half, *(y + r for (_, y), r in zip(flat, reach, strict=True))),
    )


@dataclass(frozen=True, slots=True)
class View:
    """A scale in units per metre, and where the picture's middle stands; y downwards."""

    scale: float
    x: float = 0.0
    y: float = 0.0

    def to_page(self, east: float, north: float) -> Place:
        """Return where a place given in metres stands."""
        return self.x + east * self.scale, self.y - north * self.scale

    def moved(self, right: float, down: float) -> View:
        """Return the view with everything moved."""
        return View(self.scale, self.x + right, self.y + down)

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Return the view enlarged by a factor; what stands at (x, y) stays there."""
        return View(self.scale * factor, x + (self.x - x) * factor, y + (self.y - y) * factor)


def fit(ground: Ground, width: float, height: float, *, margin: float) -> View:
    """Return the largest view that shows all of a picture within the margins."""
    wide, high = ground.east - ground.west, ground.north - ground.south
    room_x, room_y = max(1.0, width - 2 * margin), max(1.0, height - 2 * margin)
    return centred(ground, width, height, scale=min(room_x / wide, room_y / high))


def centred(ground: Ground, width: float, height: float, *, scale: float) -> View:
    """Return a view of a given scale with the picture in the middle."""
    east, north = (ground.west + ground.east) / 2, (ground.south + ground.north) / 2
    return View(scale, width / 2 - east * scale, height / 2 + north * scale)


def sign_radius(sketch: SketchMap, ground: Ground, scale: float, *, largest: float) -> float:
    """Return how large signs are: smaller where many share little room, never tiny."""
    area = (ground.east - ground.west) * (ground.north - ground.south) * scale**2
    fair = _SHARE_OF_ROOM * math.sqrt(area / max(1, len(sketch.points)))
    return min(largest, max(largest * _SMALLEST_SIGN, fair))


def round_scale(mm_per_metre: float) -> int:
    """Return n of the largest round scale 1:n that needs no more room than the given one."""
    exact = 1000 / mm_per_metre
    power = 10.0 ** math.floor(math.log10(exact))
    return round(next(nice for nice in _NICE if nice * power >= exact * (1 - 1e-9)) * power)


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A round length over ground, its length on the map, and its words."""

    metres: int
    length: float
    words: str


def scale_bar(scale: float, longest: float) -> ScaleBar:
    """Return the longest bar of 1, 2 or 5 × 10ⁿ metres, one metre at the least."""
    power = 10.0 ** math.floor(math.log10(max(1.0, longest / scale)))
    fitting = [n * power for n in (1, 2, 5) if n * power * scale <= longest * (1 + 1e-9)]
    metres = round(fitting[-1] if fitting else 1.0)
    words = f"{metres // 1000} 公里" if metres >= 1000 else f"{metres} 米"
    return ScaleBar(metres, metres * scale, words)


def grid_lines(start: float, end: float, *, origin: float, step: float) -> list[float]:
    """Return where lines stand that repeat every `step` from an origin, between two ends."""
    first = math.ceil((start - origin) / step)
    return [
        origin + number * step for number in range(first, math.floor((end - origin) / step) + 1)
    ]
