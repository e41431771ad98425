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
from desktop.features.reports.documents.draw_record import render_draw_records
from desktop.features.reports.documents.listing import render_listing
from desktop.features.reports.documents.readiness import render_readiness
from desktop.features.reports.documents.visit_report import render_visit_report
from desktop.features.reports.types import (
    CheckBook,
    CheckLine,
    CheckSheet,
    DrawRecord,
    FindingPart,
    Heading,
    HeatData,
    Listing,
    Printed,
    ReadinessReport,
    StateRow,
    TableData,
    VisitReport,
)

QUIET = QuietContext()
STATES = tuple(
    zip(
        ("未开始", "收集中", "待审", "退回", "齐备"),
        ("empty", "busy", "accent", "bad", "good"),
        strict=True,
    )
)
HEADING = Heading("县", "版", datetime(2026, 8, 31, 17, 30), "办")
TABLE = TableData(("头", "数"), (1, 1), (("甲", "1"), ("乙", "2")), frozenset({1}))
ROW = StateRow("行", (1, 2, 3, 4, 5))
SHEET = CheckSheet("0001-3", "点", "型", "址", "街", "社", "格", "路", "联", "局",
                   (CheckLine("类", "码", "文", "注", True),))  # fmt: skip
BOOK = CheckBook(HEADING, date(2026, 8, 31), "组", "type", (SHEET, replace(SHEET, number="2")))
REPORT = ReadinessReport(HEADING, date(2026, 12, 20), 9, STATES, ROW, (ROW,), (ROW,), (ROW,),
                         TABLE, TABLE, TABLE, "时限", TABLE, TABLE,
                         FindingPart(3, 2, 1, TABLE, TABLE, TABLE), None, ("说明",))  # fmt: skip
LISTING = Listing(HEADING, "题", "筛", TABLE)
VISITS = VisitReport(HEADING, "报告", "轮", ("背景",), (("项", "值"),), (("表", TABLE),),
                     HeatData((), (), {}), (("街", TABLE),), ("说明",))  # fmt: skip
DRAW = DrawRecord(HEADING, "轮", (("项", "值"),), TABLE, TABLE, TABLE, ("说明",))
# These say how to print, go into the QR code, are figures the program makes itself, or are cut to
# the width of their column where they are longer than any telephone number.
HIDDEN = {"group_by", "states", "number", "units", "figures", "heat", "phone",
          "printed_by", "setup"}  # fmt: skip
TEAM_FIELDS = {".round_name"}
# The whole has no name of its own in print; a list names its county only; a book by type has no
# route cover, and one of a round has its team on each sheet.
CASES: dict[str, tuple[Any, set[str]]] = {
    "sheets": (BOOK, TEAM_FIELDS),
    "teams": (replace(BOOK, group_by="team"), {".team"}),
    "readiness": (REPORT, {".whole.name"}),
    "list": (LISTING, {".heading.office"}),
    "visits": (VISITS, set()),
    "draws": ((DRAW,), {".0.heading.edition", ".0.heading.office"}),
}
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
    if isinstance(value, VisitReport):
        return render_visit_report(value, file, ctx=QUIET)
    if isinstance(value, tuple):
        return render_draw_records(value, file, ctx=QUIET)
    if isinstance(value, Listing):
        return render_listing(value, file, ctx=QUIET)
    return render_readiness(value, file, ctx=QUIET)


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize("name", list(CASES))
def test_row45_46_every_field_is_printed_as_typed(tmp_path: Path, name: str, markup: str) -> None:
    given, unprinted = CASES[name]
    places = list(texts(given))
    marks = [f"{markup}{number:02d}" for number in range(len(places))]
    printed = print_of(filled(given, iter(marks)), tmp_path / "a.pdf")
    reader = PdfReader(printed.file)
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    lost = [place for place, mark in zip(places, marks, strict=True)
            if "".join(mark.split()) not in text]  # fmt: skip
    assert set(lost) == unprinted
    assert not [page for page in reader.pages if "/Annots" in page]
    images = [page for page in reader.pages if len(page.images)]
    assert not images


def test_no_print_reads_markup_at_all() -> None:
    """Texts are drawn letter by letter; only reportlab's Paragraph would read tags in them."""
    from desktop.features import reports

    for path in Path(reports.__file__).parent.rglob("*.py"):
        assert "Paragraph" not in path.read_text(encoding="utf-8"), path
