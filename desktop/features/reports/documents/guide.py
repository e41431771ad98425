"""简明指南: two pages to keep beside the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.reports.pdf.flow import Entry, Flow, twice
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import lines_of
from desktop.features.reports.types import Printed

_SIZE, _LEADING, _STEP = 12.0, 6.6, 7.0
_MARGINS = (20.0, 18.0, 18.0, 20.0)


def render_guide(county: str, target: Path, *, ctx: JobContext) -> Printed:
    """Print the quick guide; cancelling leaves no file."""
    guide = resource("guide.json")
    with atomic_write(target) as temporary:

        def make(
            file: Path | None, total: int, _entries: tuple[Entry, ...]
        ) -> tuple[int, tuple[Entry, ...]]:
            ctx.step(0 if file is None else 1, 2, "正在排版简明指南")
            flow = Flow(file, guide["title"], county, total=total, margins=_MARGINS)
            flow.sheet.text(105, flow.y, guide["title"], size=22, bold=True, align="centre")
            flow.y += 6
            flow.paragraph(guide["lead"], size=11)
            for number, sections in enumerate(guide["pages"]):
                if number:
                    flow.new_page()
                for section in sections:
                    _section(flow, section)
            return flow.finish(), ()

        pages = twice(make, temporary)
    return Printed(target, pages, missing_glyphs(_texts(guide)))


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


def _texts(guide: Any) -> Iterator[tuple[str, str]]:
    for sections in guide["pages"]:
        for section in sections:
            yield section["title"], "".join(section["lines"])
