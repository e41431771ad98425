"""网上申报资料准备度报告."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.flow import Entry, Flow, twice
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import cut_off_text, text_width
from desktop.features.reports.types import Printed, ReadinessReport, StateRow, TableData

# GB/T 9704-2012: top 37, right 26, bottom 35, left 28; tables need more width than running text.
_MARGINS = (24.0, 18.0, 22.0, 20.0)
_TITLE = "网上申报资料准备度报告"


def render_readiness(report: ReadinessReport, target: Path, *, ctx: JobContext) -> Printed:
    """Print the report; cancelling leaves no file."""
    with atomic_write(target) as temporary:

        def make(
            file: Path | None, total: int, entries: tuple[Entry, ...]
        ) -> tuple[int, tuple[Entry, ...]]:
            ctx.step(0 if file is None else 1, 2, "正在排版准备度报告")
            return _draw(report, temporary if file else None, total, entries)

        pages = twice(make, temporary)
        ctx.step(2, 2, "正在保存")
    return Printed(target, pages, missing_glyphs(_texts(report)))


def _texts(report: ReadinessReport) -> Iterator[tuple[str, str]]:
    heading = report.heading
    yield "封面", f"{heading.county}{heading.edition}{heading.office}"
    for row in (*report.projects, *report.methods, *report.units):
        yield "汇总", row.name
    tables = (report.missing, report.returned, report.unmatched, report.unowned)
    for title, table in zip(("缺项", "退回", "未归位", "无人管"), tables, strict=True):
        for cells in table.rows:
            yield f"{title} {cells[0]}", "".join(cells)


def _draw(
    report: ReadinessReport, file: Path | None, total: int, entries: tuple[Entry, ...]
) -> tuple[int, tuple[Entry, ...]]:
    heading = report.heading
    foot = f"{heading.county}{_TITLE}  {heading.edition}  {cut_off_text(heading.cut_off)}"
    flow = Flow(file, f"{heading.county}{_TITLE}", foot, total=total, margins=_MARGINS)
    _cover(flow, report)
    _contents(flow, entries)
    _summary(flow, report)
    _parts(flow, report)
    return flow.finish(), tuple(flow.entries)


def _cover(flow: Flow, report: ReadinessReport) -> None:
    heading = report.heading
    flow.bare_page()
    flow.sheet.text(105, 92, heading.county, size=24, bold=True, align="centre", room=170)
    flow.sheet.text(105, 108, _TITLE, size=26, bold=True, align="centre")
    flow.sheet.line(60, 116, 150, 116, weight=1.2)
    test = report.test_date.isoformat() if report.test_date else "未定"
    for offset, words in enumerate((
        f"测评体系：{heading.edition or '未导入'}", f"测评日期：{test}",
        cut_off_text(heading.cut_off),
    )):  # fmt: skip
        flow.sheet.text(105, 128 + offset * 9, words, size=13, align="centre", room=170)
    flow.sheet.text(105, 236, heading.office, size=15, align="centre", room=170)
    day = heading.cut_off
    written = f"{day.year}年{day.month:02d}月{day.day:02d}日"
    flow.sheet.text(105, 246, written, size=13, align="centre")
    flow.new_page()


def _contents(flow: Flow, entries: tuple[Entry, ...]) -> None:
    flow.y += 8
    flow.sheet.text(105, flow.y, "目  录", size=18, bold=True, align="centre")
    flow.y += 12
    for entry in entries:
        size = 12 if entry.level == 0 else 10.5
        x = flow.left + entry.level * 7
        flow.sheet.text(x, flow.y, entry.title, size=size, bold=entry.level == 0, room=140)
        right = flow.left + flow.width
        start = x + min(140.0, text_width(entry.title, size, bold=entry.level == 0)) + 2
        flow.sheet.dots(start, right - 9, flow.y - 0.4)
        flow.sheet.text(right, flow.y, str(entry.page), size=size, align="right")
        flow.y += 8.4 if entry.level == 0 else 7
    flow.new_page()


def _summary(flow: Flow, report: ReadinessReport) -> None:
    flow.heading("一、总体情况")
    total, ready = sum(report.whole.counts), report.whole.counts[-1]
    days = "未定" if report.days_left is None else f"{report.days_left} 天"
    share = f"{ready * 100 / total:.1f}%" if total else "—"
    _figures(flow, (
        ("距测评", days), ("齐备", f"{ready} / {total} 条"), ("准备度", share),
        ("还缺材料", f"{len(report.missing.rows)} 项"),
        ("无人管", f"{len(report.unowned.rows)} 条"),
    ))  # fmt: skip
    counts = "，".join(
        f"{state} {count} 条"
        for state, count in zip(report.states, report.whole.counts, strict=True)
    )
    flow.paragraph(f"需要网上申报材料的测评要求共 {total} 条：{counts}。"
                   f"未归位的材料 {len(report.unmatched.rows)} 份。")  # fmt: skip
    flow.heading("各测评项目", 1)
    flow.bars(report.projects, report.states)
    worst = _worst(report.units)[:10]
    if worst:
        flow.heading("还差最多的责任单位", 1, keep=45)
        flow.bars(worst, report.states)
    flow.new_page()


def _worst(rows: tuple[StateRow, ...]) -> list[StateRow]:
    needing = [row for row in rows if sum(row.counts) > row.counts[-1]]
    return sorted(needing, key=lambda row: (row.counts[-1] - sum(row.counts), row.name))


def _figures(flow: Flow, figures: tuple[tuple[str, str], ...]) -> None:
    wide = flow.width / len(figures)
    flow.sheet.box(flow.left, flow.y, flow.width, 19, weight=0.8)
    for index, (label, value) in enumerate(figures):
        x = flow.left + index * wide
        if index:
            flow.sheet.line(x, flow.y, x, flow.y + 19)
        flow.sheet.text(x + wide / 2, flow.y + 6, label, size=9, align="centre")
        flow.sheet.text(x + wide / 2, flow.y + 14.5, value, size=14, bold=True, align="centre",
                        room=wide - 2)  # fmt: skip
    flow.y += 25


def _parts(flow: Flow, report: ReadinessReport) -> None:
    states = report.states
    flow.heading("二、按测评项目")
    flow.table(_state_table("测评项目", report.projects, states))
    flow.heading("三、按测评方式")
    flow.table(_state_table("测评方式", report.methods, states))
    flow.heading("四、按责任单位")
    flow.paragraph("一条要求由几个单位负责时，每个单位都计一次，所以各单位之和大于总数。", size=9)
    worst = _worst(report.units)
    others = tuple(row for row in report.units if sum(row.counts) == row.counts[-1])
    flow.table(_state_table("责任单位", (*worst, *others), states))
    number = iter("五六七八")
    for title, table, empty in (
        ("缺项清单", report.missing, "没有缺项。"),
        ("退回清单", report.returned, "没有被退回的材料。"),
        ("未归位材料", report.unmatched, "所有材料都已归位。"),
        ("无人管清单", report.unowned, "每条要求、每个点位都有责任单位。"),
    ):
        words = f"（{len(table.rows)}）" if table.rows else ""
        flow.heading(f"{next(number)}、{title}{words}")
        flow.table(table, empty=empty)
    flow.heading("九、口径说明")
    for note in report.method_notes:
        flow.paragraph(note)


def _state_table(title: str, rows: tuple[StateRow, ...], states: tuple[str, ...]) -> TableData:
    lines = []
    for row in rows:
        total = sum(row.counts)
        share = f"{row.counts[-1] * 100 / total:.0f}%" if total else "—"
        lines.append((row.name, *(str(count) for count in row.counts), str(total), share))
    right = frozenset(range(1, len(states) + 3))
    return TableData((title, *states, "合计", "齐备率"), (34, *(9,) * len(states), 8, 10),
                     tuple(lines), right)  # fmt: skip
