"""Finding Chinese words by the first letters of their pinyin, every reading counted."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache, lru_cache


def pinyin_match(text: str, letters: str) -> bool:
    """Tell whether some run of characters in `text` may be read with these first letters.

    A character with several readings matches each of them (行: x, h), and a latin letter itself.
    """
    return _pattern(letters.casefold()).search(text) is not None


@lru_cache(maxsize=64)
def _pattern(letters: str) -> re.Pattern[str]:
    known = _characters()
    classes = (f"[{letter}{letter.upper()}{known.get(letter, '')}]" for letter in letters)
    return re.compile("".join(classes))


@cache
def _characters() -> dict[str, str]:
    """Return the characters that may be read with each first letter."""
    # Costs a tenth of a second and is needed only by who types letters; without the phrases,
    # which nobody asks here and which hold 50 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[str, list[str]] = {}
    # Beyond the BMP a character class is searched one by one instead of by a table.
    for code, readings in ((c, r) for c, r in pinyin_dict.items() if c <= 0xFFFF):
        letters = {unicodedata.normalize("NFD", word)[:1] for word in readings.split(",")}
        for letter in letters:
            found.setdefault(letter, []).append(chr(code))
    return {letter: "".join(characters) for letter, characters in found.items()}
