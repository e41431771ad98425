"""A canvas that writes text and lines directly: reportlab's own ways take five times as long."""

from __future__ import annotations

from functools import partial
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas


class SwiftCanvas(Canvas):  # type: ignore[misc]
    """Writes text in embedded TrueType fonts; places are points."""

    def __init__(self, *words: Any, **options: Any) -> None:
        super().__init__(*words, **options)
        self._codes: dict[str, _Codes] = {}

    def write(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """Write one line that begins at a place; an empty one leaves no trace."""
        if not text:
            return
        codes = self._codes.get(font)
        if codes is None:
            codes = self._codes[font] = _Codes(pdfmetrics.getFont(font), self._doc)
        shown, now = [], ""
        for part, code in map(codes.__getitem__, text):
            if part != now:
                now = part
                shown.append(f"> Tj {part} {size:g} Tf <")
            shown.append(code)
        # What closes a run stands before the next one.
        self._code.append(f"BT {x:.3f} {y:.3f} Td {''.join(shown)[5:]}> Tj ET")

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float) -> None:
        """Draw a line."""
        self._code.append(f"{weight:g} w {x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S")


class _Codes(dict[str, tuple[str, str]]):
    """How a font writes each character: it is embedded in parts of 256, each a font of its own."""

    def __init__(self, font: Any, document: Any) -> None:
        super().__init__()
        self._split = partial(font.splitString, doc=document)
        self._part = partial(font.getSubsetInternalName, doc=document)

    def __missing__(self, letter: str) -> tuple[str, str]:
        ((part, code),) = self._split(letter)
        self[letter] = found = (self._part(part), code.hex())
        return found
