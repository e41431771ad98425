"""Printing from the store, as the window and the command line call it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from db import Store
from desktop.core.job import JobContext
from desktop.features.dossier import caption_rows, return_slips, thumbnails
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.documents.listing import render_listing
from desktop.features.reports.documents.photos import PRINT_PIXELS, render_photos
from desktop.features.reports.documents.readiness import render_readiness
from desktop.features.reports.documents.return_slips import render_return_slips
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


def print_return_slips(
    ctx: JobContext, store: Store, target: Path, units: Iterable[str] = ()
) -> Printed:
    """Write the return slips of some units, of all where none are named; PDF or docx by suffix."""
    return render_return_slips(heading(store), return_slips(store, units), target, ctx=ctx)


def print_photos(
    ctx: JobContext, store: Store, target: Path, document_ids: Iterable[str] = ()
) -> Printed:
    """Print pictures one to a page with their six elements; all of them where none are named."""
    wanted = set(document_ids)
    rows = [row for row in caption_rows(store) if not wanted or row.id in wanted]
    pictures = thumbnails(ctx, store, [row.id for row in rows], side=PRINT_PIXELS)
    return render_photos(heading(store), list(zip(rows, pictures, strict=True)), target, ctx=ctx)


def print_listing(
    ctx: JobContext, store: Store, target: Path, *, title: str, filter_text: str, table: TableData
) -> Printed:
    """Print a table as the window shows it."""
    return render_listing(Listing(heading(store), title, filter_text, table), target, ctx=ctx)


# To add a report: one file in documents/, its source in sources.py, one line here.
DOCUMENTS: dict[str, Callable[[JobContext, Store, Path], Printed]] = {
    "readiness": print_readiness,
    "spacing": print_spacing,
    "returns": print_return_slips,
    "photos": print_photos,
}
