"""网上申报资料准备度报告, set like a 公文."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from desktop.core.chart import StateBar, range_chart, state_chart, trend_chart
from desktop.core.chart_months import month_chart
from desktop.core.clock import day_words
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.fonts import gb_font
from desktop.features.reports.pdf.gb_flow import BODY, GbFlow
from desktop.features.reports.pdf.page import Face, cut_off_text, foot_of
from desktop.features.reports.types import (
    Printed,
    ReadinessReport,
    ScorePart,
    StateRow,
    TableData,
)

_TITLE = "网上申报资料准备度报告"
_HEADINGS = 24


def render_readiness(report: ReadinessReport, target: Path, *, ctx: JobContext) -> Printed:
    """Print the report; cancelling leaves no file."""
    heading = report.heading
    with atomic_write(target) as temporary:
        ctx.step(0, 0, "正在排版准备度报告")
        flow = GbFlow(temporary, f"{heading.county}{_TITLE}", foot_of(heading, _TITLE),
                      turned=lambda page: ctx.step(page, 0, "正在排版准备度报告"))  # fmt: skip
        _cover(flow, report)
        flow.contents("目　录", _HEADINGS)
        _summary(flow, report)
        _parts(flow, report)
        pages = flow.finish()
        ctx.step(pages, pages, "正在保存")
    return Printed(target, pages, flow.missing)


def _cover(flow: GbFlow, report: ReadinessReport) -> None:
    heading = report.heading
    flow.bare_page()
    flow.note("封面", f"{heading.county}{heading.edition}{heading.office}")
    flow.title(heading.county, 84)
    flow.title(_TITLE, flow.y + 2)
    middle = flow.left + flow.width / 2
    flow.sheet.line(middle - 45, flow.y + 2, middle + 45, flow.y + 2, weight=1.2)
    test = report.test_date.isoformat() if report.test_date else "未定"
    lines = (
        (flow.y + 20, f"测评体系：{heading.edition or '未导入'}"),
        (flow.y + 31, f"测评日期：{test}"), (flow.y + 42, cut_off_text(heading.cut_off)),
        (236, heading.office), (247, day_words(heading.cut_off)),
    )  # fmt: skip
    for y, words in lines:
        face = Face(gb_font("kai", words), BODY)
        flow.sheet.say(middle, y, words, face, align="centre", room=flow.width)
    flow.new_page()


def _summary(flow: GbFlow, report: ReadinessReport) -> None:
    flow.heading("一、总体情况")
    _figures(flow, report)
    total = sum(report.whole.counts)
    counts = "，".join(
        f"{state} {count} 条"
        for (state, _), count in zip(report.states, report.whole.counts, strict=True)
    )
    words = f"需要网上申报材料的测评要求共 {total} 条：{counts}。"
    if report.score is not None:
        words += (f"已定失分 {report.score.lost} 分，还没有定的 {report.score.at_risk} 分。"
                  f"{_grades(report.score)}。")  # fmt: skip
    flow.caption("各测评项目准备情况")
    flow.chart(partial(state_chart, _state_bars(report.projects), report.states))
    flow.body(words)
    if report.score is not None:
        flow.caption("先做的十件事")
        flow.table(report.score.first, empty="没有要做的事。", most_lines=1)
    flow.new_page()


def _grades(score: ScorePart) -> str:
    return "，".join(f"{grade} {count} 项" for grade, count in score.grades)


def _figures(flow: GbFlow, report: ReadinessReport) -> None:
    figures = report.figures
    wide, high = flow.width / len(figures), 23.0
    flow.sheet.box(flow.left, flow.y, flow.width, high, weight=0.8)
    for index, figure in enumerate(figures):
        x = flow.left + index * wide
        if index:
            flow.sheet.line(x, flow.y, x, flow.y + high)
        middle = x + wide / 2
        flow.sheet.text(middle, flow.y + 5.5, figure.label, size=9, align="centre")
        flow.sheet.text(middle, flow.y + 13.5, figure.value, size=15, bold=True, align="centre",
                        room=wide - 2)  # fmt: skip
        flow.sheet.text(middle, flow.y + 19.5, figure.note, size=8, align="centre", room=wide - 1)
    flow.y += high + 3


def _state_bars(rows: tuple[StateRow, ...]) -> tuple[StateBar, ...]:
    found = []
    for row in rows:
        total = sum(row.counts)
        words = f"{row.counts[-1]}/{total} 齐备" if total else "不需材料"
        found.append(StateBar(row.name, row.counts, words))
    return tuple(found)


def _parts(flow: GbFlow, report: ReadinessReport) -> None:
    flow.heading("二、材料准备情况")
    flow.heading("（一）按测评项目", 1)
    flow.table(_state_table("测评项目", report.projects, report))
    flow.heading("（二）按测评方式", 1)
    flow.table(_state_table("测评方式", report.methods, report))
    flow.heading("（三）按责任单位", 1)
    flow.caption("一条要求由几个单位负责时，每个单位都计一次，各单位之和大于总数")
    worst = _worst(report.units)
    others = tuple(row for row in report.units if sum(row.counts) == row.counts[-1])
    flow.table(_state_table("责任单位", (*worst, *others), report))
    flow.heading("三、材料清单")
    for title, table, empty, words in (
        ("（一）缺项", report.missing, "没有缺项。", ""),
        ("（二）退回", report.returned, "没有被退回的材料。", ""),
        (
            "（三）时限外",
            report.outside,
            "没有逐份列出。" if report.timeline.totals[1] else "没有时限外的材料。",
            report.window,
        ),
        ("（四）未归位", report.unmatched, "所有材料都已归位。", ""),
        ("（五）无人管", report.unowned, "每条要求、每个点位都有责任单位。", ""),
    ):
        flow.heading(f"{title}（{len(table.rows)}）" if table.rows else title, 1)
        if words:
            flow.caption(words)
            if report.timeline.months:
                flow.chart(partial(month_chart, report.timeline))
        flow.table(table, empty=empty)
    _findings(flow, report)
    if report.score is not None:
        _score(flow, report.score)
    flow.heading("六、口径说明")
    for number, note in enumerate(report.method_notes, 1):
        flow.paragraph(f"{number}. {note}", size=10.5)


def _worst(rows: tuple[StateRow, ...]) -> list[StateRow]:
    needing = [row for row in rows if sum(row.counts) > row.counts[-1]]
    return sorted(needing, key=lambda row: (row.counts[-1] - sum(row.counts), row.name))


def _findings(flow: GbFlow, report: ReadinessReport) -> None:
    found = report.findings
    flow.heading("四、问题整改")
    closed = found.total - found.open
    flow.body(f"共有问题 {found.total} 个，已销号 {closed} 个，未销号 {found.open} 个，"
              f"其中逾期 {found.overdue} 个。")  # fmt: skip
    if found.units.rows:
        flow.table(found.units)
        flow.caption("未销号问题")
        flow.table(found.items)
    flow.caption("督办卡")
    flow.table(found.cards, empty="没有签发过督办卡。")


def _score(flow: GbFlow, score: ScorePart) -> None:
    flow.heading("五、得分测算")
    flow.body(
        f"总分{score.total.words} 分。已定失分 {score.lost} 分，还没有定的 {score.at_risk} 分。"
    )
    flow.caption("实心为已得，斜线为未定，竖线为可能值")
    flow.chart(partial(range_chart, (score.total, *score.methods)))
    flow.heading("（一）按测评项目", 1)
    flow.chart(partial(range_chart, score.projects))
    flow.heading("（二）趋势与实测", 1, keep=60)
    flow.chart(partial(trend_chart, score.trend, score.full))
    flow.table(score.real, empty="没有登记过真实测评的结果。")
    flow.heading("（三）条件", 1)
    flow.table(score.conditions, empty="没有设前置条件，负面清单没有登记事件。")
    flow.heading("（四）巩固A、提升B、消灭C", 1)
    flow.body(f"{_grades(score)}。{score.movement}")
    flow.table(score.board, empty="没有 B 档、C 档的指标。")
    flow.heading("（五）已定失分", 1)
    flow.table(score.items, empty="没有已经定了的失分。")


def _state_table(title: str, rows: tuple[StateRow, ...], report: ReadinessReport) -> TableData:
    states = [state for state, _ in report.states]
    lines = []
    for row in rows:
        total = sum(row.counts)
        share = f"{row.counts[-1] * 100 / total:.0f}%" if total else "—"
        lines.append((row.name, *(str(count) for count in row.counts), str(total), share))
    right = frozenset(range(1, len(states) + 3))
    return TableData((title, *states, "合计", "齐备率"), (34, *(11,) * len(states), 9, 11),
                     tuple(lines), right)  # fmt: skip
