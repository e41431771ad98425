"""随机抽点记录: what was asked, who was drawn, and what it takes to draw the same again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.flow import Flow
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import cut_off_text
from desktop.features.reports.types import DrawRecord, Printed, TableData

_TITLE = "实地考察随机抽点记录"


def render_draw_records(records: Sequence[DrawRecord], target: Path, *, ctx: JobContext) -> Printed:
    """Print the draws of a round, each on pages of its own; raise UserError where there is none."""
    if not records:
        raise UserError("这一轮没有抽过点。", "没有生成文件。点“抽点”抽一次，记录会自动保存。")
    with atomic_write(target) as temporary:
        head = records[0].heading
        foot = f"{head.county}{_TITLE}  {records[0].round_name}  {cut_off_text(head.cut_off)}"
        flow = Flow(temporary, _TITLE, foot)
        for number, record in enumerate(records):
            ctx.step(number, len(records), f"正在排版{_TITLE}")
            if number:
                flow.new_page()
            _draw(flow, record)
        pages = flow.finish()
    return Printed(target, pages, missing_glyphs(_texts(records)))


def _texts(records: Sequence[DrawRecord]) -> Iterator[tuple[str, str]]:
    for record in records:
        yield "抽点记录", "".join((record.round_name, *(value for _, value in record.facts)))
        for table in (record.drawn, record.left_out, record.candidates):
            for row in table.rows:
                yield f"抽点记录 {row[0]}", "".join(row)


def _draw(flow: Flow, record: DrawRecord) -> None:
    flow.heading(f"{record.heading.county}{_TITLE}（{record.round_name}）")
    flow.table(TableData(("项目", "内容"), (18, 82), record.facts))
    flow.heading(f"抽中的点位（{len(record.drawn.rows)} 个）", 1)
    flow.table(record.drawn)
    flow.heading("未参加的点位", 1, keep=12)
    flow.table(record.left_out, empty="没有，候选点位都参加了。")
    for words in record.notes:
        flow.paragraph(words, size=9)
    flow.paragraph("抽取人：______________    监督人：______________    日期：______________")
    flow.heading(f"候选点位（{len(record.candidates.rows)} 个）", 1)
    flow.table(record.candidates)
