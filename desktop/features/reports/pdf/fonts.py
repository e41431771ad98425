"""The embedded fonts, what they can draw, and text that can be copied out again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from desktop.core.paths import fonts
from desktop.core.resources import resource
from desktop.core.text import clean
from desktop.features.reports.types import MissingGlyph

REGULAR, BOLD = "YJ-Regular", "YJ-Bold"
# Nobody sees these, so printing their code points would only disturb: soft hyphen, zero-width
# blanks and joiners pasted from chats, variation selectors. Direction overrides stay visible.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_FILES = {REGULAR: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold.ttf"}


def _to_unicode(name: str, subset: list[int]) -> str:
    """Write a subset's ToUnicode map with UTF-16 values.

    reportlab 5.1 writes five hexadecimal digits for characters above U+FFFF, so that they are
    copied out of the PDF as other characters.
    """
    rows = "\n".join(f"<{index:02X}> <{_utf16(code)}>" for index, code in enumerate(subset))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n"
        f"<00> <{len(subset) - 1:02X}>\nendcodespacerange\n{len(subset)} beginbfchar\n{rows}\n"
        "endbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be", "surrogatepass").hex().upper()


@cache
def load() -> dict[str, Any]:
    """Register both fonts once; return them by name."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics, ttfonts

    ttfonts.makeToUnicodeCMap = _to_unicode
    rl_config.useA85 = 0
    loaded = {}
    for name, file in _FILES.items():
        loaded[name] = ttfonts.TTFont(name, str(fonts() / file))
        pdfmetrics.registerFont(loaded[name])
    return loaded


# The faces a 公文 asks for and what stands in where the system has none of them.
_STAND_IN = {"fangsong": REGULAR, "kai": REGULAR, "hei": BOLD, "title": BOLD}


@cache
def _installed() -> dict[str, Path]:
    """Return the font files of this computer by their names in small letters."""
    found: dict[str, Path] = {}
    for stated in resource("gb_fonts.json")["folders"]:
        folder = Path(os.path.expandvars(stated)).expanduser()
        if folder.is_absolute() and folder.is_dir():
            found.update({file.name.lower(): file for file in folder.rglob("*.[tT][tT][cCfF]")})
    return found


@cache
def _system_font(kind: str) -> str | None:
    """Register the first font of a kind that this computer has; None where it has none."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    load()
    for name in resource("gb_fonts.json")["files"][kind]:
        if name not in _installed():
            continue
        try:
            font = ttfonts.TTFont(f"YJ-{kind}", str(_installed()[name]))
        except (ttfonts.TTFError, OSError):
            continue
        pdfmetrics.registerFont(font)
        return f"YJ-{kind}"
    return None


def gb_font(kind: str, text: str) -> str:
    """Return the font for a text in 仿宋 fangsong, 楷体 kai, 黑体 hei or 小标宋 title.

    Where this computer has none, or it lacks one of the characters, the embedded font stands in
    for the whole text.
    """
    name = _system_font(kind)
    if name is None:
        return _STAND_IN[kind]
    known = letter_widths(name)
    missing = any(letter not in known for letter in drawable(text) if letter != "\n")
    return _STAND_IN[kind] if missing else name


class _Widths(dict[str, float]):
    def __missing__(self, letter: str) -> float:
        return 1000.0


@cache
def letter_widths(name: str) -> Mapping[str, float]:
    """Return the width of each character in thousandths of the size; any character has one."""
    from reportlab.pdfbase import pdfmetrics

    load()
    widths = pdfmetrics.getFont(name).face.charWidths
    return _Widths({chr(code): wide for code, wide in widths.items()})


@cache
def _drawable() -> frozenset[str]:
    """Return the characters that are drawn as they are."""
    faces = [font.face.charToGlyph for font in load().values()]
    known = set(faces[0]).intersection(*map(set, faces[1:]))
    return frozenset(_plain("".join(map(chr, known)))) | {"\n"}


def _plain(text: str) -> str:
    return _UNSEEN.sub("", clean(text)).replace("\t", " ").replace("\xa0", " ")


def width(text: str, name: str, size: float) -> float:
    """Return how wide a text is, in points."""
    return sum(map(letter_widths(name).__getitem__, text)) * size / 1000


@lru_cache(maxsize=4_000)
def drawable(text: str) -> str:
    """Return the text as it can be drawn: what no font has becomes its code point."""
    known = _drawable()
    if known.issuperset(text):
        return text
    return "".join(
        letter if letter in known else f"〔U+{ord(letter):04X}〕" for letter in _plain(text)
    )


def missing_glyphs(texts: Iterable[tuple[str, str]]) -> tuple[MissingGlyph, ...]:
    """Return the characters no font can draw; `texts` gives (where, text) pairs."""
    known = _drawable()
    found: dict[str, str] = {}
    for where, text in texts:
        if not known.issuperset(text):
            for letter in _plain(text):
                if letter not in known:
                    found.setdefault(letter, where)
    return tuple(
        MissingGlyph(letter, f"U+{ord(letter):04X}", where) for letter, where in found.items()
    )
