"""Nothing typed into a sheet is lost because it is long, and nothing unseen is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from desktop.core.job import QuietContext
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.types import CheckBook, CheckLine, CheckSheet, Heading

QUIET = QuietContext()
HEADING = Heading("青禾县", "2026年版", datetime(2026, 8, 31, 17, 30), "青禾县创建办")
LINE = CheckLine("公共环境", "干道-01-01", "路面平整", "观察", True)
SHEET = CheckSheet("0001-3", "青禾大道", "主次干道", "全段", "街", "社",
                   "格", "", "联系", "局", (LINE,))  # fmt: skip


def printed_pages(sheet: CheckSheet, folder: Path) -> list[str]:
    book = CheckBook(HEADING, None, "", "type", (sheet,))
    printed = render_check_book(book, folder / "a.pdf", ctx=QUIET)
    assert not printed.missing_glyphs
    return [on_paper(page) for page in PdfReader(printed.file).pages]


def on_paper(page: PageObject) -> str:
    """Return the text that is not drawn below the lower edge, where pypdf still reads it."""
    parts: list[str] = []

    def visit(text: str, place: list[float], matrix: list[float], *_: Any) -> None:
        if place[5] + matrix[5] > 0:
            parts.append(text)

    page.extract_text(visitor_text=visit)
    return "".join(parts)


@pytest.mark.parametrize("column", ["text", "note"])
@pytest.mark.parametrize("count", [100, 600, 3000])
def test_an_item_longer_than_a_page_goes_on_over_pages(
    tmp_path: Path, column: str, count: int
) -> None:
    words = "".join(f"【{number:04d}】" for number in range(count))
    item = replace(LINE, **{column: words})
    pages = printed_pages(replace(SHEET, body=(LINE, item, LINE)), tmp_path)
    text = "".join(pages).replace("\n", "")
    assert all(f"【{number:04d}】" in text for number in range(count))
    assert text.count("□符合") == 3


@pytest.mark.parametrize(("field", "value"), [
    ("point", "青禾县人民医院城北院区门诊综合楼一层便民服务中心"),
    ("address", "青禾县城关街道办事处青禾大道与人民中路交叉口向东三百二十米路北一百二十八号"),
    ("type", "政务服务大厅（行政审批中心）"),
    ("route", "第一线：青禾大道→人民广场→城关农贸市场"),
])  # fmt: skip
def test_a_long_field_is_set_smaller_before_it_is_cut(
    tmp_path: Path, field: str, value: str
) -> None:
    page = printed_pages(replace(SHEET, **{field: value}), tmp_path)[0]
    assert value in page.replace("\n", "")


def test_what_nobody_sees_is_not_printed_as_a_code_point(tmp_path: Path) -> None:
    page = printed_pages(replace(SHEET, point="青\u200b禾\ufeff大\u2060道\ufe00"), tmp_path)[0]
    assert "青禾大道" in page


def test_no_font_is_left_out_of_the_file(tmp_path: Path) -> None:
    book = CheckBook(HEADING, None, "", "type", (SHEET,))
    printed = render_check_book(book, tmp_path / "a.pdf", ctx=QUIET)
    assert b"/Helvetica" not in printed.file.read_bytes()
