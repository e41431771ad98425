"""Printing a table as the window shows it."""

from __future__ import annotations

from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.core.page_setup import MARGINS
from desktop.features.reports.pdf.flow import Entry, Flow, twice
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import cut_off_text
from desktop.features.reports.types import Listing, Printed

_WIDE = 6


def render_listing(listing: Listing, target: Path, *, ctx: JobContext) -> Printed:
    """Print a table as its page is set up; cancelling leaves no file."""
    setup = listing.setup
    size = setup.size(is_wide=len(listing.table.heads) > _WIDE)
    heading = listing.heading
    foot = f"{heading.county}  {listing.title}  {cut_off_text(heading.cut_off)}"
    with atomic_write(target) as temporary:

        def make(
            file: Path | None, total: int, _entries: tuple[Entry, ...]
        ) -> tuple[int, tuple[Entry, ...]]:
            ctx.step(0 if file is None else 1, 2, f"正在排版{listing.title}")
            flow = Flow(file, listing.title, foot, total=total, size=size,
                        margins=MARGINS[setup.margins], scale=setup.scale / 100)  # fmt: skip
            flow.heading(f"{heading.county}{listing.title}")
            words = f"{listing.filter_text}  " if listing.filter_text else ""
            flow.paragraph(f"{words}共 {len(listing.table.rows)} 条", size=9)
            flow.table(listing.table, empty="没有内容。")
            return flow.finish(), ()

        pages = twice(make, temporary)
    texts = ((row[0], "".join(row)) for row in listing.table.rows)
    return Printed(target, pages, missing_glyphs(texts))
