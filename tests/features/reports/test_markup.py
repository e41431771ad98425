"""Markup typed into any field is printed as typed, in every print and every field of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from desktop.core.job import QuietContext
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.documents.listing import render_listing
from desktop.features.reports.documents.readiness import render_readiness
from desktop.features.reports.types import (
    CheckBook,
    CheckLine,
    CheckSheet,
    Heading,
    Listing,
    Printed,
    ReadinessReport,
    StateRow,
    TableData,
)

QUIET = QuietContext()
STATES = ("未开始", "收集中", "待审", "退回", "齐备")
HEADING = Heading("县", "版", datetime(2026, 8, 31, 17, 30), "办")
TABLE = TableData(("头", "数"), (1, 1), (("甲", "1"), ("乙", "2")), frozenset({1}))
ROW = StateRow("行", (1, 2, 3, 4, 5))
SHEET = CheckSheet("0001-3", "YJ1", "点", "型", "址", "街", "社", "格", "路", "联", "局",
                   (CheckLine("类", "码", "文", "注", True),))  # fmt: skip
BOOK = CheckBook(HEADING, date(2026, 8, 31), "组", "type", (SHEET, replace(SHEET, number="2")))
REPORT = ReadinessReport(HEADING, date(2026, 12, 20), 9, STATES, ROW, (ROW,), (ROW,), (ROW,),
                         TABLE, TABLE, TABLE, TABLE, ("说明",))  # fmt: skip
LISTING = Listing(HEADING, "题", "筛", TABLE)
# These say how to print, or go into the QR code.
HIDDEN = {"group_by", "qr_text", "states", "number", "units", "setup"}
# The whole has no name of its own in print; a list names its county only.
UNPRINTED = {
    ReadinessReport: {".whole.name"}, Listing: {".heading.edition", ".heading.office"},
    CheckBook: set(),
}  # fmt: skip
MARKUP = ["<b>&\"", "</b><img src=x>", "<a href='y'>", "<font color=red>", "<font color=\"[]\"/>",
          "&lt;&#60;", "]]><!--", "<para>", "%s{0}", "\\n\\(1)"]  # fmt: skip


def texts(value: Any, path: str = "") -> Iterator[str]:
    """Give the path of every text in a print's input."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from texts(item, f"{path}.{number}")
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in HIDDEN:
                yield from texts(getattr(value, field.name), f"{path}.{field.name}")


def filled(value: Any, words: Iterator[str]) -> Any:
    """Return the input with every text replaced."""
    if isinstance(value, str):
        return next(words)
    if isinstance(value, tuple):
        return tuple(filled(item, words) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    new = {
        field.name: filled(getattr(value, field.name), words)
        for field in fields(value)
        if field.name not in HIDDEN
    }
    return replace(value, **new)


def print_of(value: Any, file: Path) -> Printed:
    if isinstance(value, CheckBook):
        return render_check_book(value, file, ctx=QUIET)
    if isinstance(value, Listing):
        return render_listing(value, file, ctx=QUIET)
    return render_readiness(value, file, ctx=QUIET)


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize("given", [BOOK, REPORT, LISTING], ids=["sheets", "readiness", "list"])
def test_row45_46_every_field_is_printed_as_typed(tmp_path: Path, given: Any, markup: str) -> None:
    places = list(texts(given))
    marks = [f"{markup}{number:02d}" for number in range(len(places))]
    printed = print_of(filled(given, iter(marks)), tmp_path / "a.pdf")
    reader = PdfReader(printed.file)
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    lost = [place for place, mark in zip(places, marks, strict=True)
            if "".join(mark.split()) not in text]  # fmt: skip
    assert set(lost) == UNPRINTED[type(given)]
    assert not [page for page in reader.pages if "/Annots" in page]
    images = [page for page in reader.pages if len(page.images)]
    assert not images


def test_the_prints_are_all_looked_at() -> None:
    from desktop.features.reports import documents

    names = {path.stem for path in Path(documents.__file__).parent.glob("[a-z]*.py")}
    known = {"check_book", "readiness", "listing"}
    assert names == known, "a new print needs its input in this file"
