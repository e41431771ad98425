"""QR codes as squares of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator

import zxingcpp
from reportlab.pdfgen.pathobject import PDFPathObject

_DARK = re.compile(b"\0+")


class _Squares(PDFPathObject):  # type: ignore[misc]
    """The dark squares of a code on whole coordinates, written without formatting each number."""

    def __init__(self, side: int, grey: bytes) -> None:
        super().__init__()
        self._code_append("\n".join(_runs(side, grey)))


def _runs(side: int, grey: bytes) -> Iterator[str]:
    """Yield the rectangle of each run of dark squares, one square each by one, from the top."""
    for row in range(side):
        first = row * side
        for run in _DARK.finditer(grey, first, first + side):
            start, end = run.span()
            yield f"{start - first} {-row - 1} {end - start} 1 re"


def qr_squares(text: str) -> tuple[PDFPathObject, int]:
    """Return the code of a text as a path, one unit a square, and how many squares it is wide."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    grey = memoryview(image)  # type: ignore[arg-type]
    return _Squares(len(grey), grey.tobytes()), len(grey)
