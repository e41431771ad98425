"""Codes of indicators in every style offices write them. Pure.

Ⅱ-3 2), II-3-2)-①, 3.2, 3-2, 44（2）, Ⅱ－４６－１） all name a standard inside a content;
行政审批局_Ⅱ11 names a content only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from desktop.core.text import clean

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_DASH = r"[-‐‑–—―−_ .·、\u3000]"
_ROMAN_CODE = re.compile(
    rf"(?<![A-Z0-9])(IV|I{{1,3}}|V){_DASH}*(\d{{1,3}})(?!\d)"
    rf"(?:{_DASH}*[(]?(\d{{1,2}})(?!\d)[)]?)?"
)
_BRACKETED = re.compile(r"(?<![\d.])(\d{1,3})\s*[(](\d{1,2})[)]")
_PAIR = re.compile(r"(?<![\d.\-_A-Z])[(]?(\d{1,3})\s*[-.]\s*(\d{1,2})[)]?(?![\d.\-_])")
_LEAF = re.compile(r"^\s*[(]?(\d{1,3})\s*[)、.]\s*")
_HEAD = re.compile(rf"^\s*(IV|I{{1,3}}|V){_DASH}*(\d{{1,3}})(?!\d)\s*(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Code:
    """A code found in a text: `leaf` is None where only the content is named.

    `level` is the Roman number (2 for Ⅱ), None where the text had none.
    """

    level: int | None
    number: int
    leaf: int | None
    printed: str


def _plain(text: str) -> str:
    """Full-width, circled and Roman characters become plain ones; letters upper case."""
    return unicodedata.normalize("NFKC", clean(text)).upper().replace("—", "-")


def find_code(text: str) -> Code | None:
    """Return the code a folder or file name begins with or carries, None where there is none.

    Dates and camera numbers (20260314, IMG_0001, P1050231) are not codes.
    """
    plain = _plain(text)
    if match := _ROMAN_CODE.search(plain):
        leaf = int(match.group(3)) if match.group(3) else None
        return Code(_ROMAN[match.group(1)], int(match.group(2)), leaf, match.group().strip())
    for pattern in (_BRACKETED, _PAIR):
        if match := pattern.search(plain):
            return Code(None, int(match.group(1)), int(match.group(2)), match.group().strip())
    return None


def split_heading(text: str) -> tuple[str, int | None, int | None, str]:
    """Split “Ⅱ-3 志愿服务” into (code as printed, level, number, title).

    Level and number are None where the text does not begin with a code.
    """
    plain = _plain(text)
    match = _HEAD.match(plain)
    if match is None:
        return "", None, None, text.strip()
    printed, _, title = _cut(text, match)
    return printed, _ROMAN[match.group(1)], int(match.group(2)), title


def _cut(text: str, match: re.Match[str]) -> tuple[str, str, str]:
    """Find where the title begins in the text as printed."""
    wanted = re.sub(r"\s+", "", match.group(3))
    for index in range(len(text) + 1):
        if re.sub(r"\s+", "", _plain(text[index:])) == wanted:
            return text[:index].strip(), "", text[index:].strip()
    return match.group(1), "", match.group(3)


def split_leaf(text: str) -> tuple[str, int | None, str]:
    """Split “ 2) 对生活有困难…” into (code in plain form “2)”, number, text)."""
    stripped = text.strip()
    match = _LEAF.match(_plain(stripped))
    if match is None:
        return "", None, stripped
    number = int(match.group(1))
    rest = re.sub(r"^\s*[(（]?\s*[0-9０-９]{1,3}\s*[)）、.．]\s*", "", stripped)
    return f"{number})", number, rest


def code_key(level: int | None, number: int | None, leaf: int | None = None) -> str:
    """Return the form codes are matched by: 2-3-2 for Ⅱ-3-2)."""
    return "-".join(str(part) for part in (level, number, leaf) if part is not None)
