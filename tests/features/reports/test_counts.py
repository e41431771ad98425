"""A guard of speed by counts: how much is drawn anew on each page of the book of sheets."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import ContentStream

from desktop.core.job import QuietContext
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.types import CheckBook, CheckLine, CheckSheet, Heading

# The head with its lines, values and QR code; the rows are one form that all points of a type share
# (they alone would be some 600 operators).
_OPERATORS = 650


def test_the_rows_of_a_type_are_drawn_once(tmp_path: Path) -> None:
    body = tuple(
        CheckLine(f"类别{row // 6}", f"类-{row:02d}", "路面平整，无明显坑洼积水" * 2, "观察10分钟",
                  row % 3 == 0)
        for row in range(30)
    )  # fmt: skip
    sheets = tuple(
        CheckSheet(f"{n:04d}-0", f"第{n}号点位", "背街小巷", "青禾大道1号", "城关街道", "向阳社区",
                   "第三网格", "", "0000-1234567", "", body)
        for n in range(20)
    )  # fmt: skip
    heading = Heading("青禾县", "2026年版", datetime(2026, 8, 31, 17, 30), "青禾县创建办")
    book = CheckBook(heading, date(2026, 8, 31), "一组", "type", sheets)
    render_check_book(book, tmp_path / "book.pdf", ctx=QuietContext())
    reader = PdfReader(tmp_path / "book.pdf")
    counts = [len(ContentStream(page["/Contents"], reader).operations) for page in reader.pages]
    assert max(counts) <= _OPERATORS, counts
    forms = {
        str(form.indirect_reference)
        for page in reader.pages
        for form in page["/Resources"].get("/XObject", {}).values()
    }
    assert len(forms) < len(reader.pages) + 40
