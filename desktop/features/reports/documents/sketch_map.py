"""点位示意图: a map without tiles on lying paper, then the names that found no room on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.core.sketch import (
    Ground,
    View,
    centred,
    fit,
    grid_lines,
    ground_of,
    round_scale,
    route_style,
    scale_bar,
    sign_radius,
)
from desktop.core.sketch_layout import Layout, Lettering, lay_out
from desktop.features.reports.pdf import map_marks as marks
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import A3, A4, Sheet, cut_off_text, lines_of, text_width
from desktop.features.reports.pdf.shapes import FRAME
from desktop.features.reports.types import Printed, SketchMapPrint, TableData

_PAPERS = {"A4": A4, "A3": A3}
_MARGINS = (15.0, 15.0, 18.0, 15.0)
_TOP, _SIDE, _BETWEEN = 30.0, 48.0, 5.0
_MARGIN, _PAD = 6.0, 0.4
_NAME, _NAME_HIGH, _GAP = 7.0, 3.0, 0.6
_ROW, _TEXT, _SIGN_X = 5.4, 12.0, 3.2
_LIST, _LIST_LEADING, _BAR = 8.0, 3.8, 30.0
_BESIDE = 3


def render_sketch_map(print_: SketchMapPrint, target: Path, *, ctx: JobContext) -> Printed:
    """Print a map; cancelling leaves no file.

    Raises UserError where nothing on the map has coordinates.
    """
    sketch, heading = print_.sketch, print_.heading
    ground = ground_of(sketch)
    if ground is None:
        raise UserError(
            f"没有打印{sketch.title}：没有一个点位带经纬度。",
            "没有生成文件。请在点位表里填上经度、纬度，再打印。",
        )
    foot = f"{heading.county}{sketch.title}  {heading.edition}  {cut_off_text(heading.cut_off)}"
    high, wide = _PAPERS[print_.paper]
    with atomic_write(target) as temporary:
        ctx.step(0, 1, f"正在绘制{sketch.title}")
        flow = Flow(temporary, f"{heading.county}{sketch.title}", foot,
                    paper=Paper(size=(wide, high), margins=_MARGINS))  # fmt: skip
        _draw(flow, print_, ground)
        pages = flow.finish()
    return Printed(target, pages, missing_glyphs(_texts(print_)))


def _texts(print_: SketchMapPrint) -> Iterator[tuple[str, str]]:
    sketch = print_.sketch
    yield "标题", f"{print_.heading.county}{sketch.title}{print_.subtitle}"
    for point in sketch.points:
        yield point.name, f"{point.label}{point.name}{point.state}"
    for ring in sketch.rings:
        yield "范围圈", ring.words
    for route in sketch.routes:
        yield "路线", route.team
    for name in print_.left_out:
        yield name, name


def _draw(flow: Flow, print_: SketchMapPrint, ground: Ground) -> None:
    sheet, sketch = flow.sheet, print_.sketch
    sheet.bookmark(sketch.title, 0)
    title = f"{print_.heading.county}{sketch.title}"
    sheet.text(flow.left, 21, title, size=16, bold=True, room=flow.width)
    sheet.text(flow.left, 27, print_.subtitle, size=9, room=flow.width)
    wide = flow.width - _SIDE - _BETWEEN
    high = flow.room + flow.y - _TOP
    scale = 1000 / round_scale(fit(ground, wide, high, margin=_MARGIN).scale)
    view = centred(ground, wide, high, scale=scale).moved(flow.left, _TOP)
    frame = (flow.left, _TOP, flow.left + wide, _TOP + high)
    layout = _draw_map(sheet, print_, ground, view, frame)
    x = flow.left + wide + _BETWEEN
    bottom = _TOP + high
    top = _draw_scale(sheet, x, scale)
    top = _draw_legend(sheet, print_, x, top, bottom)
    is_listed = _draw_left_out(sheet, print_.left_out, x, top, bottom)
    _draw_lists(flow, print_, layout, is_listed=is_listed)


def _draw_map(
    sheet: Sheet, print_: SketchMapPrint, ground: Ground, view: View,
    frame: tuple[float, float, float, float],
) -> Layout:  # fmt: skip
    left, top, right, bottom = frame
    sketch = print_.sketch
    room = (left + _GAP, top + _GAP, right - _GAP, bottom - _GAP)
    radius = sign_radius(sketch, ground, view.scale, largest=marks.SIGN)
    lettering = Lettering(_width, _NAME_HIGH, radius + 0.5, _GAP)
    layout = lay_out(sketch, ground, view, lettering=lettering, room=room)
    step = scale_bar(view.scale, _BAR).length
    for x in grid_lines(left, right, origin=view.x, step=step):
        sheet.polyline(((x, top), (x, bottom)), weight=0.3, ink=marks.PALE)
    for y in grid_lines(top, bottom, origin=view.y, step=step):
        sheet.polyline(((left, y), (right, y)), weight=0.3, ink=marks.PALE)
    for x, y, radius in layout.rings:
        marks.draw_ring(sheet, (x, y), radius)
    for number, (places, start) in enumerate(zip(layout.routes, layout.starts, strict=True)):
        marks.draw_route(sheet, places, route_style(number))
        marks.draw_leader(sheet, start, places[0], route_style(number))
    for label in (*layout.ring_labels, *layout.labels):
        sheet.fill(label.x, label.y + 0.2, label.width, _NAME_HIGH - 0.4, marks.WHITE)
        sheet.text(label.x + _PAD, label.y + 2.4, label.text, size=_NAME)
    for state in sketch.states:
        for point, middle in zip(sketch.points, layout.signs, strict=True):
            if point.state == state.name:
                marks.draw_sign(sheet, state, middle, radius)
    for number, start in enumerate(layout.starts):
        marks.draw_number(sheet, start, number + 1, route_style(number))
    sheet.box(left, top, right - left, bottom - top, weight=FRAME)
    return layout


def _width(text: str) -> float:
    return text_width(text, _NAME) + 2 * _PAD


def _draw_scale(sheet: Sheet, x: float, scale: float) -> float:
    bar = scale_bar(scale, _BAR)
    marks.draw_north(sheet, x + _SIGN_X, _TOP)
    marks.draw_scale_bar(sheet, x + _TEXT, _TOP + 9.5, bar)
    sheet.text(x + _TEXT, _TOP + 13.6, f"比例尺 1∶{round(1000 / scale)}", size=8)
    sheet.text(x, _TOP + 19.5, f"方格边长 {bar.words}，上方为正北", size=8)
    return _TOP + 24


def _draw_legend(
    sheet: Sheet, print_: SketchMapPrint, x: float, top: float, bottom: float
) -> float:
    """Draw what signs and lines mean; what finds no room is counted in the last line."""
    sketch, right = print_.sketch, x + _SIDE
    top = _section(sheet, f"点位 {len(sketch.points)}", x, top)
    for state, count in sketch.counts():
        marks.draw_sign(sheet, state, (x + _SIGN_X, top + _ROW / 2))
        _row(sheet, state.name, str(count), x, top)
        top += _ROW
    for number, route in enumerate(sketch.routes):
        if number == 0:
            top = _section(sheet, "路线", x, top + 2)
        style, y = route_style(number), top + _ROW / 2
        marks.draw_route(sheet, ((x, y), (x + _TEXT - 1.5, y)), style)
        marks.draw_number(sheet, (x + 1.8, y), number + 1, style)
        _row(sheet, route.team, f"{len(route.places)} 站", x, top)
        top += _ROW
    for number, ring in enumerate(sketch.rings):
        if number == 0:
            top = _section(sheet, "范围圈", x, top + 2)
        left = len(sketch.rings) - number
        if top + 2 * _ROW > bottom and left > 1:
            sheet.text(right, top + 3.8, f"另有 {left} 个", size=8.5, align="right")
            return top + _ROW
        sheet.circle((x + _SIGN_X, top + _ROW / 2), 1.8, weight=0.8, ink=marks.ink_of("accent"))
        _row(sheet, ring.words, "", x, top)
        top += _ROW
    return top


def _section(sheet: Sheet, words: str, x: float, top: float) -> float:
    sheet.text(x, top + 3.6, words, size=8.5, bold=True)
    sheet.line(x, top + 5, x + _SIDE, top + 5)
    return top + 6


def _row(sheet: Sheet, words: str, count: str, x: float, top: float) -> None:
    room = _SIDE - _TEXT - text_width(count, 8.5) - 1
    sheet.text(x + _TEXT, top + 3.8, words, size=8.5, room=room)
    sheet.text(x + _SIDE, top + 3.8, count, size=8.5, align="right")


def _left_out_title(names: tuple[str, ...]) -> str:
    return f"没有经纬度、不在图上 {len(names)}"


def _draw_left_out(
    sheet: Sheet, names: tuple[str, ...], x: float, top: float, bottom: float
) -> bool:
    """Name the points without coordinates beside the map; tell whether they found room."""
    lines = lines_of("、".join(names), _LIST, _SIDE)
    if not names or top + 8 + len(lines) * _LIST_LEADING > bottom:
        return not names
    top = _section(sheet, _left_out_title(names), x, top + 2)
    sheet.block(x, top + 3.4, lines, size=_LIST, leading=_LIST_LEADING)
    return True


def _draw_lists(flow: Flow, print_: SketchMapPrint, layout: Layout, *, is_listed: bool) -> None:
    sketch = print_.sketch
    named = {label.owner for label in layout.labels if not label.short}
    unnamed = [point for number, point in enumerate(sketch.points) if number not in named]
    if unnamed or not is_listed:
        flow.new_page()
    if not is_listed:
        flow.heading(_left_out_title(print_.left_out), 1)
        flow.paragraph("、".join(print_.left_out), size=9)
    if unnamed:
        flow.heading(f"图上没有写出名称的点位 {len(unnamed)}", 1)
        cells = [(point.label, point.name, point.state) for point in unnamed]
        cells += [("", "", "")] * (-len(cells) % _BESIDE)
        rows = tuple(
            tuple(text for cell in cells[first : first + _BESIDE] for text in cell)
            for first in range(0, len(cells), _BESIDE)
        )
        flow.table(TableData(("编号", "点位", "状态") * _BESIDE, (5, 20, 7) * _BESIDE, rows))
