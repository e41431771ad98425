"""实地考察情况报告: figures, ranks, street × type, what failed, how it was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.heat import draw_heat
from desktop.features.reports.pdf.page import cut_off_text
from desktop.features.reports.types import Printed, TableData, VisitReport

_MARGINS = (20.0, 18.0, 20.0, 20.0)
_NUMBERS = "一二三四五六七八九十"


def render_visit_report(report: VisitReport, target: Path, *, ctx: JobContext) -> Printed:
    """Print the report; cancelling leaves no file."""
    with atomic_write(target) as temporary:
        pages = _draw(report, temporary, lambda page: ctx.step(page, 0, f"正在排版{report.title}"))
    return Printed(target, pages, missing_glyphs(_texts(report)))


def _texts(report: VisitReport) -> Iterator[tuple[str, str]]:
    yield "抬头", f"{report.heading.county}{report.title}{report.subtitle}"
    for title, table in (*report.tables, *report.faults):
        yield title, "".join((*table.heads, title))
        for row in table.rows:
            yield f"{title} {row[0]}", "".join(row)


def _draw(report: VisitReport, file: Path, turned: Callable[[int], None]) -> int:
    heading = report.heading
    foot = f"{heading.county}{report.title}  {report.subtitle}  {cut_off_text(heading.cut_off)}"
    flow = Flow(
        file, f"{heading.county}{report.title}", foot, paper=Paper(margins=_MARGINS), turned=turned
    )
    _title(flow, report)
    flow.heading("一、基本情况")
    _figures(flow, report.figures)
    for words in report.background:
        flow.paragraph(words)
    sections: list[tuple[str, TableData]] = list(report.tables)
    for number, (title, table) in enumerate(sections, 1):
        flow.heading(f"{_NUMBERS[number]}、{title}")
        flow.table(table, empty="还没有结果。")
    flow.heading(f"{_NUMBERS[len(sections) + 1]}、街道与点位类型得分率（%）", keep=60)
    draw_heat(flow, report.heat)
    flow.heading(f"{_NUMBERS[len(sections) + 2]}、不符合项目")
    if not report.faults:
        flow.paragraph("没有不符合的项目。")
    for title, table in report.faults:
        flow.heading(title, 1)
        flow.table(table)
    flow.heading(f"{_NUMBERS[len(sections) + 3]}、计算方法")
    for words in report.notes:
        flow.paragraph(words, size=9.5)
    return flow.finish()


def _title(flow: Flow, report: VisitReport) -> None:
    heading = report.heading
    flow.sheet.text(flow.left + flow.width / 2, flow.y + 8, f"{heading.county}{report.title}",
                    size=20, bold=True, align="centre", room=flow.width)  # fmt: skip
    words = f"{report.subtitle}  {heading.edition}  {heading.office}"
    flow.sheet.text(flow.left + flow.width / 2, flow.y + 16, words, size=10.5, align="centre",
                    room=flow.width)  # fmt: skip
    flow.y += 20


def _figures(flow: Flow, figures: tuple[tuple[str, str], ...]) -> None:
    wide = flow.width / len(figures)
    for number, (label, value) in enumerate(figures):
        x = flow.left + number * wide
        flow.sheet.box(x, flow.y, wide - 3, 17)
        flow.sheet.text(x + (wide - 3) / 2, flow.y + 8.2, value, size=14, bold=True,
                        align="centre", room=wide - 4)  # fmt: skip
        flow.sheet.text(x + (wide - 3) / 2, flow.y + 14, label, size=8.5, align="centre")
    flow.y += 22
