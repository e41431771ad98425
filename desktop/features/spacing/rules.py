"""Chainages as tables have them, and the gaps between marks along a road. Pure.

Lengths are metres, exact to the millimetre; a gap is measured from the road's start K0+000 to the
first mark, from mark to mark, and from the last mark to the road's end.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.core.text import normal_key, tidy

PASSED, FAILED, OPEN = "合格", "不合格", "待定"

_COMMAS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_STAKE = re.compile(r"^k?(\d+)\+(\d+(?:\.\d+)?)(?:m|米)?$|^k(\d+)$")
_KILOMETRES = re.compile(r"^(-?\d+(?:\.\d+)?)(?:km|公里|千米)$")
_METRES = re.compile(r"^(-?\d+(?:\.\d+)?)(?:m|米)?$")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_BEYOND_ANY_ROAD = 1e12


@dataclass(frozen=True, slots=True)
class Reading:
    """A length read from a cell, None where it is none; `remark` says what a person should know."""

    metres: float | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a mark; `add_at` are places that would bring it under the limit."""

    start_m: float
    end_m: float
    over: bool = False
    add_at: tuple[float, ...] = ()

    @property
    def length_m(self) -> float:
        """Return how long the stretch is."""
        return _metres(_mm(self.end_m) - _mm(self.start_m))


@dataclass(frozen=True, slots=True)
class Measured:
    """The gaps of one road; `doubled` and `outside` are chainages that need a look."""

    gaps: tuple[Gap, ...]
    doubled: tuple[float, ...]
    outside: tuple[float, ...]


def read_metres(value: object, word: str, longest_m: float) -> Reading:
    """Return what a cell means as metres: 330, 328米, 0.33公里, K0+330.

    `word` names the field in remarks; beyond `longest_m` it is refused as a slip.
    """
    shown = tidy(str("" if value is None else value))
    if not shown:
        return Reading(None, f"没有{word}")
    metres = _number(value) if isinstance(value, int | float) else _parse(shown)
    if metres is None or isinstance(value, bool):
        return Reading(None, f"{word}“{shown}”看不懂，请写成 330 或 K0+330")
    if abs(metres) > longest_m:
        return Reading(None, f"{word}“{shown}”超过 {metres_text(longest_m)} 米，不像真的")
    return Reading(metres, _remark(value, shown, word, metres))


def _number(value: float) -> float | None:
    return _metres(_mm(value)) if abs(value) < _BEYOND_ANY_ROAD else None


def _parse(text: str) -> float | None:
    key = _COMMAS.sub("", normal_key(text))
    if match := _STAKE.match(key):
        kilometres, rest, whole = match.groups()
        return _number(float(whole or kilometres) * 1000 + float(rest or 0))
    if match := _KILOMETRES.match(key):
        return _number(float(match.group(1)) * 1000)
    if match := _METRES.match(key):
        return _number(float(match.group(1)))
    return None


def _remark(value: object, shown: str, word: str, metres: float) -> str:
    """Say how a text was read, unless it is a plain number or a proper stake."""
    if not isinstance(value, str) or (shown.isascii() and _PLAIN.fullmatch(shown)):
        return ""
    stake = re.fullmatch(r"[Kk]\d+\+(\d{3})(\.\d+)?", shown) if shown.isascii() else None
    return "" if stake else f"{word}“{shown}”按 {metres_text(metres)} 米读取"


def measure(chainages: Iterable[float], length_m: float | None, limit_m: float | None) -> Measured:
    """Return the gaps of a road; without a length the last gap is left out, never guessed."""
    end = None if length_m is None else _mm(length_m)
    places = Counter(_mm(chainage) for chainage in chainages)
    outside = sorted(at for at in places if at < 0 or (end is not None and at > end))
    inside = sorted(set(places) - set(outside))
    stops = sorted({0, *inside} | ({end} if end is not None else set()))
    return Measured(
        tuple(_gap(start, stop, limit_m) for start, stop in pairwise(stops)),
        tuple(_metres(at) for at in inside if places[at] > 1),
        tuple(_metres(at) for at in outside),
    )


def _gap(start: int, end: int, limit_m: float | None) -> Gap:
    if limit_m is None or end - start <= _mm(limit_m):
        return Gap(_metres(start), _metres(end))
    limit = _mm(limit_m)
    # ceil(gap / limit) - 1, in whole millimetres so that 300 by 100 is 2 and never 3.
    missing = -(-(end - start) // limit) - 1
    return Gap(_metres(start), _metres(end), True, _places(start, end, missing, limit))


def _places(start: int, end: int, missing: int, limit: int) -> tuple[float, ...]:
    """Spread marks evenly, on whole metres where that keeps every part within the limit."""
    parts = [start + (end - start) * number // (missing + 1) for number in range(1, missing + 1)]
    whole = [(at + 500) // 1000 * 1000 for at in parts]
    fits = all(0 < after - before <= limit for before, after in pairwise([start, *whole, end]))
    return tuple(_metres(at) for at in (whole if fits else parts))


def verdict(
    measured: Measured, *, has_marks: bool, length_m: float | None, limit_m: float | None
) -> tuple[str, str]:
    """Return 合格, 不合格 or 待定, and why it is 待定."""
    if not has_marks:
        return OPEN, "没有录入里程"
    if limit_m is None:
        return OPEN, "这个等级没有限值"
    if any(gap.over for gap in measured.gaps):
        return FAILED, "" if length_m is not None else "道路长度未知，最后一段没有核算"
    if length_m is None:
        return OPEN, "道路长度未知，最后一段没有核算"
    return PASSED, ""


def labelled(places: Sequence[float], least: float) -> tuple[float, ...]:
    """Return the places whose labels fit when two labels must be `least` metres apart."""
    shown: list[float] = []
    for place in places:
        if not shown or place - shown[-1] >= least:
            shown.append(place)
    return tuple(shown)


def grid_step(length_m: float, most: int) -> float:
    """Return a round distance (1, 2, 5 times a power of ten) giving at most `most` steps."""
    least = length_m / most
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * 0.9999)


def chainage_text(metres: float) -> str:
    """Return a chainage as stakes name it: K0+330."""
    kilometres, rest = divmod(_mm(metres), 1_000_000)
    if kilometres < 0:
        return f"{metres_text(metres)} 米"
    whole, part = divmod(rest, 1000)
    return f"K{kilometres}+{whole:03d}" + (f".{part:03d}".rstrip("0") if part else "")


def metres_text(metres: float) -> str:
    """Return metres without needless zeros."""
    return f"{metres:.3f}".rstrip("0").rstrip(".")


def _mm(metres: float) -> int:
    return round(metres * 1000)


def _metres(millimetres: int) -> float:
    return millimetres / 1000
