"""A canvas that writes lines of text directly: reportlab's text objects take four times as long."""

from __future__ import annotations

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas


class TextCanvas(Canvas):  # type: ignore[misc]
    """Writes text in embedded TrueType fonts."""

    def write(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """Write one line that begins at a place, in points; an empty one leaves no trace."""
        if not text:
            return
        face = pdfmetrics.getFont(font)
        # A font is embedded in parts of 256 characters, each a font of its own.
        runs = " ".join(
            f"{face.getSubsetInternalName(part, self._doc)} {size:g} Tf <{codes.hex()}> Tj"
            for part, codes in face.splitString(text, self._doc)
        )
        self._code.append(f"BT {x:.3f} {y:.3f} Td {runs} ET")
