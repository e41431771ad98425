"""Printing from the store, as the window and the command line call it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db import Store
from desktop.core.job import JobContext
from desktop.core.page_setup import PageSetup
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.documents.guide import render_guide
from desktop.features.reports.documents.listing import render_listing
from desktop.features.reports.documents.readiness import render_readiness
from desktop.features.reports.documents.spacing import render_spacing
from desktop.features.reports.sources import (
    SheetChoice,
    check_book,
    heading,
    readiness_report,
    spacing_report,
)
from desktop.features.reports.types import Listing, Printed, TableData


def print_sheets(ctx: JobContext, store: Store, target: Path, choice: SheetChoice) -> Printed:
    """Print the sheets of the points chosen."""
    return render_check_book(check_book(store, choice), target, ctx=ctx)


def print_readiness(ctx: JobContext, store: Store, target: Path) -> Printed:
    """Print the readiness report."""
    return render_readiness(readiness_report(store), target, ctx=ctx)


def print_spacing(ctx: JobContext, store: Store, target: Path) -> Printed:
    """Print the spacing of every subject recorded."""
    return render_spacing(spacing_report(store), target, ctx=ctx)


def print_guide(ctx: JobContext, store: Store, target: Path) -> Printed:
    """Print the quick guide on two pages."""
    return render_guide(heading(store).county, target, ctx=ctx)


def print_listing(
    ctx: JobContext, store: Store, target: Path, *, title: str, filter_text: str,
    table: TableData, setup: PageSetup | None = None,
) -> Printed:  # fmt: skip
    """Print a table as the window shows it."""
    listing = Listing(heading(store), title, filter_text, table, setup or PageSetup())
    return render_listing(listing, target, ctx=ctx)


# To add a report: one file in documents/, its source in sources.py, one line here.
DOCUMENTS: dict[str, Callable[[JobContext, Store, Path], Printed]] = {
    "readiness": print_readiness,
    "spacing": print_spacing,
    "guide": print_guide,
}
