"""A flow set like a 公文, after GB/T 9704-2012.

Margins 37, 26, 35 and 28 mm; text 三号 仿宋, heads 黑体 and 楷体, title 二号 小标宋; page numbers
as — 1 — on the outer side. Below them stand cut-off, edition and who printed, as on every print.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.features.reports.pdf.flow import FOOT, Entry, Flow, Paper
from desktop.features.reports.pdf.fonts import gb_font
from desktop.features.reports.pdf.fonts import width as font_width
from desktop.features.reports.pdf.lines import split_lines
from desktop.features.reports.pdf.page import Face
from desktop.features.reports.pdf.shapes import MM

MARGINS = (37.0, 26.0, 35.0, 28.0)
BODY, TITLE, NUMBER = 16.0, 22.0, 14.0
_LEADING, _INDENT = 10.2, 2
_HEADS = ("hei", "kai")
_NUMBER_UP, _FOOT_UP = 24.0, 15.0
_ON_A_PAGE = 24


class GbFlow(Flow):
    """Draws heads, paragraphs and page numbers as offices set their papers."""

    def __init__(
        self, target: Path, title: str, foot: str, *, turned: Callable[[int], None]
    ) -> None:
        super().__init__(target, title, foot, paper=Paper(margins=MARGINS), turned=turned)

    def title(self, text: str, y: float | None = None) -> None:
        """Draw a title in the middle, over several lines where it is long."""
        font = gb_font("title", text)
        for line in split_lines(text, font, TITLE, self.width * MM):
            self.y = (self.y if y is None else y) + 10
            y = None
            self.sheet.say(self.left + self.width / 2, self.y, line, Face(font, TITLE),
                           align="centre")  # fmt: skip
        self.y += 6

    def heading(self, text: str, level: int = 0, *, keep: float = 24.0) -> None:
        """Draw 一、 in 黑体 or （一） in 楷体, kept with what follows."""
        self.need(_LEADING + keep)
        self.note(text, text)
        self.entries.append(Entry(text, level, self.sheet.page))
        self.sheet.bookmark(text, level)
        font = gb_font(_HEADS[level], text)
        indent = _INDENT * BODY / MM
        for number, line in enumerate(split_lines(text, font, BODY, (self.width - indent) * MM)):
            self.y += _LEADING * (0.82 if number == 0 else 1)
            self.sheet.say(self.left + indent, self.y, line, Face(font, BODY))
        self.y += _LEADING * 0.3

    def body(self, text: str) -> None:
        """Draw a paragraph of running text with two characters' indent."""
        self.note(text[:12], text)
        font = gb_font("fangsong", text)
        blank = "\u3000" * _INDENT
        for line in split_lines(blank + text, font, BODY, self.width * MM):
            self.need(_LEADING)
            self.y += _LEADING * 0.8
            self.sheet.say(self.left, self.y, line, Face(font, BODY))
            self.y += _LEADING * 0.2
        self.y += 1

    def caption(self, text: str) -> None:
        """Draw the small words above a table or a chart."""
        self.need(10)
        self.y += 5
        self.note(text[:12], text)
        self.sheet.say(self.left, self.y, text, Face(gb_font("hei", text), 10.5), room=self.width)
        self.y += 2.5

    def contents(self, title: str, expected: int) -> None:
        """Leave pages for the contents of about so many entries; they are filled in last."""
        pages = max(1, -(-expected // _ON_A_PAGE))
        for number in range(pages):
            self._later(f"contents{number}", self._contents_page(title, number, pages))
            self.new_page()

    def _contents_page(self, title: str, number: int, pages: int) -> Callable[[], None]:
        def draw() -> None:
            y = self.top + 4
            if number == 0:
                self.sheet.say(self.left + self.width / 2, y, title,
                               Face(gb_font("title", title), TITLE), align="centre")  # fmt: skip
            each = -(-len(self.entries) // pages)
            step = min(9.0, (self.sheet.size[1] - self.top - self._bottom - 14) / max(1, each))
            for entry in self.entries[number * each : (number + 1) * each]:
                y += step if y > self.top + 4 else step + 6
                self._contents_line(entry, y)

        return draw

    def _contents_line(self, entry: Entry, y: float) -> None:
        size = 14.0 if entry.level == 0 else 12.0
        face = Face(gb_font("hei" if entry.level == 0 else "fangsong", entry.title), size)
        x = self.left + entry.level * 8
        right = self.left + self.width
        room = right - x - 16
        self.sheet.say(x, y, entry.title, face, room=room)
        taken = min(room, font_width(entry.title, face.font, size) / MM)
        if x + taken + 3 < right - 11:
            self.sheet.dots(x + taken + 2, right - 10, y - 0.4)
        page = Face(gb_font("fangsong", "0"), size)
        self.sheet.say(right, y, str(entry.page), page, align="right")

    def _draw_foot(self) -> None:
        high = self.sheet.size[1]
        number = f"— {self.sheet.page} —"
        face = Face(gb_font("fangsong", number), NUMBER)
        gap = NUMBER / MM
        if self.sheet.page % 2:
            self.sheet.say(self.left + self.width - gap, high - _NUMBER_UP, number, face,
                           align="right")  # fmt: skip
        else:
            self.sheet.say(self.left + gap, high - _NUMBER_UP, number, face)
        y = high - _FOOT_UP
        self.sheet.text(self.left, y, self._foot, size=FOOT, room=self.width - 34)
        right = self.left + self.width
        self.sheet.text(right - 14, y, f"第 {self.sheet.page} 页", size=FOOT, align="right")
        self._later("pages", lambda: self.sheet.text(right - 13, y, self._pages_words(), size=FOOT))
