"""Text as people paste it: cleaning it for storage and comparing it regardless of form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from desktop.core.errors import UserError
from desktop.core.resources import limit

# C0 controls but tab and line feed, C1 controls, lone surrogates, noncharacters.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DASHES = re.compile("[‐‑‒–—―−－﹣ー─]+")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_BLANKS = re.compile(r"\s+")
_AROUND = " \t\n\u3000\xa0\ufeff"
# Has one form only, and no capital letter.
_ONE_FORM = re.compile("[0-9a-z\u4e00-\u9fff]*")
# So few letters need not be held against the limit of a cell.
_SHORT = 200


def clean(text: str) -> str:
    """Drop what no font shows and no file format keeps; line ends become line feeds."""
    if text.isprintable():
        return text
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def tidy(text: str) -> str:
    """Clean a cell's text and drop the blanks around it.

    Raises UserError for a text that no spreadsheet cell holds: it could be typed in but never
    exported again.
    """
    plain = (text if text.isprintable() else clean(text)).strip(_AROUND)
    if len(plain) <= _SHORT:
        return plain
    most = limit("cell_characters")
    if len(plain) > most:
        raise UserError(
            f"“{plain[:20]}……”这段文字有 {len(plain)} 字，一格最多放 {most} 字。",
            "没有保存，原有内容没有改动。请分成几段，或把长文作为材料收进来。",
        )
    return plain


# A table names the same types, streets and units in every row.
@lru_cache(maxsize=4096)
def normal_key(text: str) -> str:
    """Return a form in which full-width, composed, dashed and spaced variants are equal."""
    if _ONE_FORM.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKC", _VARIATION.sub("", _DASHES.sub("-", clean(text))))
    return _BLANKS.sub("", _DASHES.sub("-", plain)).casefold()


def show_bidi(text: str) -> str:
    """Show direction overrides, which make a file name lie, as their code points."""
    return _BIDI.sub(lambda found: f"〔U+{ord(found.group()):04X}〕", text)


def size_words(count: int) -> str:
    """Return a size as people read it."""
    if count < 1 << 20:
        return f"{max(1, round(count / 1024))} KB"
    if count < 1 << 30:
        return f"{count / (1 << 20):.1f} MB"
    return f"{count / (1 << 30):.2f} GB"
