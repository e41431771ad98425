"""退回单: what each unit has to hand in again, as PDF or as a Word document to edit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.core.text import clean
from desktop.features.dossier import ReturnSlip
from desktop.features.reports.pdf.flow import Flow
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import cut_off_text
from desktop.features.reports.types import Heading, Printed, TableData

_HEADS = ("序号", "编号", "测评标准", "材料", "退回原因", "第几次", "审核人", "日期")
_PARTS = (8, 10, 22, 22, 24, 10, 11, 15)
_TITLE = "材料退回单"
_SIGN = "签收人：＿＿＿＿＿＿＿　　签收日期：＿＿＿＿年＿＿月＿＿日"


def render_return_slips(
    heading: Heading, slips: Sequence[ReturnSlip], target: Path, *, ctx: JobContext
) -> Printed:
    """Write a slip for each unit, each from a new page; a .docx target gives a Word document.

    Raises UserError where nothing was returned.
    """
    if not slips:
        raise UserError("没有退回的材料。", "没有生成退回单。")
    if target.suffix.lower() == ".docx":
        return _docx(heading, slips, target)
    foot = f"{heading.county}  {_TITLE}  {cut_off_text(heading.cut_off)}"
    with atomic_write(target) as temporary:
        flow = Flow(temporary, _TITLE, foot)
        for number, slip in enumerate(slips):
            ctx.step(number, len(slips), f"正在排版 {slip.unit}")
            if number:
                flow.new_page()
            flow.heading(f"{heading.county}创建材料退回单：{slip.unit}")
            flow.paragraph(_request(heading, slip))
            flow.table(TableData(_HEADS, _PARTS, _rows(slip), frozenset({0, 5})))
            flow.need(20)
            flow.paragraph(_SIGN)
            flow.paragraph(f"{heading.office}　{heading.cut_off:%Y-%m-%d}")
        pages = flow.finish()
    texts = ((slip.unit, "".join(map("".join, _rows(slip)))) for slip in slips)
    return Printed(target, pages, missing_glyphs(texts))


def _request(heading: Heading, slip: ReturnSlip) -> str:
    return (
        f"{slip.unit}：你单位报送的下列 {len(slip.lines)} 份材料经{heading.office}审核需要修改，"
        "请按退回原因改好后重新报送，文件名保持不变。"
    )


def _rows(slip: ReturnSlip) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(number), line.code, line.item, line.name, line.reason, str(line.times), line.who,
         line.at[:10])
        for number, line in enumerate(slip.lines, 1)
    )  # fmt: skip


def _docx(heading: Heading, slips: Sequence[ReturnSlip], target: Path) -> Printed:
    import docx
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for number, slip in enumerate(slips):
        if number:
            document.add_page_break()  # type: ignore[no-untyped-call]
        document.add_heading(clean(f"{heading.county}创建材料退回单：{slip.unit}"), level=1)
        document.add_paragraph(clean(_request(heading, slip)))
        table = document.add_table(rows=1, cols=len(_HEADS))
        table.style = "Table Grid"
        for cell, text in zip(table.rows[0].cells, _HEADS, strict=True):
            cell.text = text
        for row in _rows(slip):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = clean(text)
        document.add_paragraph(_SIGN)
        document.add_paragraph(f"{clean(heading.office)}　{heading.cut_off:%Y-%m-%d}")
    with atomic_write(target) as temporary:
        document.save(str(temporary))
    return Printed(target, len(slips), ())
