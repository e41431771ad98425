"""Places on the map: distances over ground and a flat picture of a county. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Mean earth radius in metres (IUGG 1980, R1).
_EARTH_M = 6_371_008.8


def distance_m(lng1: float, lat1: float, lng2: float, lat2: float) -> float:
    """Return the great-circle distance in metres between two places given in degrees.

    Haversine form; over a county it is right to about 0.5 %.
    """
    north1, north2 = math.radians(lat1), math.radians(lat2)
    half_north = math.sin((north2 - north1) / 2)
    half_east = math.sin(math.radians(lng2 - lng1) / 2)
    chord = half_north**2 + math.cos(north1) * math.cos(north2) * half_east**2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(chord)))


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular around a middle: metres east and north of it."""

    lng: float
    lat: float

    def to_metres(self, lng: float, lat: float) -> tuple[float, float]:
        """Return metres east and north of the middle."""
        north = math.radians(lat - self.lat) * _EARTH_M
        east = math.radians(lng - self.lng) * _EARTH_M * math.cos(math.radians(self.lat))
        return east, north
