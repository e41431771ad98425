"""一页通: one A4 for the leader, as PDF."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop.core.chart import StateBar, range_chart, state_chart
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.page import cut_off_text, foot_of
from desktop.features.reports.types import Printed, ReadinessReport, StateRow, TableData

TITLE = "创建工作一页通"
_MARGINS = (14.0, 15.0, 16.0, 15.0)


def render_onepage(report: ReadinessReport, target: Path, *, ctx: JobContext) -> Printed:
    """Print the 一页通; what finds no room is cut in its own list, never on a second page."""
    heading = report.heading
    with atomic_write(target) as temporary:
        ctx.step(0, 1, "正在排版一页通")
        flow = Flow(temporary, f"{heading.county}{TITLE}", foot_of(heading, TITLE),
                    paper=Paper(margins=_MARGINS))  # fmt: skip
        _draw(flow, report)
        pages = flow.finish()
        ctx.step(1, 1, "正在保存")
    return Printed(target, pages, flow.missing)


def _draw(flow: Flow, report: ReadinessReport) -> None:
    heading, sheet = report.heading, flow.sheet
    middle = flow.left + flow.width / 2
    sheet.text(middle, 21, f"{heading.county}{TITLE}", size=20, bold=True, align="centre",
               room=flow.width)  # fmt: skip
    sheet.text(middle, 27.5, f"{heading.edition}  {cut_off_text(heading.cut_off)}", size=9.5,
               align="centre", room=flow.width)  # fmt: skip
    flow.y = 31
    _figures(flow, report)
    score = report.score
    if score is not None:
        _head(flow, "得分测算（实心为已得，斜线为未定，竖线为可能值）")
        flow.chart(partial(range_chart, (score.total, *score.methods)), row=5.6)
        _head(flow, "先做的十件事")
        flow.table(score.first, empty="没有要做的事。", most_lines=1)
        _line(flow, score_words(report))
    _head(flow, "各测评项目准备情况")
    flow.chart(partial(state_chart, _bars(report.projects), report.states), row=5.8)
    worst = owing(report)
    room = int((flow.room - 15) / 6.1)
    if worst.rows and room > 0:
        _head(flow, "谁还欠得多（材料审核）")
        flow.table(replace(worst, rows=worst.rows[:room]), most_lines=1)


def _head(flow: Flow, text: str) -> None:
    flow.note(text, text)
    flow.y += 4.4
    flow.sheet.text(flow.left, flow.y, text, size=11, bold=True, room=flow.width)
    flow.y += 2


def _line(flow: Flow, text: str) -> None:
    flow.paragraph(text, size=9.5)


def _figures(flow: Flow, report: ReadinessReport) -> None:
    figures = report.figures
    wide, high = flow.width / len(figures), 22.0
    flow.sheet.box(flow.left, flow.y, flow.width, high, weight=0.8)
    for index, figure in enumerate(figures):
        x = flow.left + index * wide
        if index:
            flow.sheet.line(x, flow.y, x, flow.y + high)
        for y, words, size in (
            (5.5, figure.label, 9.5),
            (13.5, figure.value, 16),
            (19, figure.note, 9),
        ):
            flow.sheet.text(x + wide / 2, flow.y + y, words, size=size, bold=size == 16,
                            align="centre", room=wide - 2)  # fmt: skip
    flow.y += high + 2


def _bars(rows: tuple[StateRow, ...]) -> tuple[StateBar, ...]:
    return tuple(
        StateBar(row.name, row.counts, f"{row.counts[-1]}/{sum(row.counts)} 齐备") for row in rows
    )


def score_words(report: ReadinessReport) -> str:
    """Return the score's sentence: lost, open, grades, what is not fulfilled."""
    score = report.score
    if score is None:
        return ""
    grades = "、".join(f"{grade} 档 {count} 项" for grade, count in score.grades)
    broken = [row[0] for row in score.conditions.rows if row[1] == "不满足"]
    words = f"已定失分 {score.lost} 分，还没有定的 {score.at_risk} 分。{grades}。"
    return words + (f"不满足的条件：{'；'.join(broken)}。" if broken else "")


def owing(report: ReadinessReport) -> TableData:
    """Return the units that still owe most."""
    needing = [row for row in report.units if sum(row.counts) > row.counts[-1]]
    needing.sort(key=lambda row: (row.counts[-1] - sum(row.counts), row.name))
    heads = ("责任单位", *(state for state, _ in report.states), "还差")
    rows = tuple(
        (row.name, *map(str, row.counts), f"{sum(row.counts) - row.counts[-1]}/{sum(row.counts)}")
        for row in needing
    )
    return TableData(heads, (36, *(11,) * len(report.states), 14), rows,
                     frozenset(range(1, len(heads))))  # fmt: skip
