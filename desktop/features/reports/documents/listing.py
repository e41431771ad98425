"""Printing a table as the window shows it."""

from __future__ import annotations

from pathlib import Path

from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.flow import Flow
from desktop.features.reports.pdf.page import A4, foot_of
from desktop.features.reports.types import Listing, Printed

_WIDE = 6


def render_listing(listing: Listing, target: Path, *, ctx: JobContext) -> Printed:
    """Print a table on A4, lying where it has many columns; cancelling leaves no file."""
    size = (A4[1], A4[0]) if len(listing.table.heads) > _WIDE else A4
    heading = listing.heading
    with atomic_write(target) as temporary:
        ctx.step(0, 0, f"正在排版{listing.title}")
        flow = Flow(temporary, listing.title, foot_of(heading, listing.title), size=size,
                    margins=(15, 15, 18, 15),
                    turned=lambda page: ctx.step(page, 0, f"正在排版{listing.title}"))  # fmt: skip
        flow.heading(f"{heading.county}{listing.title}")
        words = f"{listing.filter_text}  " if listing.filter_text else ""
        flow.paragraph(f"{words}共 {len(listing.table.rows)} 条", size=9)
        flow.table(listing.table, empty="没有内容。")
        pages = flow.finish()
    return Printed(target, pages, flow.missing)
