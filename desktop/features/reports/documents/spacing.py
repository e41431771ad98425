"""间距核算: every road's result, where to add, and the roads drawn as strips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import cut_off_text
from desktop.features.reports.pdf.strip import draw_strip, strip_height
from desktop.features.reports.types import Printed, SpacingPart, SpacingReport, TableData
from desktop.features.spacing import (
    FAILED,
    OPEN,
    PASSED,
    Gap,
    RoadResult,
    chainage_text,
    metres_text,
)

_TITLE = "间距核算"
_MARGINS = (18.0, 16.0, 18.0, 18.0)
_KEY = (
    "竖线是设置点，上方是序号；格内是米数，斜线格超过限值；“补”是建议增设的位置。"
    "每条路按自己的长度画。"
)


def render_spacing(report: SpacingReport, target: Path, *, ctx: JobContext) -> Printed:
    """Print the spacing of every subject; cancelling leaves no file."""
    with atomic_write(target) as temporary:
        pages = _draw(report, temporary, lambda page: ctx.step(page, 0, "正在排版间距核算"))
    return Printed(target, pages, missing_glyphs(_texts(report)))


def _texts(report: SpacingReport) -> Iterator[tuple[str, str]]:
    heading = report.heading
    yield "抬头", f"{heading.county}{heading.edition}"
    for part in report.parts:
        for road in part.roads:
            numbers = "".join(mark.number for mark in road.marks)
            yield road.road, f"{part.subject}{road.road}{road.class_}{numbers}"


def _draw(report: SpacingReport, file: Path, turned: Callable[[int], None]) -> int:
    heading = report.heading
    title = f"{heading.county}{_TITLE}"
    foot = "  ".join(
        part for part in (title, heading.edition, cut_off_text(heading.cut_off)) if part
    )
    flow = Flow(file, title, foot, paper=Paper(margins=_MARGINS), turned=turned)
    for number, part in enumerate(report.parts):
        if number:
            flow.new_page()
        _part(flow, part, f"{heading.county}{part.subject}{_TITLE}")
    return flow.finish()


def _part(flow: Flow, part: SpacingPart, title: str) -> None:
    flow.heading(title)
    flow.paragraph(_sums(part.roads))
    flow.paragraph(_limits(part), size=9)
    flow.y += 1
    flow.table(_summary(part.roads))
    flow.heading("需要补设的位置", 1)
    flow.table(_over_table(part.roads), empty="没有超过限值的间距。")
    notes = _notes(part.roads)
    if notes:
        flow.heading("需要核对", 1)
        flow.table(TableData(("情况", "道路"), (50, 50), notes))
    drawn = [road for road in part.roads if road.marks]
    if drawn:
        flow.heading("道路示意图", 1, keep=12 + strip_height(drawn[0]))
        flow.paragraph(_KEY, size=8.5)
        flow.y += 2
    for road in drawn:
        draw_strip(flow, road, _verdict(road))


def _sums(roads: tuple[RoadResult, ...]) -> str:
    counts = Counter(road.state for road in roads)
    states = "，".join(
        f"{state} {counts[state]} 条" for state in (PASSED, FAILED, OPEN) if counts[state]
    )
    marks = sum(road.mark_count for road in roads)
    over, needed = sum(road.over for road in roads), sum(road.needed for road in roads)
    more = f"超过限值的间距 {over} 段，至少还要补 {needed} 处。" if over else ""
    return f"共 {len(roads)} 条道路、{marks} 处：{states}。{more}"


def _limits(part: SpacingPart) -> str:
    if not part.limits:
        return "还没有设定限值，只列间距，不作结论。"
    sources: dict[str, list[str]] = {}
    for item in part.limits:
        words = f"{item.class_}每 {metres_text(item.most_m)} 米至少一处"
        sources.setdefault(item.source, []).append(words)
    said = "；".join(f"{'、'.join(words)}（{source}）" for source, words in sources.items())
    return f"限值：{said}。首段从起点算，末段算到终点。"


def _notes(roads: tuple[RoadResult, ...]) -> tuple[tuple[str, str], ...]:
    """Return each note with the roads it is about."""
    named: dict[str, list[str]] = {}
    for road in roads:
        for note in road.notes:
            named.setdefault(note, []).append(road.road)
    return tuple((note, "、".join(names)) for note, names in named.items())


def _summary(roads: tuple[RoadResult, ...]) -> TableData:
    rows = tuple(
        (road.road, road.class_, _known(road.length_m), str(road.mark_count),
         _known(road.limit_m, "未设"), _known(road.longest_m, ""),
         str(road.over or ""), str(road.needed or ""), road.state)
        for road in roads
    )  # fmt: skip
    heads = (
        "道路",
        "等级",
        "长度(米)",
        "处数",
        "限值(米)",
        "最长间距(米)",
        "超限(段)",
        "需补(处)",
        "结论",
    )
    return TableData(heads, (20, 13, 12, 9, 12, 16, 12, 12, 12), rows, frozenset(range(2, 8)))


def _known(value: float | None, unknown: str = "未知") -> str:
    return unknown if value is None else metres_text(value)


def _places(gap: Gap) -> str:
    """Return where to add, two in a line so that no chainage is broken."""
    words = [chainage_text(place) for place in gap.add_at]
    pairs = ["、".join(words[start : start + 2]) for start in range(0, len(words), 2)]
    return "、\n".join(pairs)


def _over_table(roads: tuple[RoadResult, ...]) -> TableData:
    rows = tuple(
        (road.road, road.class_, f"{_start(gap)}至 {_end(gap, road)}", metres_text(gap.length_m),
         _known(road.limit_m, "未设"), str(len(gap.add_at)), _places(gap))
        for road in roads for gap in road.gaps if gap.over
    )  # fmt: skip
    heads = ("道路", "等级", "哪一段", "间距(米)", "限值(米)", "需补(处)", "建议补在")
    return TableData(heads, (18, 12, 36, 12, 12, 12, 30), rows, frozenset({3, 4, 5}))


def _start(gap: Gap) -> str:
    return f"{chainage_text(gap.start_m)}{'（起点）' if gap.start_m == 0 else ' '}"


def _end(gap: Gap, road: RoadResult) -> str:
    return f"{chainage_text(gap.end_m)}{'（终点）' if gap.end_m == road.length_m else ''}"


def _verdict(road: RoadResult) -> str:
    longest = f"最长 {metres_text(road.longest_m)} 米，" if road.longest_m is not None else ""
    if road.over:
        return f"▲ {longest}超限 {road.over} 段，需补 {road.needed} 处，{road.state}"
    return f"{longest}{road.state}"
