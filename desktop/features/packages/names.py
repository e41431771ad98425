"""Names of folders and files that every system keeps: cut, cleaned and unique. Pure.

The name a file came with stays data; what is made here is only how it is called in a package.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from desktop.core.resources import resource
from desktop.core.text import clean

HANDOVER = "05_移交清单.pdf"
TOKENS = ("序号", "圈号", "编号", "材料项", "名称", "单位", "日期")
_FORBIDDEN = '<>:"/\\|?*'
# Readers of BagIt disagree on how % is written in a manifest; no name of ours has one.
_WIDE = str.maketrans(_FORBIDDEN + "%", "＜＞：＂／＼｜？＊％")
_BAD = re.compile(f"[{re.escape(_FORBIDDEN)}\x00-\x1f\x7f-\x9f]")
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANKS = re.compile(r"\s+")
_TOKEN = re.compile(r"\{([^{}]*)\}")
_SUFFIX = re.compile(r"\.[0-9A-Za-z]{1,10}$")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _facts() -> Any:
    return resource("packages.json")


def length(text: str) -> int:
    """Return a name's length as Windows counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def legal_name(text: str, room: int) -> str:
    """Return a text as the name of a folder or file of at most `room` characters."""
    stem, suffix = split_suffix(_plain(text))
    name = _cut(stem, room - length(suffix)) + suffix
    return f"_{_cut(stem, room - length(suffix) - 1)}{suffix}" if _is_reserved(name) else name


def split_suffix(name: str) -> tuple[str, str]:
    """Split off a short suffix such as .docx."""
    found = _SUFFIX.search(name)
    return (name[: found.start()], found.group()) if found and found.start() else (name, "")


def _plain(text: str) -> str:
    shown = _UNSEEN.sub("", clean(text)).translate(_WIDE)
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", shown)).strip().rstrip(". ")


def _cut(stem: str, room: int) -> str:
    left, bytes_left = max(1, room), int(_facts()["name_bytes"]) - 24
    for index, letter in enumerate(stem):
        left -= length(letter)
        bytes_left -= len(letter.encode())
        if left < 0 or bytes_left < 0:
            return stem[:index].rstrip(". ") or "_"
    return stem.rstrip(". ") or "未命名"[: max(1, room)]


def _is_reserved(name: str) -> bool:
    return name.split(".")[0].rstrip(" ").casefold() in _RESERVED


def name_key(name: str) -> str:
    """Return a form in which names that meet in one folder on some system are equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@lru_cache(maxsize=10_000)
def name_fault(name: str) -> str:
    """Say why Windows would refuse or change a name; "" where it keeps it."""
    if _BAD.search(name):
        return "含有 Windows 不允许的字符"
    if name != name.rstrip(". "):
        return "以点或空格结尾,Windows 会改掉"
    if _is_reserved(name):
        return "是 Windows 保留的设备名"
    if _UNSEEN.search(name):
        return "含有看不见或改变文字方向的字符"
    if length(name) > 255:
        return "超过 255 个字符"
    return ""


def rule_fault(rule: str) -> str:
    """Say what is wrong with a rule for names; "" where it can be used."""
    tokens = _TOKEN.findall(rule)
    if "{" in _TOKEN.sub("", rule) or "}" in _TOKEN.sub("", rule):
        return "花括号不成对"
    unknown = [token for token in tokens if token not in TOKENS]
    if unknown:
        return f"没有“{'、'.join(unknown)}”这一项，可以用：{'、'.join(TOKENS)}"
    return "" if tokens else "至少要有一项，如 {序号}_{名称}"


def fill_rule(rule: str, values: Mapping[str, str]) -> str:
    """Return a name by a rule such as {序号}_{材料项}_{名称}; doubled separators are dropped."""
    filled = _TOKEN.sub(lambda found: values.get(found.group(1), ""), rule)
    return re.sub(r"([_\-])\1+", r"\1", filled).strip("_- ")


def circled(number: int) -> str:
    """Return ①, ② … as offices number the originals of an item."""
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"


class Names:
    """The names given so far; gives each folder's members names of their own."""

    def __init__(self) -> None:
        self._used: dict[str, set[str]] = {}

    def take(self, folder: str, name: str, room: int) -> str:
        """Return a legal name not used in the folder yet, close to the one wanted."""
        used = self._used.setdefault(name_key(folder), set())
        found, number = legal_name(name, room), 1
        while name_key(found) in used:
            number += 1
            stem, suffix = split_suffix(found if number == 2 else legal_name(name, room))
            mark = f" ({number})"
            found = legal_name(f"{_cut(stem, room - length(suffix + mark))}{mark}{suffix}", room)
        used.add(name_key(found))
        return found
