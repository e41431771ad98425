"""The papers of an archive package: cover and contents, forms per item, the handover list.

None of them holds the hour of printing, so that the same package prints the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.core.clock import day_words
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.core.numerals import formal
from desktop.core.text import size_words
from desktop.features.reports.documents.package_forms import draw_form, draw_index
from desktop.features.reports.package_types import PackagePapers
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.page import lines_of
from desktop.features.reports.pdf.shapes import FRAME
from desktop.features.reports.types import Printed, TableData

_MARGINS = (18.0, 16.0, 20.0, 18.0)
_CLOSING = 95.0
Draw = Callable[[Flow, PackagePapers], None]


def render_contents(papers: PackagePapers, target: Path, *, ctx: JobContext) -> Printed:
    """Print cover and 目录."""
    return _render(papers, target, "目录", _draw_contents, ctx=ctx)


def render_forms(papers: PackagePapers, target: Path, *, ctx: JobContext) -> Printed:
    """Print a 测评材料提交表 per item."""
    return _render(papers, target, "测评材料提交表", _draw_forms, ctx=ctx)


def render_indexes(papers: PackagePapers, target: Path, *, ctx: JobContext) -> Printed:
    """Print a 待审材料索引表 per item."""
    return _render(papers, target, "待审材料索引表", _draw_indexes, ctx=ctx)


def render_handover(papers: PackagePapers, target: Path, *, ctx: JobContext) -> Printed:
    """Print the 移交清单 with the steps to verify it."""
    return _render(papers, target, "移交清单", _draw_handover, ctx=ctx)


def _render(
    papers: PackagePapers, target: Path, title: str, draw: Draw, *, ctx: JobContext
) -> Printed:
    heading = papers.heading
    foot = (
        f"{heading.county}申报材料{title}  {heading.edition}  材料截至 {heading.cut_off:%Y-%m-%d}"
    )
    with atomic_write(target) as temporary:
        flow = Flow(temporary, f"{papers.name}{title}", foot, is_dated=False,
                    paper=Paper(margins=_MARGINS),
                    turned=lambda page: ctx.step(page, 0, f"正在排版{title}"))  # fmt: skip
        flow.note("封面", f"{heading.county}{heading.edition}{heading.office}")
        for form in papers.forms:
            flow.note(form.code, "".join((*form.titles, form.text, form.units)))
        draw(flow, papers)
        pages = flow.finish()
    return Printed(target, pages, flow.missing)


def _draw_contents(flow: Flow, papers: PackagePapers) -> None:
    _cover(flow, papers)
    flow.heading("目  录")
    rows = []
    for form in papers.forms:
        rows.append((form.code, form.text, f"{len(form.lines)} 份", "", "", "", ""))
        rows += [
            (line.number, line.name, _file_name(line.path), line.pages, line.date,
             size_words(line.bytes), line.sha256[:8])
            for line in form.lines
        ]  # fmt: skip
    heads = ("编号", "题名", "文件", "页数", "日期", "大小", "SHA-256")
    flow.table(TableData(heads, (17, 36, 44, 7, 17, 13, 18), tuple(rows), frozenset({3, 5})))
    flow.paragraph(_totals(papers))


def _cover(flow: Flow, papers: PackagePapers) -> None:
    heading = papers.heading
    flow.bare_page()
    sheet = flow.sheet
    sheet.text(105, 88, heading.county, size=26, bold=True, align="centre", room=170)
    sheet.text(105, 106, "创建全国文明城市申报材料", size=26, bold=True, align="centre")
    sheet.line(55, 115, 155, 115, weight=1.2)
    words = (
        heading.edition, f"{len(papers.forms)} 条测评标准  {papers.files} 份材料",
        f"材料截至 {day_words(heading.cut_off)}",
    )  # fmt: skip
    for number, text in enumerate(words):
        sheet.text(105, 128 + number * 9, text, size=14, align="centre", room=170)
    sheet.text(105, 236, heading.office, size=16, align="centre", room=170)
    sheet.text(
        105, 246, f"{heading.cut_off.year}年{heading.cut_off.month}月", size=14, align="centre"
    )
    flow.new_page()


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


def _totals(papers: PackagePapers) -> str:
    return (
        f"合计 {papers.files} 份（{formal(papers.files)}份），共 {papers.bytes:,} 字节"
        f"（{formal(papers.bytes)}字节，{size_words(papers.bytes)}）。"
    )


def _draw_forms(flow: Flow, papers: PackagePapers) -> None:
    for number, form in enumerate(papers.forms):
        if number:
            flow.new_page()
        draw_form(flow, papers, form)


def _draw_indexes(flow: Flow, papers: PackagePapers) -> None:
    for number, form in enumerate(papers.forms):
        if number:
            flow.new_page()
        draw_index(flow, papers, form)


def _draw_handover(flow: Flow, papers: PackagePapers) -> None:
    heading = papers.heading
    flow.y += 8
    title = f"{heading.county}申报材料移交清单"
    flow.sheet.text(105, flow.y, title, size=18, bold=True, align="centre", room=170)
    flow.y += 6
    flow.paragraph(f"包名：{papers.name}    测评体系：{heading.edition}    编制：{heading.office}")
    rows, number = [], 0
    for form in papers.forms:
        folder = form.lines[0].path.rpartition("/")[0]
        rows.append(("", form.code, f"{folder}/", f"{len(form.lines)} 份", ""))
        for line in form.lines:
            number += 1
            name = f"　{_file_name(line.path)}"
            rows.append((str(number), "", name, f"{line.bytes:,}", line.sha256[:8]))
    heads = ("序号", "编号", "文件", "大小（字节）", "SHA-256 前 8 位")
    table = TableData(heads, (9, 17, 100, 24, 28), tuple(rows), frozenset({0, 3}))
    flow.table(table, empty="没有材料。")
    # Totals, signatures and steps are one thing: nobody signs a page that says nothing.
    flow.need(_CLOSING)
    flow.paragraph(_totals(papers), bold=True)
    _signatures(flow)
    _steps(flow, papers)


def _signatures(flow: Flow) -> None:
    flow.need(30)
    flow.y += 8
    wide = flow.width / 3
    for number, who in enumerate(("移交人", "接收人", "监交人")):
        x = flow.left + number * wide
        flow.sheet.text(x, flow.y, f"{who}（签章）：", size=10.5)
        flow.sheet.line(x + 29, flow.y + 1, x + wide - 5, flow.y + 1)
        flow.sheet.text(x, flow.y + 11, "日期：        年      月      日", size=10.5)
    flow.y += 18


def _steps(flow: Flow, papers: PackagePapers) -> None:
    """Draw the box that lets any Windows PC verify the package with what it has."""
    steps = (
        "怎样核对（Windows 自带命令，不用装任何软件；压缩包请先全部解压到同一个文件夹）",
        "1. 打开包的文件夹（里面有 bagit.txt），在地址栏输入 cmd 后按回车。",
        "2. 输入  certutil -hashfile manifest-sha256.txt SHA256  按回车，显示的 64 位应当是：",
        f"    {papers.manifest_sha256}",
        "3. 抽查任一文件：输入  certutil -hashfile \"文件路径\" SHA256，前 8 位应与上表相同；"
        "全部 64 位列在 manifest-sha256.txt 里（用记事本打开）。",
        "4. 有迎检台的电脑可以一次核对全部文件：yingjian package verify 包的文件夹",
    )  # fmt: skip
    size, leading = 9.5, 5.2
    lines = [(number, line) for number, step in enumerate(steps)
             for line in lines_of(step, size, flow.width - 8, bold=number == 0)]  # fmt: skip
    high = len(lines) * leading + 5
    flow.need(high + 2)
    flow.sheet.box(flow.left, flow.y, flow.width, high, weight=FRAME)
    y = flow.y + 6
    for number, line in lines:
        flow.sheet.block(flow.left + 4, y, (line,), size=size, leading=leading, bold=number == 0)
        y += leading
    flow.y += high + 2
