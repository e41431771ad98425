"""任务清单: what each unit owes, a new front page for each; and the 资金需求 list."""

from __future__ import annotations

from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.page import A4, foot_of
from desktop.features.reports.types import FundList, Printed, TaskBook, TaskSheet

_MARGINS = (16.0, 15.0, 18.0, 15.0)


def render_tasks(book: TaskBook, target: Path, *, ctx: JobContext) -> Printed:
    """Print the 任务清单 of all units in the book; cancelling leaves no file."""
    if not book.sheets:
        raise UserError("没有单位有未完成的任务。", "没有生成文件。")
    title = "任务清单"
    with atomic_write(target) as temporary:
        flow = Flow(temporary, f"{book.heading.county}{title}", foot_of(book.heading, title),
                    paper=Paper(margins=_MARGINS))  # fmt: skip
        for number, sheet in enumerate(book.sheets):
            ctx.step(number, len(book.sheets), f"正在排版{sheet.unit}的任务清单")
            if number:
                flow.new_page()
            _draw(flow, book, sheet)
        pages = flow.finish()
        ctx.step(len(book.sheets), len(book.sheets), "正在保存")
    return Printed(target, pages, flow.missing)


def _draw(flow: Flow, book: TaskBook, sheet: TaskSheet) -> None:
    flow.heading(f"{sheet.unit}任务清单")
    flow.paragraph(
        f"{book.heading.county}  {book.heading.edition}  "
        f"联络员：{sheet.contact or '未填'}  "
        f"材料 {len(sheet.materials.rows)} 项，其他工作 {len(sheet.work.rows)} 项",
        size=9.5,
    )
    if sheet.materials.rows:
        flow.heading("网上申报材料", 1)
        flow.table(sheet.materials)
    if sheet.work.rows:
        flow.heading("其他工作", 1)
        flow.table(sheet.work)
    flow.need(16)
    flow.y += 8
    flow.sheet.text(flow.left, flow.y, "签收人：________________    日期：______年____月____日",
                    size=10)  # fmt: skip


def render_funds(funds: FundList, target: Path, *, ctx: JobContext) -> Printed:
    """Print the 资金需求 list on lying paper."""
    title = "资金需求"
    heading = funds.heading
    with atomic_write(target) as temporary:
        flow = Flow(temporary, f"{heading.county}{title}", foot_of(heading, title),
                    paper=Paper(size=(A4[1], A4[0]), margins=_MARGINS),
                    turned=lambda page: ctx.step(page, 0, f"正在排版{title}"))  # fmt: skip
        flow.heading(f"{heading.county}创建工作{title}")
        rest = f"，另有 {funds.unpriced} 件没有填资金" if funds.unpriced else ""
        flow.paragraph(
            f"共 {len(funds.table.rows)} 件，需资金 {funds.money} 万元，"
            f"可挽回 {funds.gain} 分{rest}。按每万元挽回的分数排列。", size=10,
        )  # fmt: skip
        flow.table(funds.table, empty="还没有填过资金。")
        pages = flow.finish()
    return Printed(target, pages, flow.missing)
