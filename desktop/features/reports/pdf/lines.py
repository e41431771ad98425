"""Splitting text into lines by the width of its characters, by the rules of Chinese setting."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from desktop.features.reports.pdf.fonts import drawable, letter_widths

_NOT_FIRST = frozenset("、，。；：？！）》」』】〕”’…—·%),.;:?!]}")
_NOT_LAST = frozenset("（《「『【〔“‘([{")


@lru_cache(maxsize=20_000)
def split_lines(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Return the lines of a text in a column `room` points wide; words of letters stay whole."""
    lines: list[str] = []
    for paragraph in drawable(text).split("\n"):
        lines += _paragraph(paragraph.rstrip(), letter_widths(font), room * 1000 / size)
    return tuple(lines)


def _paragraph(text: str, widths: Mapping[str, float], room: float) -> list[str]:
    if sum(map(widths.__getitem__, text)) <= room:
        return [text]
    lines, start, taken, index = [], 0, 0.0, 0
    while index < len(text):
        taken += widths[text[index]]
        if taken > room and index > start:
            cut = _cut(text, start, index)
            lines.append(text[start:cut].rstrip())
            start = cut
            while start < len(text) and text[start] == " ":
                start += 1
            index, taken = start, 0.0
            continue
        index += 1
    lines.append(text[start:])
    return lines


def _cut(text: str, start: int, index: int) -> int:
    """Return where to break so that no line begins or ends with what it must not."""
    cut = index
    for _ in range(24):
        if cut <= start + 1:
            return index
        inside_word = text[cut - 1].isascii() and text[cut].isascii()
        inside_word = inside_word and text[cut - 1].isalnum() and text[cut].isalnum()
        # A number stays whole: 0.35 is not cut behind its point.
        in_number = text[cut - 1] in ".," and text[cut - 2].isdigit() and text[cut].isdigit()
        inside_word = inside_word or in_number
        if text[cut] in _NOT_FIRST or text[cut - 1] in _NOT_LAST or inside_word:
            cut -= 1
        else:
            return cut
    return index


def fit(text: str, font: str, size: float, room: float) -> str:
    """Return the text on one line, cut with … where it is too long."""
    plain = drawable(text).replace("\n", " ")
    widths = letter_widths(font)
    limit, taken = room * 1000 / size, 0.0
    for index, letter in enumerate(plain):
        taken += widths[letter]
        if taken > limit:
            return plain[: max(0, index - 1)].rstrip() + "…"
    return plain
