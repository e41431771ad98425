"""Official texts as PDF: bulletins and notices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.official import OfficialText, Part, Photos, Title, Words
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.flow_parts import draw_centred, draw_photos
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import cut_off_text, text_width
from desktop.features.reports.types import Printed

# GB/T 9704-2012: top 37, right 26, bottom 35, left 28 mm; text 16 pt, about 28 characters a line.
_MARGINS = (37.0, 26.0, 32.0, 28.0)
_TEXT = 16.0
_RED = (0.75, 0.1, 0.1)


def render_official(texts: Sequence[OfficialText], target: Path, *, ctx: JobContext) -> Printed:
    """Print texts one after the other, each from a new page; cancelling leaves no file."""
    first = texts[0]
    name = f"{first.heading.county}{first.head}" if len(texts) > 1 else first.title
    foot = f"{first.heading.county}  {first.title}  {cut_off_text(first.heading.cut_off)}"
    with atomic_write(target) as temporary:
        flow = Flow(temporary, name, foot, paper=Paper(margins=_MARGINS))
        for number, text in enumerate(texts):
            ctx.step(number, len(texts), f"正在排版 {text.title}")
            if number:
                flow.new_page()
            _front(flow, text)
            for part in text.parts:
                _part(flow, part)
        pages = flow.finish()
    glyphs = missing_glyphs(item for text in texts for item in text.texts())
    return Printed(target, pages, glyphs)


def _front(flow: Flow, text: OfficialText) -> None:
    middle, right = 105.0, flow.left + flow.width
    flow.sheet.bookmark(text.title, 0)
    size = min(34.0, 34.0 * flow.width / max(1.0, text_width(text.head, 34, bold=True)))
    flow.sheet.headline(middle, flow.y + 6, text.head, size=size, ink=_RED)
    flow.sheet.text(middle, flow.y + 18, text.number, size=14, align="centre", room=flow.width)
    flow.y += 27
    flow.sheet.text(flow.left, flow.y, text.heading.office, size=14, room=flow.width * 0.6)
    flow.sheet.text(right, flow.y, f"{text.heading.cut_off:%Y-%m-%d}", size=14, align="right")
    flow.y += 3
    flow.sheet.fill(flow.left, flow.y, flow.width, 0.7, _RED)
    flow.y += 8
    draw_centred(flow, text.title, size=20)
    flow.y += 4


def _part(flow: Flow, part: Part) -> None:
    if isinstance(part, Title):
        flow.need(22 if part.level == 1 else 50)
        flow.paragraph(f"　　{part.text}", size=_TEXT, bold=part.level == 1)
    elif isinstance(part, Words):
        if part.signed:
            flow.need(9)
            flow.y += 9
            flow.sheet.text(flow.left + flow.width - 8, flow.y, part.text, size=_TEXT,
                            align="right", room=flow.width)  # fmt: skip
        else:
            flow.paragraph(f"　　{part.text}", size=_TEXT)
    elif isinstance(part, Photos):
        draw_photos(flow, [(photo.path, photo.words) for photo in part.photos], part.across)
    else:
        flow.y += 1.5
        flow.table(part)
