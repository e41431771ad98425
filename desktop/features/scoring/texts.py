"""Reading a rule from the words standards print.

是否 · 计数≥n · 每m米≥n处 · 5条中4条 · 扣分 每处-x 最多-y · 少一条扣4分 · 计数≥5 每少一处扣2分 ·
A(0例) B(1例) C(2例) C#(3例) · A>85% B>80% C≤80% 两年均值 · ABC(A≤5分钟 B≤10分钟 C>10分钟) ·
ABC(A好 B一般 C差) · 得分=播出数/4×分值 · ≥85% · 一票否决 · 加分 每处+1 最多+3 · 不适用取平均
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from desktop.core.resources import resource
from desktop.core.text import normal_key
from desktop.features.scoring.bands import Band, more_is_better
from desktop.features.scoring.rule import DATA, Rule, default_percents

_NUMBER = r"(\d{1,9}(?:\.\d{1,6})?)"
_SIGN = "([≥≤<>=])"
_MOST = rf"(?:(?:最多|上限|≤)[扣加]?[-+]?{_NUMBER}分?)?"
_SHARE = re.compile(r"(?:得分=)?([\u4e00-\u9fff]{1,12})[/÷](\d{1,9})[×x*]分值")
_RATE = re.compile(r"(?:得分=)?([\u4e00-\u9fff]{1,12}率)[×x*]分值")
_WORD = r"([\u4e00-\u9fff]{1,4})"
_GRADES = re.compile(rf"(?:abc)?\(?a{_WORD}b{_WORD}c{_WORD}\)?")
_OPPOSITE = {"≥": "<", ">": "≤", "≤": ">", "<": "≥"}


def rule_from_text(text: str) -> Rule | None:
    """Return the rule a text states, None where it is not understood."""
    plain, asides = _asides(_plain(text))
    if not plain and asides.get("role") == "veto":
        return Rule("yes_no", **asides)
    for read in (_yes_no, _density, _count, _k_of_n, _each, _bands, _grades, _share, _measured):
        try:
            rule = read(plain)
        except ValueError:
            return None
        if rule:
            return replace(rule, **asides)
    return None


def _plain(text: str) -> str:
    """Return the text without blanks and pauses, its comparisons as signs after the grade."""
    plain = re.sub(r"db(\(a\))?", "分贝", normal_key(text).replace("m2", "平方米"))
    plain = re.sub(r"不[得能应可](?=[超低少高大小多][过于])", "不", plain)
    for sign, words in resource(DATA)["words"].items():
        for word in words:
            plain = plain.replace(word, sign)
    plain = re.sub(r"[,;、。]", "", plain)
    around = rf"(?<![\d.≥≤<>=]){_NUMBER}(UNIT?)[及或含]?"
    plain = _pattern(rf"{around}以上").sub(r"≥\1\2", plain)
    return _pattern(rf"{around}以[下内]").sub(r"≤\1\2", plain)


def _asides(plain: str) -> tuple[str, dict[str, Any]]:
    """Take what is said beside the rule itself out of the text."""
    asides: dict[str, Any] = {}
    named: list[tuple[str, Any, list[str]]] = [("na", "mean", resource(DATA)["na_mean"])]
    named += [("role", role, words) for role, words in resource(DATA)["roles"].items()]
    named += [("years", int(years), words) for years, words in resource(DATA)["means"].items()]
    for name, value, words in named:
        for word in words:
            if word in plain:
                plain = plain.replace(word, "")
                asides[name] = value
    return plain.replace("()", ""), asides


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Compile a pattern; COUNTED stands for a counting word, UNIT for any unit."""
    counted, measures = resource(DATA)["counted"], resource(DATA)["measures"]
    for name, words in (("COUNTED", counted), ("UNIT", [*counted, *measures])):
        longest_first = sorted(words, key=len, reverse=True)
        template = template.replace(name, f"(?:{'|'.join(map(re.escape, longest_first))})")
    return re.compile(template)


def _yes_no(plain: str) -> Rule | None:
    return Rule("yes_no") if plain in resource(DATA)["yes_no"] else None


def _density(plain: str) -> Rule | None:
    match = _pattern(r"每?(\d{1,6})(?:米|m)内?[设有]?≥(\d{1,6})COUNTED?").fullmatch(plain)
    return match and Rule("density", minimum=int(match[2]), per_m=int(match[1]))


def _count(plain: str) -> Rule | None:
    match = _pattern(r"(?:(?:计数|数量)≥(\d{1,9})COUNTED?|≥(\d{1,9})COUNTED)").fullmatch(plain)
    return match and Rule("count", minimum=int(match[1] or match[2]))


def _k_of_n(plain: str) -> Rule | None:
    form = r"(\d{1,6})COUNTED?[中里]有?≥?(\d{1,6})COUNTED?(?:达标|合格|符合|通过)?"
    match = _pattern(form).fullmatch(plain)
    if not match or int(match[2]) > int(match[1]):
        return None
    return Rule("k_of_n", minimum=int(match[2]), of=int(match[1]))


def _each(plain: str) -> Rule | None:
    one = r"(?:(?:每|发现|少|缺)+[1一]?COUNTED?|[1一]COUNTED)"
    less = _pattern(
        rf"(?:扣分)?(?:计数≥(\d{{1,9}})COUNTED?)?{one}[扣-]{{1,2}}{_NUMBER}分?{_MOST}(?:扣完为止)?"
    ).fullmatch(plain)
    if less and less[1] and not re.search("[少缺]", plain):
        return None
    if less:
        minimum = int(less[1]) if less[1] else None
        return Rule("deduction", minimum=minimum, each=less[2], most=less[3])
    more = _pattern(rf"(?:加分)?{one}[加+]{{1,2}}{_NUMBER}分?{_MOST}").fullmatch(plain)
    return more and Rule("addition", each=more[1], most=more[2], role="bonus")


def _bands(plain: str) -> Rule | None:
    grades = "(c#|a|b|c)"
    rest = f"(?:{'|'.join(resource(DATA)['otherwise'])})"
    plain = re.sub(rf"{rest}[:为是]?{grades}", r"\1其余", plain)
    plain = re.sub(rf"{grades}[:为]?\(?{rest}\)?", r"\1其余", plain)
    number = rf"{_NUMBER}(UNIT?)"
    band = rf"{grades}[:为]?\(?(?:(其余)|{_SIGN}?{number}(?:-{number})?)\)?"
    whole = _pattern(rf"(?:abc)?\(?((?:{band})+?)\)?").fullmatch(plain)
    if not whole:
        return None
    found = _pattern(band).findall(whole[1])
    order = list(default_percents())
    found.sort(key=lambda part: order.index(part[0].upper()))
    units = [part[4] or part[6] for part in found if part[4] or part[6]]
    bands: list[Band] = []
    for grade, otherwise, sign, number, *_ in found:
        mark = _complement(bands) if otherwise else (sign or "=", number)
        bands.append((grade.upper(), *mark))
    cases = all(sign == "=" for _, _, sign, *_ in found if sign)
    faulty = units[0] in resource(DATA)["faults"] if units else cases
    if faulty:
        return Rule("fault_bands", bands=tuple(bands))
    return Rule("value_bands", unit=units[0] if units else None, bands=tuple(bands))


def _complement(bands: list[Band]) -> tuple[str, str]:
    """Return where everything the grades before leave over begins."""
    if not bands:
        raise ValueError("nothing before 其余")
    _, sign, threshold = bands[-1]
    if sign == "=":
        rises = len(bands) > 1 and more_is_better(tuple(bands))
        return ("<" if rises else ">"), threshold
    return _OPPOSITE[sign], threshold


def _grades(plain: str) -> Rule | None:
    match = _GRADES.fullmatch(plain)
    return match and Rule("grades", bands=tuple(zip("ABC", "===", match.groups(), strict=True)))


def _share(plain: str) -> Rule | None:
    if match := _RATE.fullmatch(plain):
        return Rule("share", minimum=100, unit=match[1])
    found = _SHARE.fullmatch(plain)
    return found and Rule("share", minimum=int(found[2]), unit=found[1])


def _measured(plain: str) -> Rule | None:
    noun = r"(?!.*没)[\u4e00-\u9fff]{0,12}"
    signed = rf"{noun}(?<![不未无没扣加得能可应需每]){_SIGN}"
    match = _pattern(rf"(?:{signed}|(?:{noun}率)?){_NUMBER}(UNIT?)").fullmatch(plain)
    if not match or not (match[1] or match[3] == "%"):
        return None
    # 亮灯率 100% asks for at least so much.
    sign = "≥" if match[1] in (None, "=") else match[1]
    return Rule("measured", unit=match[3] or None, bands=(("", sign, match[2]),))
