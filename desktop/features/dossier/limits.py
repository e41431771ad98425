"""Limits of a kind of material, as the year's notice states them; none are known until typed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from db import Store, records
from db.tables.evidence import Slot
from db.tables.settings import read_setting, write_setting
from desktop.core.changes import Changes, Kind
from desktop.core.errors import InputError, Problem
from desktop.core.text import tidy

_KEY = "evidence_limits"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a notice allows for a 材料项; 0 and "" mean that it says nothing.

    `types` are endings joined by 、; `count` is of files for one item; `bad_characters` may not
    occur in a file's name; `source` says where the notice states it.
    """

    types: str = ""
    bytes: int = 0
    width: int = 0
    height: int = 0
    count: int = 0
    least_words: int = 0
    most_words: int = 0
    name_length: int = 0
    bad_characters: str = ""
    pages: int = 0
    source: str = ""

    @property
    def endings(self) -> tuple[str, ...]:
        """Return the endings allowed, without dots."""
        words = self.types.replace(",", "、").replace("，", "、").split("、")
        return tuple(word.strip().lstrip(".").lower() for word in words if word.strip())


TITLES = {
    "types": "文件类型(如 jpg、png)",
    "bytes": "最大字节数",
    "width": "图片最小宽(像素)",
    "height": "图片最小高(像素)",
    "count": "最多几份",
    "least_words": "最少字数",
    "most_words": "最多字数",
    "name_length": "文件名最多几个字",
    "bad_characters": "文件名不能有的字符",
    "pages": "最多页数",
    "source": "依据(哪份通知)",
}


def all_limits(store: Store) -> dict[str, Limits]:
    """Return the limits by kind of slot; kinds without any are not named."""
    kept: dict[str, dict[str, Any]] = read_setting(store, _KEY, {})
    return {kind: Limits(**values) for kind, values in kept.items()}


def slot_kinds(store: Store) -> tuple[str, ...]:
    """Return the kinds of slots there are, those with limits among them."""
    return tuple(sorted({slot.kind for slot in records.find(store, Slot)} | set(all_limits(store))))


def save_limits(store: Store, kind: str, values: Mapping[str, str]) -> tuple[Limits, Changes]:
    """Change limits of a kind; an empty text takes one away. All are refused together.

    Raises InputError for what is no whole number, and for limits without a source.
    """
    numbers = {item.name for item in fields(Limits) if item.type == "int"}
    problems: list[Problem] = []
    clean: dict[str, Any] = {}
    for key, value in values.items():
        text = tidy(value)
        if key in numbers and text and not (text.isdecimal() and text.isascii()):
            problems.append(Problem(TITLES[key], f"“{text}”不是整数"))
        else:
            clean[key] = int(text or 0) if key in numbers else text
    made = replace(all_limits(store).get(kind, Limits()), **clean)
    states_any = replace(made, source="") != Limits()
    if states_any and not made.source:
        problems.append(Problem(TITLES["source"], "要写明是哪份通知定的"))
    if problems:
        raise InputError("限值没有保存。", problems, "原来的限值没有改动。")
    kept = {**read_setting(store, _KEY, {})}
    kept.pop(kind, None)
    if states_any:
        kept[kind] = asdict(made)
    with store.write(f"修改“{kind}”的限值", right="dossier.limits"):
        write_setting(store, _KEY, kept)
    return made, frozenset({Kind.SETTING, Kind.SLOT, Kind.OPERATION})
