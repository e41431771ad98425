"""Text and tables flowing over A4 pages, with heads repeated and pages numbered.

The number of all pages, and the contents, stand on forms that are drawn last, so that a document is
drawn once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.chart import ChartStyle, Drawing
from desktop.features.reports.pdf.chart_marks import chart_style, draw_chart
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import A4, lines_of, text_width
from desktop.features.reports.pdf.photo_sheet import PhotoSheet
from desktop.features.reports.pdf.shapes import FRAME
from desktop.features.reports.types import MissingGlyph, TableData

_SIZE, _LEADING, _PAD = 9.0, 4.1, 1.4
_HEAD = 7.0
# Nothing on a print is smaller.
FOOT = 9.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading with the page it stands on, for the contents."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Paper:
    """Paper and margins (top, right, bottom, left) in millimetres; letters are `scale` as large."""

    size: tuple[float, float] = A4
    margins: tuple[float, float, float, float] = (18, 18, 18, 18)
    scale: float = 1.0


class Flow:
    """Draws downwards and begins a new page where there is no room.

    `turned` is called with each page begun, so that a long print shows progress and can be
    cancelled.
    """

    def __init__(
        self, target: Path, title: str, foot: str, *, paper: Paper = Paper(),
        is_dated: bool = True, turned: Callable[[int], None] = lambda _page: None,
    ) -> None:  # fmt: skip
        scale = paper.scale
        size = (paper.size[0] / scale, paper.size[1] / scale)
        self.sheet = PhotoSheet(target, title, size, is_dated=is_dated, scale=scale)
        self.entries: list[Entry] = []
        self._missing: dict[str, MissingGlyph] = {}
        self._foot, self._turned = foot, turned
        self.top, self._right, self._bottom, self.left = (part / scale for part in paper.margins)
        self.y = self.top
        self.width = size[0] - self.left - self._right
        self._has_foot = True
        self._ruled_to = self.top
        self._late: list[tuple[str, Callable[[], None]]] = []
        self.note("标题", f"{title}{foot}")

    @property
    def missing(self) -> tuple[MissingGlyph, ...]:
        """Return the characters met so far that no font can draw."""
        return tuple(self._missing.values())

    def note(self, where: str, text: str) -> None:
        """Take notice of a text's missing characters; what `Flow` draws itself is noted."""
        for glyph in missing_glyphs([(where, text)]):
            self._missing.setdefault(glyph.character, glyph)

    @property
    def room(self) -> float:
        """Return the millimetres left on this page."""
        return self.sheet.size[1] - self._bottom - self.y

    def new_page(self, *, with_foot: bool = True) -> None:
        """End the page with its foot and begin the next."""
        if self._has_foot:
            self._draw_foot()
        self.sheet.next_page()
        self._turned(self.sheet.page)
        self.y, self._has_foot = self.top, with_foot

    def bare_page(self) -> None:
        """Leave the foot off this page."""
        self._has_foot = False

    def _draw_foot(self) -> None:
        y = self.sheet.size[1] - 9
        right = self.left + self.width
        self.sheet.line(self.left, y - 4, right, y - 4)
        self.sheet.text(self.left, y, self._foot, size=FOOT, room=self.width - 44)
        start = right - text_width("共 000 页", FOOT)
        self.sheet.text(start - 1, y, f"第 {self.sheet.page} 页", size=FOOT, align="right")

        self._later("pages", lambda: self.sheet.text(start, y, self._pages_words(), size=FOOT))

    def _pages_words(self) -> str:
        return f"共 {self.sheet.page - 1} 页"

    def _later(self, name: str, draw: Callable[[], None]) -> None:
        """Show here what is only known at the end."""
        self.sheet.show_form(name)
        if name not in (known for known, _ in self._late):
            self._late.append((name, draw))

    def need(self, height: float) -> None:
        """Begin a new page where less than `height` is left."""
        if self.room < height:
            self.new_page()

    def heading(self, text: str, level: int = 0, *, keep: float = 30.0) -> None:
        """Draw a heading that stays with what follows, and note it for the contents."""
        size = 14.0 if level == 0 else 11.5
        self.need(size / 2 + 6 + keep)
        self.y += 3 if self.y > self.top else 0
        self.note(text, text)
        self.entries.append(Entry(text, level, self.sheet.page))
        self.sheet.bookmark(text, level)
        self.y += size * 0.42
        self.sheet.text(self.left, self.y, text, size=size, bold=True, room=self.width)
        self.y += 4

    def paragraph(self, text: str, *, size: float = 10, bold: bool = False) -> None:
        """Draw a paragraph over as many pages as it takes."""
        leading = size * 0.56
        self.note(text[:12], text)
        for line in lines_of(text, size, self.width, bold=bold):
            self.need(leading)
            self.y += leading
            self.sheet.block(self.left, self.y, (line,), size=size, leading=leading, bold=bold)
        self.y += 2

    def table(self, table: TableData, *, empty: str = "无", most_lines: int = 0) -> None:
        """Draw a table; its head is repeated, a row is split only where a page cannot hold it.

        most_lines: cells longer than so many lines are cut; 0 = never.
        """
        if not table.rows:
            self.paragraph(empty)
            return
        widths = [self.width * part / sum(table.parts) for part in table.parts]
        self.note("表头", "".join(table.heads))
        self._table_head(table, widths)
        top = self.y
        for number, row in enumerate(table.rows):
            self.note(row[0], "".join(row))
            if number in table.headings:
                top = self._group_row(table, widths, row[0], top)
                continue
            cells = [
                _cut(lines_of(text, _SIZE, wide - 2 * _PAD), most_lines)
                for text, wide in zip(row, widths, strict=True)
            ]
            while cells is not None and any(cells):
                cells, top = self._row(table, widths, cells, top)
        self._close(widths, top)
        self.y += 4

    def _group_row(
        self, table: TableData, widths: Sequence[float], words: str, top: float
    ) -> float:
        """Draw the heading of a group, never as the last row of a page; return where it ends."""
        if self.room < 2 * _HEAD + _LEADING:
            self._close(widths, top)
            self.new_page()
            self._table_head(table, widths)
        self._rule(widths)
        self.sheet.box(self.left, self.y, self.width, _HEAD, weight=FRAME, grey=0.95)
        self.sheet.text(self.left + _PAD, self.y + 4.8, words, size=_SIZE, bold=True,
                        room=self.width - 2 * _PAD)  # fmt: skip
        self.y += _HEAD
        self._ruled_to = self.y
        return self.y

    def _row(
        self, table: TableData, widths: Sequence[float], cells: list[tuple[str, ...]], top: float
    ) -> tuple[list[tuple[str, ...]], float]:
        """Draw as much of a row as fits; return what is left of it and where the frame began."""
        height = max(len(lines) for lines in cells) * _LEADING + 2
        if height > self.room and self.room < self.sheet.size[1] / 2:
            self._close(widths, top)
            self.new_page()
            self._table_head(table, widths)
            top = self.y
        fitting = max(1, int((self.room - 2) / _LEADING))
        now = [lines[:fitting] for lines in cells]
        height = max(len(lines) for lines in now) * _LEADING + 2
        x = self.left
        for index, (lines, wide) in enumerate(zip(now, widths, strict=True)):
            _draw_cell(self.sheet, lines, (x, self.y + 4.2), wide, is_right=index in table.right)
            x += wide
        self.y += height
        self.sheet.line(self.left, self.y, self.left + self.width, self.y)
        return [lines[fitting:] for lines in cells], top

    def _table_head(self, table: TableData, widths: Sequence[float]) -> None:
        self.need(_HEAD + 16)
        self._ruled_to = self.y
        self.sheet.box(self.left, self.y, self.width, _HEAD, weight=FRAME, grey=0.9)
        x = self.left
        for index, (head, wide) in enumerate(zip(table.heads, widths, strict=True)):
            right = index in table.right
            at = x + wide - _PAD if right else x + _PAD
            self.sheet.text(at, self.y + 4.8, head, size=_SIZE, bold=True,
                            align="right" if right else "left", room=wide - _PAD)  # fmt: skip
            x += wide
        self.y += _HEAD

    def _close(self, widths: Sequence[float], top: float) -> None:
        if self.y <= top:
            return
        self._rule(widths)
        self.sheet.box(self.left, top - _HEAD, self.width, self.y - top + _HEAD, weight=FRAME)

    def _rule(self, widths: Sequence[float]) -> None:
        """Draw the lines between the columns down to here."""
        x = self.left
        for wide in widths[:-1]:
            x += wide
            self.sheet.line(x, self._ruled_to, x, self.y)
        self._ruled_to = self.y

    def chart(self, make: Callable[[ChartStyle], Drawing], *, row: float = 7.0) -> None:
        """Draw a chart over the whole width, on a new page where it finds no room."""
        drawing = make(chart_style(self.width, row=row))
        self.need(min(drawing.high, self.sheet.size[1] - self.top - self._bottom))
        self.note("图", drawing.spoken)
        draw_chart(self.sheet, drawing, self.left, self.y)
        self.y += drawing.high + 3

    def finish(self) -> int:
        """End the last page and write the file; return the number of pages."""
        if self._has_foot:
            self._draw_foot()
        self.sheet.end_page()
        for name, draw in self._late:
            self.sheet.form(name, draw)
        return self.sheet.save()


def _draw_cell(
    sheet: PhotoSheet, lines: tuple[str, ...], place: tuple[float, float], wide: float, *,
    is_right: bool,
) -> None:  # fmt: skip
    x, first = place
    if is_right:
        for number, line in enumerate(lines):
            sheet.text(x + wide - _PAD, first + number * _LEADING, line, size=_SIZE, align="right")
    else:
        sheet.block(x + _PAD, first, lines, size=_SIZE, leading=_LEADING)


def _cut(lines: tuple[str, ...], most: int) -> tuple[str, ...]:
    if not most or len(lines) <= most:
        return lines
    return (*lines[: most - 1], lines[most - 1][:-1] + "…")
