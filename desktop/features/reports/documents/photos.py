"""照片: one picture to an A4 page, its six elements under it, its item at the top right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.dossier import ELEMENTS, CaptionRow
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import cut_off_text
from desktop.features.reports.types import Heading, Printed, TableData

PRINT_PIXELS = 1600
_HIGH = 150.0


def render_photos(
    heading: Heading, photos: Sequence[tuple[CaptionRow, bytes]], target: Path, *, ctx: JobContext
) -> Printed:
    """Print pictures with their captions; raise UserError where there are none."""
    if not photos:
        raise UserError("没有图片。", "没有生成文件。")
    foot = f"{heading.county}  实景图片  {cut_off_text(heading.cut_off)}"
    with atomic_write(target) as temporary:
        flow = Flow(temporary, "实景图片", foot, paper=Paper(margins=(18, 18, 18, 22)))
        for number, (row, content) in enumerate(photos):
            ctx.step(number, len(photos), f"正在排版 {row.name}")
            if number:
                flow.new_page()
            _page(flow, row, content, f"图 {number + 1}")
        pages = flow.finish()
    texts = [(row.name, "".join((row.name, *_texts(row)))) for row, _ in photos]
    return Printed(target, pages, missing_glyphs(texts))


def _texts(row: CaptionRow) -> tuple[str, ...]:
    return tuple(getattr(row, key) for key in ELEMENTS)


def _page(flow: Flow, row: CaptionRow, content: bytes, number: str) -> None:
    sheet, right = flow.sheet, flow.left + flow.width
    words = f"{'、'.join(row.codes) or '未归位'}　{number}"
    sheet.text(right, flow.y + 4, words, size=10.5, bold=True, align="right", room=flow.width)
    top = flow.y + 8
    if content:
        sheet.jpeg(content, (flow.left, top), (flow.width, _HIGH))
    else:
        sheet.box(flow.left, top, flow.width, _HIGH)
        middle = flow.left + flow.width / 2
        sheet.text(middle, top + _HIGH / 2, "图片打不开", size=10, align="centre")
    flow.y = top + _HIGH + 4
    rows = tuple(zip(ELEMENTS.values(), _texts(row), strict=True))
    flow.table(TableData(("要素", "内容"), (14, 86), rows))
    flow.paragraph(f"{row.unit or ''}　{row.name}", size=8)
