"""A scheme as lines a person types, such as `材料审核 40、实地考察 40、问卷调查 20`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from desktop.core.errors import InputError, Problem
from desktop.core.text import normal_key, tidy
from desktop.features.forecast.scheme import Group, Scheme

_PART = re.compile(r"(.+?)[\s:：=]*(\d+(?:\.\d+)?)\s*%?")
_ROLES = {"关键": "key", "基本": "basic", "加分": "bonus", "鼓励": "bonus"}
FIELDS = (
    ("full", "满分", "各部分之和不用填，如：100"),
    (
        "methods",
        "各测评方式的分",
        "如：材料审核 40、实地考察 40、问卷调查 20；可不填",
    ),
    ("years", "年度权重", "如：2024 15、2025 25、2026 60"),
    ("counted_in", "计入的其他体系（%）", "如：未成年人2026版 20"),
    ("groups", "分组", "如：关键项(Ⅰ-1,Ⅰ-2)58 每项60%、鼓励项(Ⅰ-3)16"),
    ("pass_total", "总分不低于", "达标要求的总分，如：90"),
    ("months", "负面清单往前算几个月", "如：12"),
)


def scheme_as_form(scheme: Scheme) -> dict[str, str]:
    """Return a scheme in the words of the form."""

    def pairs(parts: tuple[tuple[Any, Decimal], ...]) -> str:
        return "、".join(f"{name} {mark}" for name, mark in parts)

    return {
        "full": _shown(scheme.full), "methods": pairs(scheme.methods),
        "years": pairs(scheme.years), "counted_in": pairs(scheme.counted_in),
        "groups": "、".join(_group_words(group) for group in scheme.groups),
        "pass_total": _shown(scheme.pass_total), "months": str(scheme.months),
        "standing": scheme.standing, "kind": "合格制" if scheme.kind == "pass_fail" else "计分制",
    }  # fmt: skip


def scheme_words(scheme: Scheme) -> dict[str, str]:
    """Return all of a scheme in words, by title."""
    form = scheme_as_form(scheme)
    words = {"办法": form["kind"], **{title: form[key] for key, title, _ in FIELDS}}
    veto = "不能有" if scheme.pass_no_veto else "不看"
    return words | {"我县是": form["standing"], "小数位": str(scheme.places), "一票否决": veto}


def scheme_from_form(values: Mapping[str, str], former: Scheme) -> Scheme:
    """Read the form; raise InputError naming each field that is not understood."""
    problems: list[Problem] = []
    labels = {key: label for key, label, _ in FIELDS}

    def read(key: str, convert: Callable[[str], Any]) -> Any:
        try:
            return convert(tidy(values.get(key, "")))
        except (ValueError, ArithmeticError):
            problems.append(Problem(labels[key], f"“{values.get(key, '')}”没有看懂"))
            return None

    parts = {
        "full": read("full", _mark), "pass_total": read("pass_total", _mark),
        "methods": read("methods", _pairs), "counted_in": read("counted_in", _pairs),
        "years": read("years", lambda text: tuple((int(n), m) for n, m in _pairs(text))),
        "groups": read("groups", _groups), "months": read("months", lambda text: int(text or 12)),
    }  # fmt: skip
    if not problems:
        try:
            return replace(
                former, **parts, standing=values.get("standing", former.standing),
                kind="pass_fail" if values.get("kind") == "合格制" else "points",
            )  # fmt: skip
        except ValueError:
            problems.append(Problem("", "各项合在一起说不通，如权重全是 0，或计入的超过 100%"))
    raise InputError("方案没有保存。", problems, "原来的方案没有改动。")


def _shown(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _mark(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _pairs(text: str) -> tuple[tuple[str, Decimal], ...]:
    found = []
    for part in re.split(r"[、；;\n]+", text):
        if not part.strip():
            continue
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise ValueError(part)
        found.append((match[1].strip(), Decimal(match[2])))
    return tuple(found)


def _groups(text: str) -> tuple[Group, ...]:
    """Read `关键项(Ⅰ-1,Ⅰ-2)58 每项60%`."""
    found = []
    for part in re.split(r"[、；;\n]+", text):
        if not part.strip():
            continue
        match = re.fullmatch(
            r"(.+?)[(（](.+)[)）]\s*(\d+(?:\.\d+)?)?\s*分?\s*(?:每项\s*(\d+(?:\.\d+)?)%)?",
            part.strip(),
        )
        if match is None:
            raise ValueError(part)
        codes = tuple(code.strip() for code in re.split("[,，]", match[2]) if code.strip())
        role = next((role for word, role in _ROLES.items() if word in normal_key(match[1])), "")
        found.append(Group(match[1].strip(), codes, role, _mark(match[3] or ""),
                           _mark(match[4] or "")))  # fmt: skip
    return tuple(found)


def _group_words(group: Group) -> str:
    least = "" if group.item_percent is None else f" 每项{group.item_percent}%"
    return f"{group.name}({','.join(group.codes)}){_shown(group.full)}{least}"
