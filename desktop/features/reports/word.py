"""一页通 as a docx that offices can edit: the only place that writes Word files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from desktop.core.files import atomic_write
from desktop.core.text import clean
from desktop.features.reports.documents.onepage import TITLE, owing, score_words
from desktop.features.reports.pdf.page import cut_off_text, foot_of
from desktop.features.reports.types import Printed, ReadinessReport, TableData

_OWING = 6


def write_onepage(report: ReadinessReport, target: Path) -> Printed:
    """Write the 一页通 as docx."""
    heading = report.heading
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(12), Mm(12)
    _say(section.footer.paragraphs[0], foot_of(heading, TITLE), 8)
    _paragraph(document, f"{heading.county}{TITLE}", 20, font="方正小标宋简体", centre=True)
    _paragraph(document, f"{heading.edition}  {cut_off_text(heading.cut_off)}", 9.5, centre=True)
    figures = TableData(
        tuple(figure.label for figure in report.figures), (1,) * len(report.figures),
        (tuple(f"{figure.value}\n{figure.note}" for figure in report.figures),),
    )  # fmt: skip
    _table(document, figures)
    if report.score is not None:
        _head(document, "得分测算")
        _table(document, TableData(("部分", "最低～最高，可能 / 满分"), (30, 70), tuple(
            (bar.name, bar.words) for bar in (report.score.total, *report.score.methods)
        )))  # fmt: skip
        _paragraph(document, score_words(report), 9.5)
        _head(document, "先做的十件事")
        _table(document, report.score.first)
    worst = owing(report)
    if worst.rows:
        _head(document, "谁还欠得多（材料审核）")
        _table(document, TableData(worst.heads, worst.parts, worst.rows[:_OWING], worst.right))
    with atomic_write(target) as temporary:
        document.save(str(temporary))
    return Printed(target, 1, ())


def _head(document: Any, text: str) -> None:
    _paragraph(document, text, 11, font="黑体")


def _paragraph(
    document: Any, text: str, size: float, *, font: str = "仿宋", centre: bool = False
) -> None:
    paragraph = document.add_paragraph()
    _say(paragraph, text, size, font)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _say(paragraph: Any, text: str, size: float, font: str = "仿宋", *, bold: bool = False) -> None:
    paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.name, run.bold = Pt(size), font, bold
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(document: Any, table: TableData) -> None:
    made = document.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    whole = sum(table.parts)
    for place, (head, part) in enumerate(zip(table.heads, table.parts, strict=True)):
        made.columns[place].width = Mm(180 * part / whole)
        _cell(made.rows[0].cells[place], head, is_right=False, bold=True)
    for row in table.rows:
        cells = made.add_row().cells
        for place, text in enumerate(row):
            _cell(cells[place], text, is_right=place in table.right)
    for row in made.rows:
        for place, part in enumerate(table.parts):
            row.cells[place].width = Mm(180 * part / whole)


def _cell(cell: Any, text: str, *, is_right: bool, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    _say(paragraph, text, 9, bold=bold)
    if is_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
