"""简明指南: two pages to keep beside the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.page import lines_of
from desktop.features.reports.types import Printed

_SIZE, _LEADING, _STEP = 12.0, 6.6, 7.0
_MARGINS = (20.0, 18.0, 18.0, 20.0)


def render_guide(county: str, target: Path, *, ctx: JobContext) -> Printed:
    """Print the quick guide; cancelling leaves no file."""
    guide = resource("guide.json")
    with atomic_write(target) as temporary:
        ctx.step(0, 0, "正在排版简明指南")
        flow = Flow(temporary, guide["title"], county, paper=Paper(margins=_MARGINS))
        flow.sheet.text(105, flow.y, guide["title"], size=22, bold=True, align="centre")
        flow.y += 6
        flow.paragraph(guide["lead"], size=11)
        for number, sections in enumerate(guide["pages"]):
            if number:
                flow.new_page()
            for section in sections:
                _section(flow, section)
        pages = flow.finish()
    return Printed(target, pages, flow.missing)


def _section(flow: Flow, section: Any) -> None:
    flow.heading(section["title"])
    for number, line in enumerate(section["lines"], 1):
        parts = lines_of(line, _SIZE, flow.width - _STEP)
        flow.need(len(parts) * _LEADING)
        flow.y += _LEADING
        flow.sheet.text(flow.left, flow.y, f"{number}.", size=_SIZE, bold=True)
        flow.sheet.block(flow.left + _STEP, flow.y, parts, size=_SIZE, leading=_LEADING)
        flow.y += (len(parts) - 1) * _LEADING + 1.4
    flow.y += 4
