"""Lines, boxes, circles and codes on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.pathobject import PDFPathObject

from desktop.features.reports.pdf.swift_canvas import SwiftCanvas

HAIR, FRAME = 0.4, 0.8
Ink = tuple[float, float, float]
BLACK: Ink = (0.0, 0.0, 0.0)
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


class Shapes:
    """Draws on a canvas; coordinates are millimetres from the top left corner."""

    size: tuple[float, float]
    _canvas: SwiftCanvas

    def _y(self, y: float) -> float:
        return float((self.size[1] - y) * mm)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, weight: float = HAIR) -> None:
        """Draw a line of a weight in points."""
        self._canvas.rule(x1 * mm, self._y(y1), x2 * mm, self._y(y2), weight)

    def dots(self, x1: float, x2: float, y: float) -> None:
        """Draw dotted leaders."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.5)
        self._canvas.setDash(0.5, 2)
        self._canvas.line(x1 * mm, self._y(y), x2 * mm, self._y(y))
        self._canvas.restoreState()

    def box(
        self, x: float, y: float, wide: float, high: float, *, weight: float = HAIR,
        grey: float | None = None,
    ) -> None:  # fmt: skip
        """Draw a frame, filled with a grey (0 black, 1 white) where given."""
        self._canvas.setLineWidth(weight)
        if grey is not None:
            self._canvas.setFillGray(grey)
        self._canvas.rect(x * mm, self._y(y + high), wide * mm, high * mm,
                          stroke=1 if weight else 0, fill=0 if grey is None else 1)  # fmt: skip
        self._canvas.setFillGray(0)

    def fill(self, x: float, y: float, wide: float, high: float, colour: tuple[float, ...]) -> None:
        """Fill a rectangle with a colour."""
        self._canvas.setFillColorRGB(*colour)
        self._canvas.rect(x * mm, self._y(y + high), wide * mm, high * mm, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def polyline(
        self, places: Sequence[tuple[float, float]], *, weight: float = HAIR, ink: Ink = BLACK,
        dash: Sequence[float] = (),
    ) -> None:  # fmt: skip
        """Draw a line through places, dashed in widths of the line where given."""
        self._canvas.saveState()
        self._canvas.setDash([part * weight for part in dash])
        self._stroke(places, weight=weight, ink=ink)
        self._canvas.restoreState()

    def polygon(
        self, corners: Sequence[tuple[float, float]], *, weight: float = HAIR, ink: Ink = BLACK,
        fill: Ink | None = None,
    ) -> None:  # fmt: skip
        """Draw a closed outline, filled where given."""
        self._canvas.saveState()
        self._canvas.setFillColorRGB(*(fill or BLACK))
        self._stroke((*corners, corners[0]), weight=weight, ink=ink, is_filled=fill is not None)
        self._canvas.restoreState()

    def _stroke(
        self, places: Sequence[tuple[float, float]], *, weight: float, ink: Ink,
        is_filled: bool = False,
    ) -> None:  # fmt: skip
        path = self._canvas.beginPath()
        path.moveTo(places[0][0] * mm, self._y(places[0][1]))
        for x, y in places[1:]:
            path.lineTo(x * mm, self._y(y))
        self._canvas.setStrokeColorRGB(*ink)
        self._canvas.setLineWidth(weight)
        self._canvas.drawPath(path, stroke=1, fill=1 if is_filled else 0)

    def circle(
        self, middle: tuple[float, float], radius: float, *, weight: float = HAIR,
        ink: Ink = BLACK, fill: Ink | None = None,
    ) -> None:  # fmt: skip
        """Draw a circle of a radius in millimetres, filled where given."""
        self._canvas.saveState()
        self._canvas.setStrokeColorRGB(*ink)
        self._canvas.setLineWidth(weight)
        self._canvas.setFillColorRGB(*(fill or BLACK))
        self._canvas.circle(middle[0] * mm, self._y(middle[1]), radius * mm,
                            stroke=1, fill=0 if fill is None else 1)  # fmt: skip
        self._canvas.restoreState()

    def qr(self, x: float, y: float, side: float, text: str) -> None:
        """Draw a QR code as squares, quiet zone left to the caller."""
        import zxingcpp  # late: most papers carry no code

        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        image = code.to_image(scale=1, add_quiet_zones=False)
        grey = memoryview(image)  # type: ignore[arg-type]
        path = _Squares(len(grey), grey.tobytes())
        scale = side * mm / len(grey)
        self._canvas.saveState()
        self._canvas.transform(scale, 0, 0, scale, x * mm, self._y(y))
        self._canvas.drawPath(path, stroke=0, fill=1)
        self._canvas.restoreState()
