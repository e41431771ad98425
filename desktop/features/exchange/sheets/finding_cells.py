"""What the cells of a problem ledger mean: numbered faults, heading lines, places. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.core.resources import resource
from desktop.core.text import normal_key, tidy

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
# A bare number begins a fault only where a line or the fault before has ended; not in 1.5 米.
_MARKS = (
    re.compile(rf"([{_CIRCLED}])"),
    re.compile(r"[（(]\s*([0-9０-９]{1,3})\s*[）)]"),
    re.compile(r"(?:^|(?<=[\n；;。，,、：:\s]))([0-9０-９]{1,3})\s*[、.．](?![0-9０-９])"),
)
_ENDS = " \t\n\u3000；;，,"
_DAY = re.compile(
    r"(20\d{2})年(\d{1,2})月(\d{1,2})日(?:\s*[至到\-—～~]+\s*(?:(\d{1,2})月)?(\d{1,2})日)?"
)
_CUT_OFF = re.compile(r"截[至止]到?\s*(?:(20\d{2})年)?(\d{1,2})月(\d{1,2})日")
_HEADING = re.compile(r"^(.+?)\s*[（(]\s*(\d+)\s*处?(?:点位)?\s*[）)]$")


def split_faults(text: str) -> tuple[str, ...]:
    """Return the faults of a cell numbered 1. 2. / 1、 / （1） / ①, or the whole text as one."""
    plain = tidy(text)
    for pattern in _MARKS:
        cuts = _sequence(pattern, plain)
        if len(cuts) > 1 or (cuts and cuts[0][0] == 0):
            ends = [start for start, _ in cuts[1:]] + [len(plain)]
            parts = [plain[begin:end].strip(_ENDS)
                     for (_, begin), end in zip(cuts, ends, strict=True)]  # fmt: skip
            lead = plain[: cuts[0][0]].strip(_ENDS + "：:")
            return tuple(f"{lead}：{part}" if lead else part for part in parts if part)
    return (plain.strip(_ENDS),) if plain.strip(_ENDS) else ()


def _sequence(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the marks that count 1, 2, 3 … in order."""
    cuts: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        mark = match.group(1)
        number = _CIRCLED.index(mark) + 1 if mark in _CIRCLED else int(mark)
        if number == len(cuts) + 1:
            cuts.append((match.start(), match.end()))
    return cuts


@dataclass(frozen=True, slots=True)
class Front:
    """What stands over the table: its title, the last day of the test, the day states hold for."""

    title: str
    found: date | None
    cut_off: date | None


def read_front(lines: Sequence[str], file_name: str, year: int) -> Front:
    """Read the lines over the header row."""
    words = [tidy(line) for line in lines if tidy(line)]
    title = words[0] if words else file_name.rsplit(".", 1)[0]
    text = "\n".join(words)
    cut_off = _CUT_OFF.search(text)
    found = _DAY.search(_CUT_OFF.sub("", text))
    return Front(title, _last_day(found), _cut_day(cut_off, found, year))


def _last_day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    year, month, day, to_month, to_day = match.groups()
    return _date(int(year), int(to_month or month), int(to_day or day))


def _cut_day(match: re.Match[str] | None, found: re.Match[str] | None, year: int) -> date | None:
    if match is None:
        return None
    in_year = int(match.group(1) or (found.group(1) if found else year))
    return _date(in_year, int(match.group(2)), int(match.group(3)))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_street_heading(text: str) -> tuple[str, int | None]:
    """Split 城关街道（43处点位） into the street and the number of places it announces."""
    match = _HEADING.match(tidy(text))
    return (match.group(1), int(match.group(2))) if match else (tidy(text), None)


def find_point(place: str, street: str, points: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return the ids of the points a place means; 供销家属院东门 means 供销家属院.

    Several ids where the name is shared and the street does not decide, () for a free place.
    """
    wanted, home = normal_key(place), normal_key(street)
    names = {wanted}
    for suffix in resource("findings.json")["place_suffixes"]:
        if wanted.endswith(suffix) and len(wanted) > len(suffix) + 1:
            names.add(wanted[: -len(suffix)])
    for name in sorted(names, key=len, reverse=True):
        found = [(point_id, normal_key(at)) for point_id, own, at in points
                 if normal_key(own) == name]  # fmt: skip
        near = [point_id for point_id, at in found if at == home or not home]
        if found:
            return tuple(near or [point_id for point_id, _ in found])
    return ()
