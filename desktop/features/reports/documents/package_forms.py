"""测评材料提交表 and 待审材料索引表 of one item."""

from __future__ import annotations

from desktop.features.reports.package_types import PackageForm, PackagePapers
from desktop.features.reports.pdf.flow import Flow
from desktop.features.reports.pdf.page import lines_of
from desktop.features.reports.pdf.shapes import FRAME
from desktop.features.reports.types import TableData

_SIZE, _LEADING, _LABEL = 10.0, 5.2, 28.0
_STATEMENT = 62.0


def draw_form(flow: Flow, papers: PackagePapers, form: PackageForm) -> None:
    """Draw the form an item's materials are handed in with."""
    _title(flow, papers, form, "测评材料提交表")
    names = ("测评项目", "测评内容", "上级指标")
    rows = [(names[min(depth, 2)], title) for depth, title in enumerate(form.titles)]
    rows += [("测评标准", f"{form.code} {form.text}"), ("责任单位", form.units)]
    top = flow.y
    for label, text in rows:
        _row(flow, label, lines_of(text, _SIZE, flow.width - _LABEL - 4))
    hint = "（写明有没有制度、方案、活动、保障、特色和成效，逐条说明是否符合；在证明材料上划红线）"
    _row(flow, "结论性说明", lines_of(hint, 8.5, flow.width - _LABEL - 4), high=_STATEMENT)
    flow.sheet.box(flow.left, top, flow.width, flow.y - top, weight=FRAME)
    flow.y += 4
    lines = tuple((line.number, line.kind, line.name, line.date, "") for line in form.lines)
    heads = ("编号", "类别", "提交材料", "形成时间", "备注")
    flow.table(TableData(heads, (18, 14, 48, 15, 14), lines))
    _signatures(flow, ("填报人", "审核人", "分管领导"))


def draw_index(flow: Flow, papers: PackagePapers, form: PackageForm) -> None:
    """Draw the index the examiners follow."""
    _title(flow, papers, form, "待审材料索引表")
    flow.paragraph(f"测评标准：{form.code} {form.text}")
    flow.paragraph(f"责任单位：{form.units or '—'}")
    lines = tuple(
        (str(number), line.number, line.name, line.kind, line.unit, line.date, line.pages, "")
        for number, line in enumerate(form.lines, 1)
    )
    heads = ("序号", "材料编号", "材料名称", "类别", "报送单位", "形成时间", "页数", "备注")
    flow.table(TableData(heads, (8, 18, 40, 15, 16, 17, 8, 12), lines, frozenset({0, 6})))
    flow.paragraph(f"本条共 {len(form.lines)} 份材料。")
    _signatures(flow, ("整理人", "审核人"))


def _title(flow: Flow, papers: PackagePapers, form: PackageForm, title: str) -> None:
    flow.sheet.bookmark(f"{form.code} {form.text}"[:60], 0)
    flow.y += 7
    flow.sheet.text(flow.left + flow.width / 2, flow.y, title, size=18, bold=True, align="centre")
    flow.y += 7
    flow.sheet.text(flow.left, flow.y, f"{papers.heading.county}  {papers.heading.edition}",
                    size=9.5, room=110)  # fmt: skip
    flow.sheet.text(flow.left + flow.width, flow.y, f"编号：{form.code}", size=9.5, align="right")
    flow.y += 3


def _row(flow: Flow, label: str, lines: tuple[str, ...], *, high: float = 0) -> None:
    height = max(high, len(lines) * _LEADING + 3.5)
    flow.sheet.box(flow.left, flow.y, _LABEL, height, grey=0.94)
    flow.sheet.text(flow.left + _LABEL / 2, flow.y + 6, label, size=_SIZE, align="centre")
    flow.sheet.box(flow.left + _LABEL, flow.y, flow.width - _LABEL, height)
    size = 8.5 if high else _SIZE
    flow.sheet.block(flow.left + _LABEL + 2, flow.y + 6, lines, size=size, leading=_LEADING)
    flow.y += height


def _signatures(flow: Flow, names: tuple[str, ...]) -> None:
    flow.need(26)
    flow.y += 6
    wide = flow.width / len(names)
    for number, name in enumerate(names):
        flow.sheet.text(flow.left + number * wide, flow.y, f"{name}：", size=_SIZE)
    flow.y += 10
    flow.sheet.text(flow.left, flow.y, "单位（盖章）：", size=_SIZE)
    right = flow.left + flow.width
    flow.sheet.text(right, flow.y, "年      月      日", size=_SIZE, align="right")
    flow.y += 6
