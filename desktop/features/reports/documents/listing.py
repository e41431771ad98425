"""Printing a table as the window shows it."""

from __future__ import annotations

from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.core.page_setup import MARGINS
from desktop.features.reports.pdf.flow import Flow, Paper
from desktop.features.reports.pdf.page import foot_of
from desktop.features.reports.types import Listing, Printed

_WIDE = 6


def render_listing(listing: Listing, target: Path, *, ctx: JobContext) -> Printed:
    """Print a table as its page is set up; cancelling leaves no file."""
    setup = listing.setup
    size = setup.size(is_wide=len(listing.table.heads) > _WIDE)
    heading = listing.heading
    with atomic_write(target) as temporary:
        ctx.step(0, 0, f"正在排版{listing.title}")
        flow = Flow(temporary, listing.title, foot_of(heading, listing.title),
                    paper=Paper(size, MARGINS[setup.margins], setup.scale / 100),
                    turned=lambda page: ctx.step(page, 0, f"正在排版{listing.title}"))  # fmt: skip
        flow.heading(f"{heading.county}{listing.title}")
        words = f"{listing.filter_text}  " if listing.filter_text else ""
        flow.paragraph(f"{words}共 {len(listing.table.rows)} 条", size=9)
        flow.table(listing.table, empty="没有内容。")
        pages = flow.finish()
    return Printed(target, pages, flow.missing)
