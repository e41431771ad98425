"""What the cells of a task table mean: methods, dates, scores, materials. Pure.

Each function returns what it understood and a remark for the person where the cell needed
interpreting; "" as remark means it said just that.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache

from desktop.core.resources import resource
from desktop.core.text import normal_key, tidy

_NUMBERED = re.compile(r"((?:[(]?\d{1,2}[)、])+)([^\d)]+)")
_DATE = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")
_MONTH_DAY = re.compile(r"^(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?$")
_MONTH_END = re.compile(r"^(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(?:底|末|底前)$")
_COUNT = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Material:
    """One kind of material asked for and how many."""

    kind: str
    title: str
    count: int


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def is_subtotal(text: str) -> bool:
    """Tell whether a row's first words mark it as 小计, 合计 …"""
    return normal_key(text).startswith(_subtotals())


@cache
def _subtotals() -> tuple[str, ...]:
    return tuple(normal_key(word) for word in resource(WORDS)["subtotal"])


WORDS = "framework_words.json"


def read_methods(text: str) -> tuple[str, ...]:
    """Return the methods a cell names, in order, in the office's standard words.

    A method nobody knows is kept as printed.
    """
    found: dict[str, None] = {}
    for part in re.split(r"[、,;/\n+]+", _plain(text)):
        word = tidy(part)
        if word:
            found[_method(word)] = None
    return tuple(found)


def _method(word: str) -> str:
    key = normal_key(word)
    for name, synonyms in resource(WORDS)["methods"].items():
        if key in {normal_key(synonym) for synonym in synonyms}:
            return str(name)
    return word


def methods_by_leaf(text: str) -> dict[int, tuple[str, ...]]:
    """Split “1)材料审核、主管部门意见 2)…3)4)材料审核” by standard; {} for a plain cell."""
    result: dict[int, tuple[str, ...]] = {}
    for numbers, words in _NUMBERED.findall(_plain(text)):
        for number in re.findall(r"\d+", numbers):
            result[int(number)] = read_methods(words)
    return result


def read_date(value: object, year: int) -> tuple[date | None, str]:
    """Return the day a cell means; a day without a year is in `year`, 月底 its month's last."""
    if isinstance(value, datetime):
        return value.date(), ""
    if isinstance(value, date):
        return value, ""
    text = _plain(str(value or ""))
    if not text:
        return None, ""
    if match := _MONTH_END.match(text):
        in_year, month = int(match.group(1) or year), int(match.group(2))
        if 1 <= month <= 12:
            day = date(in_year, month, calendar.monthrange(in_year, month)[1])
            return day, f"“{text}”按 {day.isoformat()}(当月最后一天)处理"
    for pattern, has_year in ((_DATE, True), (_MONTH_DAY, False)):
        if match := pattern.match(text):
            numbers = [int(number) for number in match.groups()]
            day_or_none = _day(*(numbers if has_year else [year, *numbers]))
            if day_or_none:
                remark = "" if has_year else f"“{text}”没有年份，按 {day_or_none.isoformat()} 处理"
                return day_or_none, remark
    return None, f"“{text}”看不懂是哪一天，时限留空"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_score(value: object) -> tuple[Decimal | None, str]:
    """Return a score; full-width digits are read and reported."""
    if value is None or value == "":
        return None, ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value)), ""
    printed = str(value)
    text = _plain(printed).removesuffix("分")
    try:
        score = Decimal(text)
    except InvalidOperation:
        return None, f"分值“{printed}”不是数字，留空"
    if not score.is_finite() or abs(score) > 100_000:
        return None, f"分值“{printed}”不是正常的数字，留空"
    remark = "" if text == printed else f"分值“{printed}”按 {text} 处理"
    return score, remark


def read_materials(text: str) -> tuple[tuple[Material, ...], str]:
    """Return the materials a cell asks for; what is not understood is kept as one material."""
    plain = _plain(text)
    words = resource(WORDS)
    if not plain or normal_key(plain) in {normal_key(word) for word in words["no_material"]}:
        return (), ""
    found, strange = [], []
    for part in re.split(r"[\n;+、,。]+", re.sub(r"(?m)^\s*\d+[.、)]\s*", "", plain)):
        piece = tidy(part)
        kind = next((kind for kind in words["slot_kinds"] if kind in piece), None)
        if kind:
            count = _COUNT.search(piece)
            found.append(Material(kind, kind, int(count.group(1)) if count else 1))
        elif piece:
            strange.append(piece)
    if not found:
        return (
            Material("其他材料", plain[:200], 1),
        ), f"材料要求“{plain[:40]}”没能拆开，按一项保留"
    remark = f"材料要求里的“{'、'.join(strange)[:60]}”作为说明保留" if strange else ""
    return tuple(found), remark


def strip_veto(text: str) -> tuple[str, bool]:
    """Take the veto mark ▲ off a standard's text."""
    marks = resource(WORDS)["veto_marks"]
    found = any(mark in text for mark in marks)
    for mark in marks:
        text = text.replace(mark, "")
    return text.strip(), found
