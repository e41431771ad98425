"""实地考察操作表: one point on one or two A4 pages, bound with a table of contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.documents.check_book_front import (
    Contents,
    Cover,
    content_pages,
    group_of,
)
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import Sheet, cut_off_text, lines_of, text_width
from desktop.features.reports.pdf.shapes import FRAME, HAIR
from desktop.features.reports.types import CheckBook, CheckLine, CheckSheet, Printed
from desktop.features.visits import qr_text

_LEFT, _RIGHT, _TOP, _BOTTOM = 15.0, 195.0, 14.0, 283.0
_COLUMNS = (("编号", 21.0), ("考察内容", 57.0), ("判定说明", 43.0), ("判定结果", 32.0),
            ("数量", 10.0), ("备注", 17.0))  # fmt: skip
_ROW, _GROUP, _HEAD = 8.2, 5.6, 6.6
_TEXT, _LEADING, _PAD = 8.6, 3.7, 1.3
_FIRST_BODY, _NEXT_BODY = 63.5, 29.0
_BLANK, _SIGNATURES = 8.2, 21.4
# Label, row, from, to, width of the label: what each sheet fills in, and what the book does.
_OWN_FIELDS = (
    ("点位", 0, 15.0, 85.0, 8.5), ("类型", 0, 85.0, 139.0, 8.5), ("地址", 1, 15.0, 139.0, 8.5),
    ("街道/社区/网格", 2, 15.0, 139.0, 25.0), ("路线", 3, 15.0, 85.0, 8.5),
    ("联系", 3, 85.0, 195.0, 8.5),
)  # fmt: skip
_BOOK_FIELDS = (
    ("日期", 0, 139.0, 172.0, 8.5), ("组别", 1, 139.0, 195.0, 8.5), ("天气", 2, 139.0, 195.0, 8.5),
)  # fmt: skip
_FIELD_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_FIELD_SMALL, _FIELD_LEADING = 6.5, 2.6
_MOST_LINES = int((_BOTTOM - _FIRST_BODY - _GROUP - 2.4) / _LEADING)


@dataclass(frozen=True, slots=True)
class _Block:
    """A row to draw: a group's name or an item, or the rest of one, with its height."""

    line: CheckLine | None
    group: str
    height: float
    is_rest: bool = False


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
            tail = _SIGNATURES + book.blank_lines * _BLANK
            layouts[sheet.body] = tuple(_layout(sheet.body, tail))
    starts, total = _starts(book, layouts)
    with atomic_write(target) as temporary:
        pdf = Sheet(temporary, f"{book.heading.county}实地考察操作表")
        if _has_contents(book):
            Contents(book, starts, total).draw(pdf)
        forms: dict[tuple[CheckLine, ...], str] = {}
        group = ""
        for number, sheet in enumerate(book.sheets):
            ctx.step(number, len(book.sheets), f"正在排版 {sheet.point}")
            name = group_of(book, sheet)
            if name != group:
                group = name
                _open_group(pdf, book, name, starts[number], total)
            while pdf.page < starts[number]:
                pdf.next_page()
            pdf.bookmark(f"{sheet.number} {sheet.point}", 1)
            form = forms.setdefault(sheet.body, f"body{len(forms)}")
            _draw_sheet(pdf, book, sheet, (layouts[sheet.body], form, total))
        pages = pdf.save()
        ctx.step(len(book.sheets), len(book.sheets), "正在保存")
    return Printed(target, pages, missing_glyphs(_texts(book)))


def _open_group(pdf: Sheet, book: CheckBook, name: str, start: int, total: int) -> None:
    """Bookmark a group where its first sheet is, or draw its cover before it."""
    cover = Cover(book, name, total) if book.group_by == "team" else None
    first = start - (cover.pages if cover else 0)
    if cover and book.two_sided and cover.pages % 2:
        first -= 1
    while pdf.page < first:
        pdf.next_page()
    if cover is None:
        while pdf.page < start:
            pdf.next_page()
    pdf.bookmark(name, 0)
    if cover is not None:
        cover.draw(pdf)


def _has_contents(book: CheckBook) -> bool:
    return len(book.sheets) > 1 and book.group_by != "team"


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
    page = 1 + (content_pages(book) if _has_contents(book) else 0)
    starts, group = [], ""
    for sheet in book.sheets:
        if book.two_sided and page % 2 == 0:
            page += 1
        if book.group_by == "team" and group_of(book, sheet) != group:
            group = group_of(book, sheet)
            page += Cover(book, group, 0).pages
            page += 1 if book.two_sided and page % 2 == 0 else 0
        starts.append(page)
        page += len(layouts[sheet.body])
    return starts, page - 1


def _layout(body: tuple[CheckLine, ...], tail: float) -> Iterator[_Page]:
    blocks: list[_Block] = []
    room, group = _BOTTOM - _FIRST_BODY, ""
    for line, is_rest in (piece for whole in body for piece in _pieces(whole)):
        height = _height(line)
        extra = _GROUP if line.group != group else 0.0
        if blocks and height + extra > room:
            yield _Page(tuple(blocks), has_tail=False)
            blocks, room = [], _BOTTOM - _NEXT_BODY
            extra = _GROUP
        if extra:
            blocks.append(_Block(None, line.group, _GROUP))
        blocks.append(_Block(line, line.group, height, is_rest))
        group, room = line.group, room - height - extra
    if room < tail:
        yield _Page(tuple(blocks), has_tail=False)
        blocks = []
    yield _Page(tuple(blocks), has_tail=True)


def _cells(line: CheckLine) -> tuple[tuple[str, ...], ...]:
    return tuple(
        lines_of(text, _TEXT, wide - 2 * _PAD)
        for text, (_, wide) in zip((line.code, line.text, line.note), _COLUMNS, strict=False)
    )


def _pieces(line: CheckLine) -> Iterator[tuple[CheckLine, bool]]:
    """Give the item whole, or in parts where no page could hold it."""
    cells = _cells(line)
    most = max(map(len, cells))
    if most <= _MOST_LINES:
        yield line, False
        return
    for start in range(0, most, _MOST_LINES):
        code, text, note = ("\n".join(part[start : start + _MOST_LINES]) for part in cells)
        code = code if start == 0 else code or "（续）"
        yield replace(line, code=code, text=text, note=note), start > 0


def _height(line: CheckLine) -> float:
    return max(_ROW, max(map(len, _cells(line))) * _LEADING + 2.4)


def _draw_sheet(
    pdf: Sheet, book: CheckBook, sheet: CheckSheet, plan: tuple[tuple[_Page, ...], str, int]
) -> None:
    pages, form, total = plan
    cut_off = f"{cut_off_text(book.heading.cut_off)}  {book.heading.edition}"
    for number, page in enumerate(pages, 1):
        if number == 1:
            _draw_head(pdf, book, sheet)
        else:
            text = f"{sheet.number}  {sheet.point}({sheet.type})"
            pdf.text(_LEFT, _TOP + 5, text, size=10.5, bold=True, room=150)
            pdf.qr(_RIGHT - 15, _TOP - 8, 15, _qr(book, sheet, number))
        name = f"{form}-{number}"
        if not pdf.has_form(name):
            foot = (cut_off, f"第 {number} 页 共 {len(pages)} 页")
            top = _FIRST_BODY if number == 1 else _NEXT_BODY
            pdf.form(name, partial(_draw_body, pdf, (page, book.blank_lines), top, foot))
        pdf.show_form(name)
        pdf.text(_RIGHT, 291, f"全册 {pdf.page}/{total}", size=7.5, align="right")
        pdf.next_page()


def _draw_head(pdf: Sheet, book: CheckBook, sheet: CheckSheet) -> None:
    # Names of forms are written into the file as they are: hexadecimal keeps them plain.
    form = f"head-{sheet.team.encode().hex()}"
    if not pdf.has_form(form):
        pdf.form(form, lambda: _draw_frame(pdf, book, sheet.team or book.team))
    pdf.show_form(form)
    pdf.qr(_RIGHT - 20, _TOP - 3, 20, _qr(book, sheet, 1))
    pdf.text(_RIGHT - 10, _TOP + 20.5, sheet.number, size=9, bold=True, align="centre")
    values = (
        sheet.point, sheet.type, sheet.address,
        " / ".join(part for part in (sheet.street, sheet.community, sheet.grid) if part),
        sheet.route, sheet.contact,
    )  # fmt: skip
    for (label, place, stop), value in zip(_places(_OWN_FIELDS), values, strict=True):
        _draw_value(pdf, place, value, stop - place[0] - 3, bold=label == "点位")


def _qr(book: CheckBook, sheet: CheckSheet, page: int) -> str:
    return qr_text(sheet.number, page, book.heading.edition)


def _places(
    fields: tuple[tuple[str, float, float, float, float], ...],
) -> Iterator[tuple[str, tuple[float, float], float]]:
    """Give each field's label, where its value begins and where its room ends."""
    for label, row, start, stop, indent in fields:
        yield label, (start + indent, _TOP + 14 + row * 6.8), stop


def _draw_frame(pdf: Sheet, book: CheckBook, team: str) -> None:
    """Draw what is the same on the head of every sheet."""
    title = f"{book.heading.county}创建全国文明城市实地考察操作表"
    pdf.text(98, _TOP + 8, title, size=15, bold=True, align="centre", room=160)
    for label, row, start, stop, indent in (*_OWN_FIELDS, *_BOOK_FIELDS):
        y = _TOP + 14 + row * 6.8
        pdf.text(start, y + 4, label, size=8.5)
        pdf.line(start + indent, y + 5.3, stop - 2, y + 5.3)
    day = book.on_date.isoformat() if book.on_date else ""
    for (_, place, stop), value in zip(_places(_BOOK_FIELDS), (day, team, ""), strict=True):
        _draw_value(pdf, place, value, stop - place[0] - 3, bold=False)


def _draw_value(
    pdf: Sheet, place: tuple[float, float], value: str, room: float, *, bold: bool
) -> None:
    """Draw a value in smaller type, then on two lines, before anything is cut."""
    x, y = place
    for size in _FIELD_SIZES:
        if text_width(value, size, bold=bold) <= room:
            pdf.text(x, y + 4, value, size=size, bold=bold)
            return
    lines = lines_of(value.replace("\n", " "), _FIELD_SMALL, room, bold=bold)
    if len(lines) > 1:
        lines = (lines[0], "".join(lines[1:]))
    for number, line in enumerate(lines):
        pdf.text(x, y + 2.1 + number * _FIELD_LEADING, line, size=_FIELD_SMALL, bold=bold,
                 room=room)  # fmt: skip


def _draw_body(pdf: Sheet, content: tuple[_Page, int], top: float, foot: tuple[str, str]) -> None:
    page, blank_lines = content
    pdf.text(_LEFT, 291, foot[0], size=7.5, room=72)
    pdf.text(105, 291, foot[1], size=8.5, align="centre")
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
            _draw_item(pdf, block, y)
        y += block.height
    if page.blocks:
        _draw_columns(pdf, page, top)
        pdf.box(_LEFT, top - _HEAD, _RIGHT - _LEFT, y - top + _HEAD, weight=FRAME)
    if page.has_tail:
        _draw_tail(pdf, y if page.blocks else top - _HEAD, blank_lines)


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


def _draw_item(pdf: Sheet, block: _Block, y: float) -> None:
    line, height = block.line, block.height
    assert line is not None
    pdf.line(_LEFT, y + height, _RIGHT, y + height)
    x = _LEFT
    for lines, (_, wide) in zip(_cells(line), _COLUMNS, strict=False):
        first = y + (height - len(lines) * _LEADING) / 2 + 2.9
        pdf.block(x + _PAD, first, lines, size=_TEXT, leading=_LEADING)
        x += wide
    if block.is_rest:
        return
    middle = y + height / 2 + 1.1
    pdf.text(x + 16, middle, "□符合 □不符合 □不适用", size=7.6, align="centre")
    if not line.counted:
        pdf.text(x + 32 + 5, middle, "/", size=8, align="centre")


def _draw_tail(pdf: Sheet, y: float, blank_lines: int) -> None:
    for number in range(blank_lines):
        pdf.box(_LEFT, y + number * _BLANK, _RIGHT - _LEFT, _BLANK)
        pdf.text(_LEFT + _PAD, y + number * _BLANK + 5.2, f"补充 {number + 1}", size=8)
    high = blank_lines * _BLANK
    if blank_lines:
        pdf.box(_LEFT, y, _RIGHT - _LEFT, high, weight=FRAME)
    pdf.text(_LEFT, y + high + 6.9, "现场发现问题共______处，其中立行立改______处。", size=10)
    for offset, word in ((0, "考察人："), (62, "陪同人："), (122, "点位负责人：")):
        pdf.text(_LEFT + offset, y + high + 16.9, word, size=10)
        line = y + high + 17.9
        pdf.line(_LEFT + offset + 6 + len(word) * 3.2, line, _LEFT + offset + 58, line)
