"""Where a file belongs, from its path alone. Pure; no file is opened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from desktop.core.resources import resource
from desktop.features.frameworks import Code, find_code
from desktop.features.units import Directory

_RULES = "evidence.json"
_DAY = re.compile(
    r"(?<!\d)(20\d{2})[-_.年]?(0[1-9]|1[0-2])[-_.月]?(0[1-9]|[12]\d|3[01])(?=\D|\d{6}\D|\d{6}$|$)"
)


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """A slot a file may go to, as matching needs it."""

    slot_id: str
    kind: str
    code: str
    requirement_id: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where a file was put, or why it was not; `reason` is shown to the person.

    A file whose kind its requirement does not ask for has no slot but the requirement's id: it
    is kept there beside the slots, where it fills none.
    """

    slot_id: str | None
    reason: str
    requirement_id: str | None = None


def path_code(parts: Sequence[str]) -> tuple[Code | None, str]:
    """Return the code nearest to the file and the part it stands in.

    A code that names a standard is preferred to one that names a content only.
    """
    coarse: tuple[Code | None, str] = (None, "")
    for part in reversed(parts):
        stem = re.sub(r"\.[A-Za-z]{2,5}$", "", part)
        code = find_code(stem)
        if code and code.leaf is not None:
            return code, part
        if code and coarse[0] is None:
            coarse = (code, part)
    return coarse


def match_slot(
    parts: Sequence[str], slots: Mapping[tuple[int | None, int, int], Sequence[SlotChoice]]
) -> Match:
    """Choose the slot for a file; `slots` by (level or None, number, leaf)."""
    code, part = path_code(parts)
    if code is None:
        return Match(None, "路径和文件名里没有条目编号")
    if code.leaf is None:
        return Match(None, f"“{part}”只写到 {code.printed}，没有写第几条标准")
    choices = slots.get((code.level, code.number, code.leaf), ())
    if not choices:
        return Match(None, f"“{part}”里的编号 {code.printed} 不在需要材料的测评标准里")
    return choose_slot(parts[-1], choices, f"“{part}”里的编号 {code.printed}")


def choose_slot(name: str, choices: Sequence[SlotChoice], why: str) -> Match:
    """Choose among a requirement's slots by the kind of file and the words in its name."""
    suffix = PurePath(name).suffix.lower().lstrip(".")
    for rule in resource(_RULES)["kinds"]:
        if suffix not in rule["suffixes"]:
            continue
        if rule["words"] and not any(word in name for word in rule["words"]):
            continue
        for kind in rule["slots"]:
            for choice in choices:
                if choice.kind == kind:
                    return Match(choice.slot_id, f"{why},{kind}", choice.requirement_id)
    asked = "、".join(choice.kind for choice in choices)
    text = f"{why}；这一条要的是{asked}，这份放在“其他材料”"
    return Match(None, text, choices[0].requirement_id)


def part_unit(directory: Directory, part: str) -> str | None:
    """Return the unit that the words of a folder's or a file's name mean."""
    for word in re.split(r"[_\-\s（(]+", part):
        found = directory.find(word)
        if len(found) == 1:
            return found[0]
    return None


def name_date(name: str) -> date | None:
    """Return the day a file name carries, such as IMG_20260314_091512."""
    match = _DAY.search(name)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
