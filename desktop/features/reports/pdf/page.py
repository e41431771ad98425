"""A page to draw on, in millimetres from the top left, and the file it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.features.reports.pdf.fonts import BOLD, REGULAR, drawable, load, width
from desktop.features.reports.pdf.lines import fit, split_lines
from desktop.features.reports.pdf.shapes import MM, Shapes
from desktop.features.reports.types import Heading

A4 = (210.0, 297.0)
A3 = (297.0, 420.0)
# How much of a line stands before the place it is given.
_BEFORE = {"left": 0.0, "centre": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: font, size in points, grey (0 black, 1 white)."""

    font: str
    size: float
    grey: float = 0.0


class Sheet(Shapes):
    """Draws on one PDF; coordinates are millimetres from the top left corner.

    Its paper is `size` times `scale`. A PDF that is not `is_dated` holds no time: the same pages
    are the same bytes.
    """

    def __init__(
        self, target: Path, title: str, size: tuple[float, float] = A4, *,
        is_dated: bool = True, scale: float = 1.0,
    ) -> None:  # fmt: skip
        from desktop.features.reports.pdf.swift_canvas import SwiftCanvas

        load()
        self.size, self._scale = size, scale
        self._canvas = SwiftCanvas(
            str(target), pagesize=(size[0] * MM * scale, size[1] * MM * scale), pageCompression=1,
            initialFontName=REGULAR, invariant=not is_dated,
        )  # fmt: skip
        self._canvas.setTitle(drawable(title))
        self._canvas.setCreator("迎检台")
        self.page = 1
        self._enlarge()

    def _enlarge(self) -> None:
        if self._scale != 1:
            self._canvas.scale(self._scale, self._scale)

    def text(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False,
        align: str = "left", room: float | None = None,
    ) -> None:  # fmt: skip
        """Draw one line with its baseline at y; cut to `room` millimetres where given."""
        font = BOLD if bold else REGULAR
        plain = fit(text, font, size, room * MM) if room else drawable(text).replace("\n", " ")
        self._line(x, y, plain, Face(font, size), align)

    def say(
        self, x: float, y: float, text: str, face: Face, *, align: str = "left",
        room: float | None = None,
    ) -> None:  # fmt: skip
        """Draw one line in any face, like `text`."""
        plain = fit(text, face.font, face.size, room * MM) if room else drawable(text)
        self._canvas.setFillGray(face.grey)
        self._line(x, y, plain.replace("\n", " "), face, align)
        self._canvas.setFillGray(0)

    def _line(self, x: float, y: float, plain: str, face: Face, align: str) -> None:
        before = _BEFORE[align]
        start = x * MM - (before * width(plain, face.font, face.size) if before else 0)
        self._canvas.write(start, self._y(y), plain, face.font, face.size)

    def block(
        self, x: float, y: float, lines: tuple[str, ...], *, size: float, leading: float,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Draw lines under each other; y is the first baseline, leading in millimetres."""
        font = BOLD if bold else REGULAR
        for number, line in enumerate(lines):
            self._canvas.write(x * MM, self._y(y + number * leading), line, font, size)

    def bookmark(self, title: str, level: int) -> None:
        """Let a bookmark and links named so lead to this page."""
        key = f"p{self.page}-{level}-{title}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(drawable(title), key, level, closed=level > 0)

    def form(self, name: str, draw: Callable[[], None]) -> None:
        """Record what `draw` draws under a name, once for all pages that show it."""
        # Without a box a form ends where the paper does, which is smaller than a reduced page.
        self._canvas.beginForm(name, 0, 0, self.size[0] * MM, self.size[1] * MM)
        draw()
        self._canvas.endForm()

    def show_form(self, name: str) -> None:
        """Show a recorded form on this page."""
        self._canvas.doForm(name)

    def has_form(self, name: str) -> bool:
        """Tell whether a form was recorded."""
        return bool(self._canvas.hasForm(name))

    def next_page(self) -> None:
        """End this page and begin another."""
        self.end_page()
        self._enlarge()

    def end_page(self) -> None:
        """End this page; nothing is drawn on pages after it."""
        self._canvas.showPage()
        self.page += 1

    def save(self) -> int:
        """Write the file; return the number of pages."""
        self._canvas.save()
        return self.page - 1


def lines_of(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Split a text into lines `room` millimetres wide."""
    return split_lines(text, BOLD if bold else REGULAR, size, room * MM)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a text's width in millimetres."""
    return float(width(drawable(text), BOLD if bold else REGULAR, size) / MM)


def foot_of(heading: Heading, title: str) -> str:
    """Return the words at the foot of every page: county, title, edition, cut-off, who printed."""
    by = f"打印：{heading.printed_by}" if heading.printed_by else ""
    parts = (f"{heading.county}{title}", heading.edition, cut_off_text(heading.cut_off), by)
    return "  ".join(part for part in parts if part)


def cut_off_text(moment: datetime) -> str:
    """Return the words of the data's cut-off."""
    return f"数据截至 {moment:%Y-%m-%d %H:%M}"
