"""What stands before the sheets: the table of contents, or a cover for each team."""

from __future__ import annotations

from desktop.features.reports.pdf.page import Sheet, cut_off_text, text_width
from desktop.features.reports.pdf.shapes import FRAME
from desktop.features.reports.types import CheckBook, CheckSheet

_LEFT, _RIGHT = 15.0, 195.0
_CONTENT_ROWS = 44
_COVER_FIRST, _COVER_NEXT, _COVER_ROW = 26, 32, 7.6
_COVER = (("序", 10.0), ("编号", 24.0), ("点位", 54.0), ("地址", 53.0), ("电话", 24.0),
          ("距上一处", 15.0))  # fmt: skip


def group_of(book: CheckBook, sheet: CheckSheet) -> str:
    """Return the words of the group a sheet stands in."""
    if book.group_by == "team":
        return sheet.team or "未分组"
    return (sheet.street if book.group_by == "street" else sheet.type) or "未填"


def content_pages(book: CheckBook) -> int:
    """Return how many pages the table of contents takes."""
    groups = len({group_of(book, sheet) for sheet in book.sheets})
    return -(-(len(book.sheets) + groups) // _CONTENT_ROWS)


def _foot(pdf: Sheet, book: CheckBook, total: int) -> None:
    words = f"{book.heading.office}  {cut_off_text(book.heading.cut_off)}"
    pdf.text(_LEFT, 291, words, size=7.5, room=130)
    pdf.text(_RIGHT, 291, f"全册 {pdf.page}/{total}", size=7.5, align="right")


class Contents:
    """The table of contents, grouped, with the pages the sheets begin on."""

    def __init__(self, book: CheckBook, starts: list[int], total: int) -> None:
        self._book = book
        self._starts = starts
        self._total = total

    def draw(self, pdf: Sheet) -> None:
        """Draw the pages of the contents."""
        rows = self._rows()
        pdf.bookmark("目录", 0)
        for first in range(0, len(rows), _CONTENT_ROWS):
            self._page(pdf, rows[first : first + _CONTENT_ROWS], first == 0)
            pdf.next_page()

    def _rows(self) -> list[tuple[str, str, int]]:
        rows, group = [], ""
        counts: dict[str, int] = {}
        for sheet in self._book.sheets:
            name = group_of(self._book, sheet)
            counts[name] = counts.get(name, 0) + 1
        for sheet, start in zip(self._book.sheets, self._starts, strict=True):
            name = group_of(self._book, sheet)
            if name != group:
                rows.append((f"{name}（{counts[name]} 个点位）", "", start))
                group = name
            rows.append((sheet.number, sheet.point, start))
        return rows

    def _page(self, pdf: Sheet, rows: list[tuple[str, str, int]], is_first: bool) -> None:
        book = self._book
        y = 24.0
        if is_first:
            title = f"{book.heading.county}实地考察操作表"
            pdf.text(105, y, title, size=18, bold=True, align="centre", room=170)
            day = f"  {book.on_date.isoformat()}" if book.on_date else ""
            sub = f"{book.heading.edition}{day}  {book.team}  共 {len(book.sheets)} 个点位"
            pdf.text(105, y + 8, sub, size=10, align="centre", room=170)
        y = 42.0
        for first, second, page in rows:
            if second:
                pdf.text(30, y, first, size=9.5)
                pdf.text(54, y, second, size=9.5, room=110)
                pdf.dots(56 + min(110.0, text_width(second, 9.5)), 178, y - 0.2)
            else:
                pdf.text(24, y, first, size=10, bold=True, room=140)
            pdf.text(186, y, str(page), size=9.5, align="right", bold=not second)
            y += 5.4
        _foot(pdf, book, self._total)


class Cover:
    """A team's cover: its points in walking order with telephone and the way between them."""

    def __init__(self, book: CheckBook, team: str, total: int) -> None:
        self._book, self._team, self._total = book, team, total
        self._sheets = [sheet for sheet in book.sheets if group_of(book, sheet) == team]

    @property
    def pages(self) -> int:
        """Return how many pages the cover takes."""
        return 1 + -(-max(0, len(self._sheets) - _COVER_FIRST) // _COVER_NEXT)

    def draw(self, pdf: Sheet) -> None:
        """Draw the cover's pages."""
        first, done = True, 0
        while first or done < len(self._sheets):
            most = _COVER_FIRST if first else _COVER_NEXT
            y = self._head(pdf) if first else 24.0
            self._table(pdf, self._sheets[done : done + most], done, y)
            _foot(pdf, self._book, self._total)
            pdf.next_page()
            first, done = False, done + most

    def _head(self, pdf: Sheet) -> float:
        book = self._book
        title = f"{book.heading.county}实地考察路线单"
        pdf.text(105, 24, title, size=18, bold=True, align="centre", room=170)
        day = f"  {book.on_date.isoformat()}" if book.on_date else ""
        sub = f"{book.round_name}{day}  {book.heading.edition}"
        pdf.text(105, 32, sub, size=10, align="centre", room=170)
        ways = [sheet.way_m for sheet in self._sheets if sheet.way_m is not None]
        length = f"，路程约 {sum(ways) / 1000:.1f} 公里（直线）" if ways else ""
        words = f"{self._team}：{len(self._sheets)} 个点位{length}"
        pdf.text(_LEFT, 44, words, size=13, bold=True, room=170)
        pdf.text(_LEFT, 53, "组长：________________  组员：______________________________________"
                 "  出发：____时____分", size=9.5)  # fmt: skip
        return 64.0

    def _table(self, pdf: Sheet, sheets: list[CheckSheet], done: int, y: float) -> None:
        pdf.box(_LEFT, y - 6.6, _RIGHT - _LEFT, 6.6, grey=0.9)
        x = _LEFT
        for title, wide in _COVER:
            pdf.text(x + wide / 2, y - 2.1, title, size=8.6, bold=True, align="centre")
            x += wide
        top = y - 6.6
        for number, sheet in enumerate(sheets, done + 1):
            self._row(pdf, number, sheet, y)
            y += _COVER_ROW
        x = _LEFT
        for _, wide in _COVER[:-1]:
            x += wide
            pdf.line(x, top, x, y)
        pdf.box(_LEFT, top, _RIGHT - _LEFT, y - top, weight=FRAME)

    def _row(self, pdf: Sheet, number: int, sheet: CheckSheet, y: float) -> None:
        way = "" if sheet.way_m is None else f"{sheet.way_m:.0f} 米"
        address = " ".join(part for part in (sheet.street, sheet.address) if part)
        cells = (str(number), sheet.number, f"{sheet.point}（{sheet.type}）", address,
                 sheet.phone, way)  # fmt: skip
        x = _LEFT
        for index, ((_, wide), text) in enumerate(zip(_COVER, cells, strict=True)):
            right = index == len(cells) - 1
            place = x + wide - 1.2 if right else x + 1.2
            align = "right" if right else "left"
            pdf.text(place, y + 5, text, size=8.4, room=wide - 2.2, align=align)
            x += wide
        pdf.line(_LEFT, y + _COVER_ROW, _RIGHT, y + _COVER_ROW)
