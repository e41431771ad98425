"""实地考察操作表: one point on one or two A4 pages, bound with a table of contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import FRAME, HAIR, Sheet, cut_off_text, lines_of, text_width
from desktop.features.reports.types import CheckBook, CheckLine, CheckSheet, Printed

_LEFT, _RIGHT, _TOP, _BOTTOM = 15.0, 195.0, 14.0, 283.0
_COLUMNS = (("编号", 21.0), ("考察内容", 57.0), ("判定说明", 43.0), ("判定结果", 32.0),
            ("数量", 10.0), ("备注", 17.0))  # fmt: skip
_ROW, _GROUP, _HEAD = 8.2, 5.6, 6.6
_TEXT, _LEADING, _PAD = 8.6, 3.7, 1.3
_FIRST_BODY, _NEXT_BODY = 63.5, 29.0
_TAIL = 46.0
_CONTENT_ROWS = 44


@dataclass(frozen=True, slots=True)
class _Block:
    """A row to draw: a group's name or an item, with its height."""

    line: CheckLine | None
    group: str
    height: float


@dataclass(frozen=True, slots=True)
class _Page:
    blocks: tuple[_Block, ...]
    has_tail: bool


def render_check_book(book: CheckBook, target: Path, *, ctx: JobContext) -> Printed:
    """Print a book of sheets; cancelling leaves no file.

    Raises UserError where there is no sheet to print.
    """
    if not book.sheets:
        raise UserError("没有要打印的点位。", "没有生成文件。请换一个筛选条件。")
    layouts: dict[tuple[CheckLine, ...], tuple[_Page, ...]] = {}
    for sheet in book.sheets:
        if sheet.body not in layouts:
            layouts[sheet.body] = tuple(_layout(sheet.body))
    starts, total = _starts(book, layouts)
    with atomic_write(target) as temporary:
        pdf = Sheet(temporary, f"{book.heading.county}实地考察操作表")
        if _has_contents(book):
            _Contents(book, starts, total).draw(pdf)
        forms: dict[tuple[CheckLine, ...], str] = {}
        group = ""
        for number, sheet in enumerate(book.sheets):
            ctx.step(number, len(book.sheets), f"正在排版 {sheet.point}")
            while pdf.page < starts[number]:
                pdf.next_page()
            name = _group_of(book, sheet)
            if name != group:
                pdf.bookmark(name, 0)
                group = name
            pdf.bookmark(f"{sheet.number} {sheet.point}", 1)
            form = forms.setdefault(sheet.body, f"body{len(forms)}")
            _draw_sheet(pdf, book, sheet, (layouts[sheet.body], form, total))
        pages = pdf.save()
        ctx.step(len(book.sheets), len(book.sheets), "正在保存")
    return Printed(target, pages, missing_glyphs(_texts(book)))


def _group_of(book: CheckBook, sheet: CheckSheet) -> str:
    return (sheet.street if book.group_by == "street" else sheet.type) or "未填"


def _has_contents(book: CheckBook) -> bool:
    return len(book.sheets) > 1


def _texts(book: CheckBook) -> Iterator[tuple[str, str]]:
    seen: set[tuple[CheckLine, ...]] = set()
    yield "抬头", f"{book.heading.county}{book.heading.edition}{book.team}"
    for sheet in book.sheets:
        yield f"点位 {sheet.number}", "".join((
            sheet.point, sheet.type, sheet.address, sheet.street, sheet.community, sheet.grid,
            sheet.route, sheet.contact, sheet.units,
        ))  # fmt: skip
        if sheet.body not in seen:
            seen.add(sheet.body)
            for line in sheet.body:
                yield f"检查项 {line.code}", f"{line.group}{line.code}{line.text}{line.note}"


def _starts(
    book: CheckBook, layouts: dict[tuple[CheckLine, ...], tuple[_Page, ...]]
) -> tuple[list[int], int]:
    """Return the page each sheet begins on and the number of pages."""
    groups = len({_group_of(book, sheet) for sheet in book.sheets})
    page = 1
    if _has_contents(book):
        page += -(-(len(book.sheets) + groups) // _CONTENT_ROWS)
    starts = []
    for sheet in book.sheets:
        if book.two_sided and page % 2 == 0:
            page += 1
        starts.append(page)
        page += len(layouts[sheet.body])
    return starts, page - 1


def _layout(body: tuple[CheckLine, ...]) -> Iterator[_Page]:
    blocks: list[_Block] = []
    room, group = _BOTTOM - _FIRST_BODY, ""
    for line in body:
        height = _height(line)
        extra = _GROUP if line.group != group else 0.0
        if blocks and height + extra > room:
            yield _Page(tuple(blocks), has_tail=False)
            blocks, room = [], _BOTTOM - _NEXT_BODY
            extra = _GROUP
        if extra:
            blocks.append(_Block(None, line.group, _GROUP))
        blocks.append(_Block(line, line.group, height))
        group, room = line.group, room - height - extra
    if room < _TAIL:
        yield _Page(tuple(blocks), has_tail=False)
        blocks = []
    yield _Page(tuple(blocks), has_tail=True)


def _height(line: CheckLine) -> float:
    wide = [part for _, part in _COLUMNS]
    count = max(
        len(lines_of(text, _TEXT, room - 2 * _PAD))
        for text, room in ((line.code, wide[0]), (line.text, wide[1]), (line.note, wide[2]))
    )
    return max(_ROW, count * _LEADING + 2.4)


def _draw_sheet(
    pdf: Sheet, book: CheckBook, sheet: CheckSheet, plan: tuple[tuple[_Page, ...], str, int]
) -> None:
    pages, form, total = plan
    for number, page in enumerate(pages, 1):
        if number == 1:
            _draw_head(pdf, book, sheet)
        else:
            text = f"{sheet.number}  {sheet.point}({sheet.type})"
            pdf.text(_LEFT, _TOP + 5, text, size=10.5, bold=True, room=150)
        name = f"{form}-{number}"
        if not pdf.has_form(name):
            top = _FIRST_BODY if number == 1 else _NEXT_BODY
            pdf.form(name, lambda page=page, top=top: _draw_body(pdf, page, top))  # type: ignore[misc]
        pdf.show_form(name)
        left = f"{cut_off_text(book.heading.cut_off)}  {book.heading.edition}"
        pdf.text(_LEFT, 291, left, size=7.5)
        pdf.text(105, 291, f"第 {number} 页 共 {len(pages)} 页", size=8.5, align="centre")
        pdf.text(_RIGHT, 291, f"全册 {pdf.page}/{total}", size=7.5, align="right")
        pdf.next_page()


def _draw_head(pdf: Sheet, book: CheckBook, sheet: CheckSheet) -> None:
    title = f"{book.heading.county}创建全国文明城市实地考察操作表"
    pdf.text(98, _TOP + 8, title, size=15, bold=True, align="centre", room=160)
    pdf.qr(_RIGHT - 20, _TOP - 3, 20, sheet.qr_text)
    pdf.text(_RIGHT - 10, _TOP + 20.5, sheet.number, size=9, bold=True, align="centre")
    day = book.on_date.isoformat() if book.on_date else ""
    rows = (
        (("点位", sheet.point, 70), ("类型", sheet.type, 54), ("日期", day, 0)),
        (("地址", sheet.address, 124), ("组别", book.team, 0)),
        (("街道/社区/网格", " / ".join(p for p in (sheet.street, sheet.community, sheet.grid) if p),
          124), ("天气", "", 0)),
        (("路线", sheet.route, 70), ("联系", sheet.contact, 0)),
    )  # fmt: skip
    top = _TOP + 14
    for index, row in enumerate(rows):
        end = _RIGHT - 23 if index == 0 else _RIGHT
        _draw_fields(pdf, row, top + index * 6.8, end)


def _draw_fields(pdf: Sheet, row: tuple[tuple[str, str, int], ...], y: float, end: float) -> None:
    x = _LEFT
    for label, value, wide in row:
        stop = x + wide if wide else end
        indent = 8.5 if len(label) <= 2 else 25.0
        pdf.text(x, y + 4, label, size=8.5)
        room = max(1.0, stop - x - indent - 3)
        pdf.text(x + indent, y + 4, value, size=9.5, bold=label == "点位", room=room)
        pdf.line(x + indent, y + 5.3, stop - 2, y + 5.3)
        x = stop


def _draw_body(pdf: Sheet, page: _Page, top: float) -> None:
    y = top
    if page.blocks:
        pdf.box(_LEFT, y - _HEAD, _RIGHT - _LEFT, _HEAD, grey=0.9)
        x = _LEFT
        for title, wide in _COLUMNS:
            pdf.text(x + wide / 2, y - 2.2, title, size=8.6, bold=True, align="centre")
            x += wide
    for block in page.blocks:
        if block.line is None:
            pdf.box(_LEFT, y, _RIGHT - _LEFT, block.height, grey=0.96)
            pdf.text(_LEFT + _PAD, y + 3.9, block.group, size=8.8, bold=True)
        else:
            _draw_item(pdf, block.line, y, block.height)
        y += block.height
    if page.blocks:
        _draw_columns(pdf, page, top)
        pdf.box(_LEFT, top - _HEAD, _RIGHT - _LEFT, y - top + _HEAD, weight=FRAME)
    if page.has_tail:
        _draw_tail(pdf, y if page.blocks else top - _HEAD)


def _draw_columns(pdf: Sheet, page: _Page, top: float) -> None:
    """Draw the upright lines, leaving the group rows whole."""
    y = top
    spans = [(top - _HEAD, top)]
    for block in page.blocks:
        if block.line is not None:
            spans.append((y, y + block.height))
        y += block.height
    for start, stop in spans:
        x = _LEFT
        for _, wide in _COLUMNS[:-1]:
            x += wide
            pdf.line(x, start, x, stop, weight=HAIR)


def _draw_item(pdf: Sheet, line: CheckLine, y: float, height: float) -> None:
    pdf.line(_LEFT, y + height, _RIGHT, y + height)
    x = _LEFT
    for text, (_, wide) in zip((line.code, line.text, line.note), _COLUMNS, strict=False):
        lines = lines_of(text, _TEXT, wide - 2 * _PAD)
        first = y + (height - len(lines) * _LEADING) / 2 + 2.9
        pdf.block(x + _PAD, first, lines, size=_TEXT, leading=_LEADING)
        x += wide
    middle = y + height / 2 + 1.1
    pdf.text(x + 16, middle, "□符合 □不符合 □不适用", size=7.6, align="centre")
    if not line.counted:
        pdf.text(x + 32 + 5, middle, "/", size=8, align="centre")


def _draw_tail(pdf: Sheet, y: float) -> None:
    for number in range(3):
        pdf.box(_LEFT, y + number * 8.2, _RIGHT - _LEFT, 8.2)
        pdf.text(_LEFT + _PAD, y + number * 8.2 + 5.2, f"补充 {number + 1}", size=8)
    pdf.box(_LEFT, y, _RIGHT - _LEFT, 24.6, weight=FRAME)
    pdf.text(_LEFT, y + 31.5, "现场发现问题共______处，其中立行立改______处。", size=10)
    for offset, word in ((0, "考察人："), (62, "陪同人："), (122, "点位负责人：")):
        pdf.text(_LEFT + offset, y + 41.5, word, size=10)
        pdf.line(_LEFT + offset + 6 + len(word) * 3.2, y + 42.5, _LEFT + offset + 58, y + 42.5)


class _Contents:
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
            name = _group_of(self._book, sheet)
            counts[name] = counts.get(name, 0) + 1
        for sheet, start in zip(self._book.sheets, self._starts, strict=True):
            name = _group_of(self._book, sheet)
            if name != group:
                rows.append((f"{name}（{counts[name]} 个点位）", "", start))
                group = name
            rows.append((sheet.number, sheet.point, start))
        return rows

    def _page(self, pdf: Sheet, rows: list[tuple[str, str, int]], is_first: bool) -> None:
        heading = self._book.heading
        y = 24.0
        if is_first:
            title = f"{heading.county}实地考察操作表"
            pdf.text(105, y, title, size=18, bold=True, align="centre", room=170)
            day = f"  {self._book.on_date.isoformat()}" if self._book.on_date else ""
            sub = f"{heading.edition}{day}  {self._book.team}  共 {len(self._book.sheets)} 个点位"
            pdf.text(105, y + 8, sub, size=10, align="centre", room=170)
        y = 42.0
        for first, second, page in rows:
            if second:
                pdf.text(30, y, first, size=9.5)
                pdf.text(52, y, second, size=9.5, room=110)
                pdf.dots(54 + min(110.0, text_width(second, 9.5)), 178, y - 0.2)
            else:
                pdf.text(24, y, first, size=10, bold=True, room=140)
            pdf.text(186, y, str(page), size=9.5, align="right", bold=not second)
            y += 5.4
        foot = f"{heading.office}  {cut_off_text(heading.cut_off)}"
        pdf.text(_LEFT, 291, foot, size=7.5)
        pdf.text(_RIGHT, 291, f"全册 {pdf.page}/{self._total}", size=7.5, align="right")
