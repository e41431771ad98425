"""Official texts as Word files that offices go on editing; the only file that knows python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.core.text import clean
from desktop.features.reports.official import OfficialText, Part, Photos, Title, Words
from desktop.features.reports.pdf.pictures import small_jpeg
from desktop.features.reports.types import Printed, TableData

_BODY, _HEAD, _SECOND, _TITLE = "仿宋", "黑体", "楷体", "方正小标宋简体"


def write_docx(texts: Sequence[OfficialText], target: Path, *, ctx: JobContext) -> Printed:
    """Write texts one after the other, each from a new page; cancelling leaves no file."""
    document: Any = docx.Document()
    _page(document)
    with atomic_write(target) as temporary:
        for number, text in enumerate(texts):
            ctx.step(number, len(texts), f"正在写 {text.title}")
            if number:
                document.add_page_break()
            _front(document, text)
            for part in text.parts:
                _part(document, part)
        document.save(str(temporary))
    return Printed(target, 0, ())


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    _font(normal, _BODY)
    document.core_properties.author = "迎检台"


def _font(holder: Any, name: str) -> None:
    holder.font.name = name
    holder.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _line(document: Any, text: str, look: tuple[str, float], *, bold: bool = False) -> Any:
    font, size = look
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold = Pt(size), bold
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001
    return paragraph


def _front(document: Any, text: OfficialText) -> None:
    head = _line(document, text.head, (_TITLE, 30), bold=True)
    head.runs[0].font.color.rgb = RGBColor(0xC0, 0x1F, 0x1F)
    lines = [head, _line(document, text.number, (_BODY, 16)),
             _line(document, text.title, (_TITLE, 22), bold=True)]  # fmt: skip
    for paragraph in lines:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    lines[-1].paragraph_format.space_before = Pt(18)
    lines[-1].paragraph_format.space_after = Pt(12)


def _part(document: Any, part: Part) -> None:
    if isinstance(part, Title):
        paragraph = _line(document, part.text, (_HEAD if part.level == 1 else _SECOND, 16))
        paragraph.paragraph_format.first_line_indent = Pt(32)
        paragraph.paragraph_format.keep_with_next = True
    elif isinstance(part, Words):
        paragraph = _line(document, part.text, (_BODY, 16))
        if part.signed:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            paragraph.paragraph_format.first_line_indent = Pt(32)
    elif isinstance(part, Photos):
        _photos(document, part)
    else:
        _table(document, part)


def _table(document: Any, data: TableData) -> None:
    table = document.add_table(rows=1, cols=len(data.heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, head in zip(table.rows[0].cells, data.heads, strict=True):
        _cell(cell, head, _HEAD)
    for row in data.rows:
        for index, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _cell(cell, words, _BODY)
            if index in data.right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    total = sum(data.parts)
    for index, part in enumerate(data.parts):
        for cell in table.columns[index].cells:
            cell.width = Cm(15.6 * part / total)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _cell(cell: Any, words: str, font: str) -> None:
    run = cell.paragraphs[0].add_run(clean(words))
    run.font.size = Pt(10.5)
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001


def _photos(document: Any, part: Photos) -> None:
    rows = -(-len(part.photos) // part.across)
    table = document.add_table(rows=rows, cols=part.across)
    wide = Cm(15.2 / part.across - 0.4)
    for number, photo in enumerate(part.photos):
        cell = table.cell(number // part.across, number % part.across)
        picture = small_jpeg(photo.path)
        if picture is None:
            _cell(cell, "（照片打不开）", _BODY)
        else:
            cell.paragraphs[0].add_run().add_picture(io.BytesIO(picture[0]), width=wide)
        cell.add_paragraph()
        cell.paragraphs[-1].add_run(clean(photo.words)).font.size = Pt(9)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
