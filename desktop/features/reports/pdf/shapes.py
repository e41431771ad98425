"""Lines, boxes, circles and codes on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.features.reports.pdf.swift_canvas import SwiftCanvas

# A millimetre in points, to the last digit as reportlab has it.
MM = 72 / 2.54 * 0.1
HAIR, FRAME = 0.4, 0.8
Ink = tuple[float, float, float]
BLACK: Ink = (0.0, 0.0, 0.0)


class Shapes:
    """Draws on a canvas; coordinates are millimetres from the top left corner."""

    size: tuple[float, float]
    _canvas: SwiftCanvas

    def _y(self, y: float) -> float:
        return float((self.size[1] - y) * MM)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, weight: float = HAIR) -> None:
        """Draw a line of a weight in points."""
        self._canvas.rule(x1 * MM, self._y(y1), x2 * MM, self._y(y2), weight)

    def dots(self, x1: float, x2: float, y: float) -> None:
        """Draw dotted leaders."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.5)
        self._canvas.setDash(0.5, 2)
        self._canvas.line(x1 * MM, self._y(y), x2 * MM, self._y(y))
        self._canvas.restoreState()

    def box(
        self, x: float, y: float, wide: float, high: float, *, weight: float = HAIR,
        grey: float | None = None,
    ) -> None:  # fmt: skip
        """Draw a frame, filled with a grey (0 black, 1 white) where given."""
        self._canvas.setLineWidth(weight)
        if grey is not None:
            self._canvas.setFillGray(grey)
        self._canvas.rect(x * MM, self._y(y + high), wide * MM, high * MM,
                          stroke=1 if weight else 0, fill=0 if grey is None else 1)  # fmt: skip
        self._canvas.setFillGray(0)

    def fill(self, x: float, y: float, wide: float, high: float, colour: tuple[float, ...]) -> None:
        """Fill a rectangle with a colour."""
        self._canvas.setFillColorRGB(*colour)
        self._canvas.rect(x * MM, self._y(y + high), wide * MM, high * MM, stroke=0, fill=1)
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
        path.moveTo(places[0][0] * MM, self._y(places[0][1]))
        for x, y in places[1:]:
            path.lineTo(x * MM, self._y(y))
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
        self._canvas.circle(middle[0] * MM, self._y(middle[1]), radius * MM,
                            stroke=1, fill=0 if fill is None else 1)  # fmt: skip
        self._canvas.restoreState()

    def qr(self, x: float, y: float, side: float, text: str) -> None:
        """Draw a QR code as squares, quiet zone left to the caller."""
        from desktop.features.reports.pdf.squares import qr_squares

        path, across = qr_squares(text)
        scale = side * MM / across
        self._canvas.saveState()
        self._canvas.transform(scale, 0, 0, scale, x * MM, self._y(y))
        self._canvas.drawPath(path, stroke=0, fill=1)
        self._canvas.restoreState()
