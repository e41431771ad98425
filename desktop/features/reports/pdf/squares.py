"""QR codes as squares of a PDF."""

from __future__ import annotations

import segno
from reportlab.pdfgen.pathobject import PDFPathObject

# Any of the eight masks can be read; trying all of them takes most of the time of a book.
_QR_MASK = 2


class _Squares(PDFPathObject):  # type: ignore[misc]
    """Runs of squares on whole coordinates, written without formatting each number."""

    def run(self, column: int, row: int, count: int) -> None:
        """Add `count` squares to the right of a place, rows counted downwards."""
        self._code_append(f"{column} {-row - 1} {count} 1 re")


def qr_squares(text: str) -> tuple[PDFPathObject, int]:
    """Return the code of a text as a path, one unit a square, and how many squares it is wide."""
    matrix = segno.make(text, error="m", micro=False, mask=_QR_MASK).matrix
    path = _Squares()
    for row, values in enumerate(matrix):
        start = None
        for column, value in enumerate([*values, 0]):
            if value and start is None:
                start = column
            elif not value and start is not None:
                path.run(start, row, column - start)
                start = None
    return path, len(matrix)
