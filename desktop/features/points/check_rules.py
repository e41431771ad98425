"""How a check item is judged, as data. Pure.

是否 · 计数≥n · 每m米≥n处 · 扣分 每处-x 最多-y · ABC(A0例 B1例 C2例 C#3例)
ABC(A≥98% B≥95% C<95%) · ABC(A≤5分钟 B≤10分钟 C>10分钟) · ABC(A好 B一般 C差)
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of judging.

    kind: yes_no; count (at least `minimum`); density (at least `minimum` per `per_m` metres);
    deduction (`each` points per fault, at most `most`); fault_bands and value_bands (`bands` of
    (grade, sign, threshold), thresholds in cases, or in `unit`: % or 分钟); grades (judged by eye,
    a word per grade); text (not understood, kept).
    """

    kind: str
    minimum: int | None = None
    per_m: int | None = None
    each: str | None = None
    most: str | None = None
    unit: str | None = None
    bands: tuple[tuple[str, str, str], ...] = ()


_DENSITY = re.compile(r"^每(\d+)米(?:>=|≥)(\d+)处?$")
_COUNT = re.compile(r"^计数(?:>=|≥)(\d+)$")
_DEDUCTION = re.compile(r"^扣分每处-([\d.]+)(?:最多-([\d.]+))?$")
_BANDS = re.compile(
    r"^(?:ABC)?[(]?((?:(?:C#|[ABC])[(]?(?:>=|<=|[≥≤<>])?[\d.]+(?:例|%|分钟)?[)]?)+)[)]?$"
)
_BAND = re.compile(r"(C#|[ABC])[(]?(>=|<=|[≥≤<>])?([\d.]+)(例|%|分钟)?")
_GRADES = re.compile(r"^ABC[(]A([\u4e00-\u9fff]+)B([\u4e00-\u9fff]+)C([\u4e00-\u9fff]+)[)]$")
_SIGNS = {">=": "≥", "<=": "≤", "": "="}


def rule_from_text(text: str) -> Rule | None:
    """Return the rule a text states, None where it is not understood."""
    plain = re.sub(r"[\s,;]+", "", unicodedata.normalize("NFKC", text))
    if plain in ("是否", "是/否", "有无", "符合性"):
        return Rule("yes_no")
    if match := _DENSITY.match(plain):
        return Rule("density", minimum=int(match.group(2)), per_m=int(match.group(1)))
    if match := _COUNT.match(plain):
        return Rule("count", minimum=int(match.group(1)))
    if match := _DEDUCTION.match(plain):
        return Rule("deduction", each=match.group(1), most=match.group(2))
    if match := _BANDS.match(plain):
        return _bands(match.group(1))
    if match := _GRADES.match(plain):
        return Rule("grades", bands=tuple(zip("ABC", "===", match.groups(), strict=True)))
    return None


def _bands(text: str) -> Rule:
    found = _BAND.findall(text)
    bands = tuple((grade, _SIGNS.get(sign, sign), value) for grade, sign, value, _ in found)
    unit = next((unit for *_, unit in found if unit), "例")
    if unit == "例":
        return Rule("fault_bands", bands=bands)
    return Rule("value_bands", unit=unit, bands=bands)


def to_json(rule: Rule) -> str:
    """Return the rule as stored."""
    stated = {key: value for key, value in asdict(rule).items() if value not in (None, ())}
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Rule:
    """Read a stored rule; {} is a rule nobody has stated yet."""
    stated = json.loads(text or "{}")
    bands = tuple((str(a), str(b), str(c)) for a, b, c in stated.pop("bands", ()))
    return Rule(stated.pop("kind", "text"), bands=bands, **stated)


def is_counted(rule: Rule) -> bool:
    """Tell whether a number is written down on the sheet, not only yes or no."""
    return rule.kind not in ("yes_no", "grades", "text")


def points_each(rule: Rule) -> Decimal | None:
    """Return the points lost per fault of a deduction."""
    return Decimal(rule.each) if rule.each else None
