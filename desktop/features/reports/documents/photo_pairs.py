"""整改前后对比: photos of each finding side by side, three findings on an A4 page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import cut_off_text, lines_of
from desktop.features.reports.pdf.shapes import FRAME
from desktop.features.reports.types import Heading, PhotoPair, Printed

_TITLE = "问题整改前后对比"
_PHOTO_HIGH, _WORDS_HIGH = 56.0, 18.0


def render_photo_pairs(
    heading: Heading, pairs: Sequence[PhotoPair], target: Path, *, ctx: JobContext
) -> Printed:
    """Print the findings' photos; a missing one is an empty frame that says so."""
    foot = f"{heading.county}{_TITLE}  {cut_off_text(heading.cut_off)}"
    with atomic_write(target) as temporary:
        flow = Flow(temporary, _TITLE, foot,
                    paper=Paper(margins=(15, 15, 18, 15)))  # fmt: skip
        flow.heading(f"{heading.county}{_TITLE}")
        for number, pair in enumerate(pairs):
            ctx.step(number, len(pairs), f"正在排版问题 {pair.number}")
            _pair(flow, pair)
        pages = flow.finish()
    texts = [(f"问题 {pair.number}", f"{pair.place}{pair.text}{pair.units}") for pair in pairs]
    return Printed(target, pages, missing_glyphs(texts))


def _pair(flow: Flow, pair: PhotoPair) -> None:
    flow.need(_PHOTO_HIGH + _WORDS_HIGH + 10)
    sheet, top = flow.sheet, flow.y
    wide = flow.width / len(pair.photos)
    sheet.box(flow.left, top, flow.width, _WORDS_HIGH, weight=FRAME)
    title = f"问题 {pair.number}  {pair.place}"
    sheet.text(flow.left + 2, top + 5, title, size=10.5, bold=True, room=flow.width * 0.62)
    right = flow.left + flow.width - 2
    sheet.text(right, top + 5, pair.state, size=10, bold=True, align="right")
    lines = lines_of(pair.text, 9.5, flow.width - 4)[:2]
    sheet.block(flow.left + 2, top + 10, lines, size=9.5, leading=4.4)
    sheet.text(flow.left + 2, top + 16.6, f"{pair.units}  {pair.days}", size=8,
               room=flow.width - 4)  # fmt: skip
    top += _WORDS_HIGH
    for number, (words, path) in enumerate(pair.photos):
        x = flow.left + number * wide
        sheet.box(x, top, wide, _PHOTO_HIGH + 6, weight=FRAME)
        sheet.text(x + wide / 2, top + 4.4, words, size=9, bold=True, align="centre")
        if path is not None:
            sheet.picture(path, (x + 1.5, top + 6), (wide - 3, _PHOTO_HIGH - 1.5))
        else:
            sheet.text(x + wide / 2, top + _PHOTO_HIGH / 2 + 5, "（没有照片）", size=9,
                       align="centre")  # fmt: skip
    flow.y = top + _PHOTO_HIGH + 6 + 5
