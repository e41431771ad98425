"""Text and tables flowing over A4 pages, with heads repeated and pages numbered.

A document is drawn twice: first to learn its pages, then for good with the numbers in place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.features.reports.pdf.page import A4, FRAME, GREYS, Sheet, lines_of, text_width
from desktop.features.reports.types import StateRow, TableData

_SIZE, _LEADING, _PAD = 9.0, 4.1, 1.4
_HEAD = 7.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading with the page it stands on, for the contents."""

    title: str
    level: int
    page: int


class Flow:
    """Draws downwards and begins a new page where there is no room."""

    def __init__(
        self, target: Path | None, title: str, foot: str, *, total: int = 0,
        size: tuple[float, float] = A4,
        margins: tuple[float, float, float, float] = (18, 18, 18, 18), scale: float = 1.0,
    ) -> None:  # fmt: skip
        size = (size[0] / scale, size[1] / scale)
        self.sheet = Sheet(target, title, size, scale)
        self.entries: list[Entry] = []
        self._foot, self._total = foot, total
        self.top, self._right, self._bottom, self.left = (part / scale for part in margins)
        self.y = self.top
        self.width = size[0] - self.left - self._right
        self._has_foot = True

    @property
    def room(self) -> float:
        """Return the millimetres left on this page."""
        return self.sheet.size[1] - self._bottom - self.y

    def new_page(self, *, with_foot: bool = True) -> None:
        """End the page with its foot and begin the next."""
        if self._has_foot:
            self._draw_foot()
        self.sheet.next_page()
        self.y, self._has_foot = self.top, with_foot

    def bare_page(self) -> None:
        """Leave the foot off this page."""
        self._has_foot = False

    def _draw_foot(self) -> None:
        y = self.sheet.size[1] - 9
        right = self.left + self.width
        self.sheet.line(self.left, y - 4, right, y - 4)
        self.sheet.text(self.left, y, self._foot, size=8, room=self.width - 40)
        number = f"第 {self.sheet.page} 页 共 {self._total} 页"
        self.sheet.text(right, y, number, size=8, align="right")

    def need(self, height: float) -> None:
        """Begin a new page where less than `height` is left."""
        if self.room < height:
            self.new_page()

    def heading(self, text: str, level: int = 0, *, keep: float = 30.0) -> None:
        """Draw a heading that stays with what follows, and note it for the contents."""
        size = 14.0 if level == 0 else 11.5
        self.need(size / 2 + 6 + keep)
        self.y += 3 if self.y > self.top else 0
        self.entries.append(Entry(text, level, self.sheet.page))
        self.sheet.bookmark(text, level)
        self.y += size * 0.42
        self.sheet.text(self.left, self.y, text, size=size, bold=True, room=self.width)
        self.y += 4

    def paragraph(self, text: str, *, size: float = 10, bold: bool = False) -> None:
        """Draw a paragraph over as many pages as it takes."""
        leading = size * 0.56
        for line in lines_of(text, size, self.width, bold=bold):
            self.need(leading)
            self.y += leading
            self.sheet.block(self.left, self.y, (line,), size=size, leading=leading, bold=bold)
        self.y += 2

    def table(self, table: TableData, *, empty: str = "无") -> None:
        """Draw a table; its head is repeated, a row is split only where a page cannot hold it."""
        if not table.rows:
            self.paragraph(empty)
            return
        widths = [self.width * part / sum(table.parts) for part in table.parts]
        self._table_head(table, widths)
        top = self.y
        for row in table.rows:
            cells = [
                lines_of(text, _SIZE, wide - 2 * _PAD)
                for text, wide in zip(row, widths, strict=True)
            ]
            while cells is not None and any(cells):
                cells, top = self._row(table, widths, cells, top)
        self._close(widths, top)
        self.y += 4

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
            self._cell(lines, x, wide, index in table.right)
            x += wide
        self.y += height
        self.sheet.line(self.left, self.y, self.left + self.width, self.y)
        return [lines[fitting:] for lines in cells], top

    def _cell(self, lines: tuple[str, ...], x: float, wide: float, is_right: bool) -> None:
        first = self.y + 4.2
        if is_right:
            for number, line in enumerate(lines):
                self.sheet.text(x + wide - _PAD, first + number * _LEADING, line, size=_SIZE,
                                align="right")  # fmt: skip
        else:
            self.sheet.block(x + _PAD, first, lines, size=_SIZE, leading=_LEADING)

    def _table_head(self, table: TableData, widths: Sequence[float]) -> None:
        self.need(_HEAD + 16)
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
        x = self.left
        for wide in widths[:-1]:
            x += wide
            self.sheet.line(x, top - _HEAD, x, self.y)
        self.sheet.box(self.left, top - _HEAD, self.width, self.y - top + _HEAD, weight=FRAME)

    def bars(self, rows: Sequence[StateRow], states: Sequence[str]) -> None:
        """Draw one stacked bar per row, greys with the numbers written in and beside them."""
        label = min(62.0, max((text_width(row.name, _SIZE) for row in rows), default=0) + 3)
        longest = max((sum(row.counts) for row in rows), default=0)
        space = self.width - label - 30
        self._legend(states)
        for row in rows:
            self.need(7)
            total = sum(row.counts)
            self.sheet.text(self.left, self.y + 4.2, row.name, size=_SIZE, room=label - 2)
            x = self.left + label
            for state, count in zip(states, row.counts, strict=True):
                wide = space * count / longest if longest else 0
                if count:
                    self._segment(x, wide, state, count)
                x += wide
            words = f"{row.counts[-1]}/{total} 齐备" if total else "不需材料"
            self.sheet.text(x + 2, self.y + 4.2, words, size=8)
            self.y += 7
        self.y += 3

    def _segment(self, x: float, wide: float, state: str, count: int) -> None:
        grey = GREYS[state]
        self.sheet.box(x, self.y, wide, 5.6, weight=0.5, grey=grey)
        if wide > text_width(str(count), 8) + 1:
            if grey < 0.5:
                self.sheet.fill(x + wide / 2 - 2.4, self.y + 1.1, 4.8, 3.4, (1, 1, 1))
            self.sheet.text(x + wide / 2, self.y + 4, str(count), size=8, align="centre")

    def _legend(self, states: Sequence[str]) -> None:
        x = self.left
        for state in states:
            self.sheet.box(x, self.y, 4, 3.4, weight=0.5, grey=GREYS[state])
            self.sheet.text(x + 5.2, self.y + 2.9, state, size=8.5)
            x += 9 + text_width(state, 8.5)
        self.y += 6.5

    def finish(self) -> int:
        """End the last page and write the file; return the number of pages."""
        if self._has_foot:
            self._draw_foot()
        self.sheet.next_page()
        return self.sheet.save()


def twice(
    make: Callable[[Path | None, int, tuple[Entry, ...]], tuple[int, tuple[Entry, ...]]],
    target: Path,
) -> int:
    """Draw once to learn the pages and headings, then for good; return the number of pages."""
    pages, entries = make(None, 0, ())
    pages, entries = make(None, pages, entries)
    final, _ = make(target, pages, entries)
    return final
