"""退回单: what each unit has to hand in again, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.dossier import ReturnSlip
from desktop.features.reports.pdf.flow import Flow
from desktop.features.reports.pdf.page import cut_off_text
from desktop.features.reports.types import Heading, Printed, TableData

_HEADS = ("序号", "编号", "测评标准", "材料", "退回原因", "第几次", "审核人", "日期")
_PARTS = (8, 10, 22, 22, 24, 10, 11, 15)
_TITLE = "材料退回单"
SIGN = "签收人：＿＿＿＿＿＿＿　　签收日期：＿＿＿＿年＿＿月＿＿日"


def render_return_slips(
    heading: Heading, slips: Sequence[ReturnSlip], target: Path, *, ctx: JobContext
) -> Printed:
    """Write a slip for each unit, each from a new page."""
    foot = f"{heading.county}  {_TITLE}  {cut_off_text(heading.cut_off)}"
    with atomic_write(target) as temporary:
        flow = Flow(temporary, _TITLE, foot)
        for number, slip in enumerate(slips):
            ctx.step(number, len(slips), f"正在排版 {slip.unit}")
            if number:
                flow.new_page()
            flow.heading(slip_title(heading, slip))
            flow.paragraph(request(heading, slip))
            flow.table(slip_table(slip))
            flow.need(20)
            flow.paragraph(SIGN)
            flow.paragraph(f"{heading.office}　{heading.cut_off:%Y-%m-%d}")
        pages = flow.finish()
    return Printed(target, pages, flow.missing)


def slip_title(heading: Heading, slip: ReturnSlip) -> str:
    """Return what a unit's slip is called."""
    return f"{heading.county}创建材料退回单：{slip.unit}"


def request(heading: Heading, slip: ReturnSlip) -> str:
    """Return what a unit is asked for."""
    return (
        f"{slip.unit}：你单位报送的下列 {len(slip.lines)} 份材料经{heading.office}审核需要修改，"
        "请按退回原因改好后重新报送，文件名保持不变。"
    )


def slip_table(slip: ReturnSlip) -> TableData:
    """Return the materials of a slip."""
    return TableData(_HEADS, _PARTS, _rows(slip), frozenset({0, 5}))


def _rows(slip: ReturnSlip) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(number), line.code, line.item, line.name, line.reason, str(line.times), line.who,
         line.at[:10])
        for number, line in enumerate(slip.lines, 1)
    )  # fmt: skip
