"""Word documents that offices go on editing: the only place that writes them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from desktop.core.files import atomic_write
from desktop.core.text import clean
from desktop.features.reports.official import Photos
from desktop.features.reports.pdf.pictures import small_jpeg
from desktop.features.reports.types import TableData

BODY, HEAD, SECOND, TITLE = "仿宋", "黑体", "楷体", "方正小标宋简体"
_ALIGN = {"centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_SHORT, _LONG = 210, 297
_GAP = 4


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: font, size in points, red for the head of an official paper."""

    font: str = BODY
    size: float = 16
    bold: bool = False
    red: bool = False


class WordFile:
    """A4 with margins (top, right, bottom, left) in millimetres, lying where wanted."""

    def __init__(self, margins: tuple[float, float, float, float], *, is_lying: bool = False):
        self._document: Any = docx.Document()
        section = self._document.sections[0]
        across, down = (_LONG, _SHORT) if is_lying else (_SHORT, _LONG)
        section.orientation = WD_ORIENT.LANDSCAPE if is_lying else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(across), Mm(down)
        section.top_margin, section.right_margin = Mm(margins[0]), Mm(margins[1])
        section.bottom_margin, section.left_margin = Mm(margins[2]), Mm(margins[3])
        self._width = across - margins[1] - margins[3]
        self._document.core_properties.author = "迎检台"

    def foot(self, text: str, size: float) -> None:
        """Set a line at the foot of every page."""
        _say(self._document.sections[0].footer.paragraphs[0], text, Face(size=size))

    def new_page(self) -> None:
        """Go on on another page."""
        self._document.add_page_break()

    def line(
        self, text: str, face: Face, *, align: str = "left", space: tuple[float, float] = (0, 0),
        indented: bool = False, stays: bool = False,
    ) -> None:  # fmt: skip
        """Set a paragraph with space before and after in points.

        It is `indented` by two characters of its size, and `stays` with what follows.
        """
        paragraph = self._document.add_paragraph()
        _say(paragraph, text, face)
        if align in _ALIGN:
            paragraph.alignment = _ALIGN[align]
        form = paragraph.paragraph_format
        form.space_before, form.space_after = Pt(space[0]), Pt(space[1])
        form.keep_with_next = stays
        if indented:
            form.first_line_indent = Pt(2 * face.size)

    def table(self, data: TableData, size: float = 10.5) -> None:
        """Set a table over the whole width."""
        table = self._document.add_table(rows=1, cols=len(data.heads))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for cell, head in zip(table.rows[0].cells, data.heads, strict=True):
            _say(cell.paragraphs[0], head, Face(HEAD, size))
        for row in data.rows:
            for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
                _say(cell.paragraphs[0], text, Face(size=size))
                if place in data.right:
                    cell.paragraphs[0].alignment = _ALIGN["right"]
        # Word goes by the width of the cells, WPS and LibreOffice by that of the columns.
        for column, part in zip(table.columns, data.parts, strict=True):
            column.width = Mm(self._width * part / sum(data.parts))
            for cell in column.cells:
                cell.width = column.width

    def photos(self, part: Photos) -> None:
        """Set photos beside each other with their words below."""
        rows = -(-len(part.photos) // part.across)
        table = self._document.add_table(rows=rows, cols=part.across)
        wide = Mm(self._width / part.across - _GAP)
        for number, photo in enumerate(part.photos):
            cell = table.cell(number // part.across, number % part.across)
            picture = small_jpeg(photo.path)
            if picture is None:
                _say(cell.paragraphs[0], "（照片打不开）", Face(size=10.5))
            else:
                cell.paragraphs[0].add_run().add_picture(io.BytesIO(picture[0]), width=wide)
            _say(cell.add_paragraph(), photo.words, Face(size=9))

    def save(self, target: Path) -> None:
        """Write the file; it appears only whole."""
        with atomic_write(target) as temporary:
            self._document.save(str(temporary))


def _say(paragraph: Any, text: str, face: Face) -> None:
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold, run.font.name = Pt(face.size), face.bold, face.font
    # Word takes Chinese letters from a font of their own.
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face.font)
    if face.red:
        run.font.color.rgb = RGBColor(0xC0, 0x1F, 0x1F)
