"""Printing from the store, as the window and the command line call it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.page_setup import PageSetup
from desktop.features.dossier import caption_rows, return_slips, thumbnails
from desktop.features.exchange import OutColumn, OutSheet, write_workbook
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.documents.guide import render_guide
from desktop.features.reports.documents.listing import render_listing
from desktop.features.reports.documents.onepage import render_onepage
from desktop.features.reports.documents.photos import PRINT_PIXELS, render_photos
from desktop.features.reports.documents.readiness import render_readiness
from desktop.features.reports.documents.return_slips import render_return_slips
from desktop.features.reports.documents.spacing import render_spacing
from desktop.features.reports.documents.task_book import render_funds, render_tasks
from desktop.features.reports.finding_jobs import (
    print_bulletin,
    print_notices,
    print_photo_pairs,
)
from desktop.features.reports.readiness_sources import fund_list, readiness_report, task_book
from desktop.features.reports.sources import SheetChoice, check_book, heading, spacing_report
from desktop.features.reports.types import Listing, Printed, TableData, TaskBook, TaskSheet

_NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')


def print_sheets(ctx: JobContext, store: Store, target: Path, choice: SheetChoice) -> Printed:
    """Print the sheets of the points chosen."""
    return render_check_book(check_book(store, choice), target, ctx=ctx)


def print_readiness(ctx: JobContext, store: Store, target: Path) -> Printed:
    """Print the readiness report."""
    return render_readiness(readiness_report(store), target, ctx=ctx)


def print_spacing(ctx: JobContext, store: Store, target: Path) -> Printed:
    """Print the spacing of every subject recorded."""
    return render_spacing(spacing_report(store), target, ctx=ctx)


def print_onepage(ctx: JobContext, store: Store, target: Path) -> Printed:
    """Print the 一页通, as docx where the file is named so."""
    report = readiness_report(store)
    if target.suffix.lower() == ".docx":
        from desktop.features.reports.word_papers import write_onepage

        return write_onepage(report, target)
    return render_onepage(report, target, ctx=ctx)


def print_tasks(
    ctx: JobContext, store: Store, target: Path, *, units: tuple[str, ...] = ()
) -> Printed:
    """Print the 任务清单: a PDF, an xlsx, or a folder with both for every unit."""
    book = task_book(store, units)
    suffix = target.suffix.lower()
    if suffix == ".pdf":
        return render_tasks(book, target, ctx=ctx)
    if suffix == ".xlsx":
        return _tasks_as_workbook(book, target)
    if suffix:
        raise UserError(f"不会写“{target.suffix}”文件。", "请用 .pdf、.xlsx 或文件夹名。")
    pages = 0
    for number, sheet in enumerate(book.sheets):
        ctx.step(number, len(book.sheets), f"正在生成{sheet.unit}的任务清单")
        one = replace(book, sheets=(sheet,))
        name = _NO_NAME.sub("-", sheet.unit)
        pages += render_tasks(one, target / f"{name}任务清单.pdf", ctx=ctx).pages
        _tasks_as_workbook(one, target / f"{name}任务清单.xlsx")
    return Printed(target, pages, ())


def _tasks_as_workbook(book: TaskBook, target: Path) -> Printed:
    write_workbook(target, [_sheet_of(sheet) for sheet in book.sheets])
    return Printed(target, len(book.sheets), ())


def _sheet_of(sheet: TaskSheet) -> OutSheet:
    heads = ("类别", "编号", "测评标准", "要做的事", "状态", "有/需", "职责", "可挽回分", "时限")
    widths = (10, 14, 44, 22, 10, 8, 8, 10, 12)
    rows = [("材料", code, title, kind, state, have, role, "", due)
            for code, title, kind, state, have, role, due in sheet.materials.rows]  # fmt: skip
    rows += [(method, code, title, work, "", "", "", gain, due)
             for code, method, title, work, gain, due in sheet.work.rows]  # fmt: skip
    columns = [OutColumn(head, width) for head, width in zip(heads, widths, strict=True)]
    return OutSheet(sheet.unit, columns, rows)


def print_funds(ctx: JobContext, store: Store, target: Path) -> Printed:
    """Print the 资金需求 list."""
    return render_funds(fund_list(store), target, ctx=ctx)


def print_return_slips(
    ctx: JobContext, store: Store, target: Path, units: Iterable[str] = ()
) -> Printed:
    """Write the return slips of some units, of all where none are named; PDF or docx by suffix."""
    slips = return_slips(store, units)
    if not slips:
        raise UserError("没有退回的材料。", "没有生成退回单。")
    if target.suffix.lower() == ".docx":
        from desktop.features.reports.word_papers import write_return_slips

        return write_return_slips(heading(store), slips, target)
    return render_return_slips(heading(store), slips, target, ctx=ctx)


def print_photos(
    ctx: JobContext, store: Store, target: Path, document_ids: Iterable[str] = ()
) -> Printed:
    """Print pictures one to a page with their six elements; all of them where none are named."""
    wanted = set(document_ids)
    rows = [row for row in caption_rows(store) if not wanted or row.id in wanted]
    pictures = thumbnails(ctx, store, [row.id for row in rows], side=PRINT_PIXELS)
    return render_photos(heading(store), list(zip(rows, pictures, strict=True)), target, ctx=ctx)


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


# To add a report: one file in documents/, its source, one line here.
DOCUMENTS: dict[str, Callable[[JobContext, Store, Path], Printed]] = {
    "readiness": print_readiness,
    "spacing": print_spacing,
    "bulletin": print_bulletin,
    "notices": print_notices,
    "pairs": print_photo_pairs,
    "onepage": print_onepage,
    "tasks": print_tasks,
    "funds": print_funds,
    "returns": print_return_slips,
    "photos": print_photos,
    "guide": print_guide,
}
