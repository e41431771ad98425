"""Coordinates and lengths as point lists have them. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees east and north, None where unknown; remarks as (field, words)."""

    lng: float | None
    lat: float | None
    remarks: tuple[tuple[str, str], ...] = ()


# China's outer bounds in degrees; a value outside its own but inside the other's is swapped.
_LNG, _LAT = (73.0, 136.0), (3.0, 54.0)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def read_coordinate(lng: object, lat: object) -> Place:
    """Return the place two cells mean; swapped and text values are put right and reported."""
    east, east_text = _number(lng)
    north, north_text = _number(lat)
    if east is None and north is None:
        return Place(None, None, (("lng", "没有经纬度"),))
    if east is None or north is None:
        field, word = ("lng", "经度") if east is None else ("lat", "纬度")
        return Place(None, None, ((field, f"缺少{word}，经纬度都留空"),))
    remarks = []
    if east_text:
        remarks.append(("lng", f"的经度是文字格式，按数字 {east} 读取"))
    if north_text:
        remarks.append(("lat", f"的纬度是文字格式，按数字 {north} 读取"))
    if _inside(east, _LAT) and _inside(north, _LNG):
        remarks.append(("lng", f"的经度、纬度填反了({east}、{north}),已对调"))
        east, north = north, east
    if not _inside(east, _LNG) or not _inside(north, _LAT):
        return Place(None, None, (("lng", f"的经纬度({east}、{north})不在国内，留空"),))
    return Place(round(east, 7), round(north, 7), tuple(remarks))


def read_length(value: object) -> tuple[float | None, str]:
    """Return a length in metres."""
    if value is None or value == "":
        return None, ""
    number, is_text = _number(value)
    if number is None or number < 0:
        return None, f"长度“{value}”不是数字，留空"
    return number, f"长度“{value}”按 {number:g} 米读取" if is_text else ""


def _number(value: object) -> tuple[float | None, bool]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value), False
    match = _NUMBER.search(unicodedata.normalize("NFKC", str(value or "")))
    return (float(match.group()), True) if match else (None, True)


def _inside(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
