"""A page to draw on, in millimetres from the top left, and the file it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from desktop.features.reports.pdf.fonts import BOLD, REGULAR, drawable, load, width
from desktop.features.reports.pdf.lines import fit, split_lines
from desktop.features.reports.types import Heading

A4 = (210.0, 297.0)
A3 = (297.0, 420.0)
HAIR, FRAME = 0.4, 0.8
Ink = tuple[float, float, float]
BLACK: Ink = (0.0, 0.0, 0.0)
# Any of the eight masks can be read; trying all of them takes most of the time of a book.
_QR_MASK = 2


class _Squares(PDFPathObject):  # type: ignore[misc]
    """Runs of squares on whole coordinates, written without formatting each number."""

    def run(self, column: int, row: int, count: int) -> None:
        """Add `count` squares to the right of a place, rows counted downwards."""
        self._code_append(f"{column} {-row - 1} {count} 1 re")


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: font, size in points, grey (0 black, 1 white)."""

    font: str
    size: float
    grey: float = 0.0


class Sheet:
    """Draws on one PDF; coordinates are millimetres from the top left corner.

    A PDF that is not `is_dated` holds no time: the same pages are the same bytes.
    """

    def __init__(
        self, target: Path, title: str, size: tuple[float, float] = A4, *,
        is_dated: bool = True,
    ) -> None:  # fmt: skip
        load()
        self.size = size
        self._canvas = Canvas(
            str(target), pagesize=(size[0] * mm, size[1] * mm), pageCompression=1,
            initialFontName=REGULAR, invariant=not is_dated,
        )  # fmt: skip
        self._canvas.setTitle(drawable(title))
        self._canvas.setCreator("迎检台")
        self.page = 1

    def _y(self, y: float) -> float:
        return float((self.size[1] - y) * mm)

    def text(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False,
        align: str = "left", room: float | None = None,
    ) -> None:  # fmt: skip
        """Draw one line with its baseline at y; cut to `room` millimetres where given."""
        font = BOLD if bold else REGULAR
        plain = fit(text, font, size, room * mm) if room else drawable(text).replace("\n", " ")
        self._canvas.setFont(font, size)
        draw = {"left": self._canvas.drawString, "right": self._canvas.drawRightString,
                "centre": self._canvas.drawCentredString}[align]  # fmt: skip
        draw(x * mm, self._y(y), plain)

    def say(
        self, x: float, y: float, text: str, face: Face, *, align: str = "left",
        room: float | None = None,
    ) -> None:  # fmt: skip
        """Draw one line in any face, like `text`."""
        plain = fit(text, face.font, face.size, room * mm) if room else drawable(text)
        self._canvas.setFont(face.font, face.size)
        self._canvas.setFillGray(face.grey)
        draw = {"left": self._canvas.drawString, "right": self._canvas.drawRightString,
                "centre": self._canvas.drawCentredString}[align]  # fmt: skip
        draw(x * mm, self._y(y), plain.replace("\n", " "))
        self._canvas.setFillGray(0)

    def block(
        self, x: float, y: float, lines: tuple[str, ...], *, size: float, leading: float,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Draw lines under each other; y is the first baseline, leading in millimetres."""
        self._canvas.setFont(BOLD if bold else REGULAR, size)
        for number, line in enumerate(lines):
            self._canvas.drawString(x * mm, self._y(y + number * leading), line)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, weight: float = HAIR) -> None:
        """Draw a line of a weight in points."""
        self._canvas.setLineWidth(weight)
        self._canvas.line(x1 * mm, self._y(y1), x2 * mm, self._y(y2))

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
        matrix = segno.make(text, error="m", micro=False, mask=_QR_MASK).matrix
        scale = side * mm / len(matrix)
        path = _Squares()
        for row, values in enumerate(matrix):
            start = None
            for column, value in enumerate([*values, 0]):
                if value and start is None:
                    start = column
                elif not value and start is not None:
                    path.run(start, row, column - start)
                    start = None
        self._canvas.saveState()
        self._canvas.transform(scale, 0, 0, scale, x * mm, self._y(y))
        self._canvas.drawPath(path, stroke=0, fill=1)
        self._canvas.restoreState()

    def bookmark(self, title: str, level: int) -> None:
        """Let a bookmark and links named so lead to this page."""
        key = f"p{self.page}-{level}-{title}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(drawable(title), key, level, closed=level > 0)

    def form(self, name: str, draw: Callable[[], None]) -> None:
        """Record what `draw` draws under a name, once for all pages that show it."""
        self._canvas.beginForm(name)
        draw()
        self._canvas.endForm()

    def show_form(self, name: str) -> None:
        """Show a recorded form on this page."""
        self._canvas.doForm(name)

    def has_form(self, name: str) -> bool:
        """Tell whether a form was recorded."""
        return bool(self._canvas.hasForm(name))

    def next_page(self) -> None:
        """End this page."""
        self._canvas.showPage()
        self.page += 1

    def save(self) -> int:
        """Write the file; return the number of pages."""
        self._canvas.save()
        return self.page - 1


def lines_of(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Split a text into lines `room` millimetres wide."""
    return split_lines(text, BOLD if bold else REGULAR, size, room * mm)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a text's width in millimetres."""
    return float(width(drawable(text), BOLD if bold else REGULAR, size) / mm)


def foot_of(heading: Heading, title: str) -> str:
    """Return the words at the foot of every page: county, title, edition, cut-off, who printed."""
    by = f"打印：{heading.printed_by}" if heading.printed_by else ""
    parts = (f"{heading.county}{title}", heading.edition, cut_off_text(heading.cut_off), by)
    return "  ".join(part for part in parts if part)


def cut_off_text(moment: datetime) -> str:
    """Return the words of the data's cut-off."""
    return f"数据截至 {moment:%Y-%m-%d %H:%M}"
