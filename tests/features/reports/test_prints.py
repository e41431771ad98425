"""Prints say what they were given, can be copied out, and never hide a character."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.page_setup import SCALES, PageSetup
from desktop.features.reports import (
    SheetChoice,
    TableData,
    print_listing,
    print_readiness,
    print_sheets,
)
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.documents.listing import render_listing
from desktop.features.reports.pdf.lines import split_lines
from desktop.features.reports.types import CheckBook, CheckLine, CheckSheet, Heading, Listing
from desktop.features.visits import sheet_number

QUIET = QuietContext()
HEADING = Heading("青禾县", "2026年版", datetime(2026, 8, 31, 17, 30), "青禾县创建办")


def book(name: str, rows: int = 4, sheets: int = 1) -> CheckBook:
    body = tuple(
        CheckLine("公共环境", f"干道-01-{i:02d}", f"{name}内容{i}", "说明", i % 2 == 0)
        for i in range(rows)
    )
    made = tuple(
        CheckSheet(sheet_number(i), f"{name}{i}", "公园", name, "街", "社", "格",
                   "", "联系", "局", body)
        for i in range(1, sheets + 1)
    )  # fmt: skip
    return CheckBook(HEADING, date(2026, 8, 31), "一组", "type", made)


def text_of(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def test_row45_46_markup_is_printed_as_typed(tmp_path: Path) -> None:
    name = "<b>&\"甲</b><img src=x><a href='y'><font color=red>"
    printed = render_check_book(book(name), tmp_path / "a.pdf", ctx=QUIET)
    text = text_of(printed.file).replace("\n", "")
    assert '<b>&"甲</b><img' in text
    assert "/Annots" not in PdfReader(printed.file).pages[0]


def test_row43_rare_characters(tmp_path: Path) -> None:
    printed = render_check_book(book("𠮷𬭎㙍䶮·〇"), tmp_path / "a.pdf", ctx=QUIET)
    assert [glyph.code_point for glyph in printed.missing_glyphs] == ["U+20BB7"]
    text = text_of(printed.file)
    assert "〔U+20BB7〕𬭎㙍䶮·〇" in text


def test_fonts_are_embedded(tmp_path: Path) -> None:
    printed = render_check_book(book("甲"), tmp_path / "a.pdf", ctx=QUIET)
    fonts = PdfReader(printed.file).pages[0]["/Resources"]["/Font"]
    embedded = [
        font.get_object()["/FontDescriptor"].get_object().get("/FontFile2")
        for font in fonts.values()
        if "/FontDescriptor" in font.get_object()
    ]
    assert embedded
    assert all(embedded)


@pytest.mark.parametrize("rows", [1, 12, 24, 30, 45])
def test_a_sheet_has_everything_and_counts_its_pages(tmp_path: Path, rows: int) -> None:
    printed = render_check_book(book("青禾大道", rows), tmp_path / "a.pdf", ctx=QUIET)
    reader = PdfReader(printed.file)
    assert printed.pages == len(reader.pages)
    text = text_of(printed.file)
    for words in ("青禾县创建全国文明城市实地考察操作表", "考察人", "陪同人", "点位负责人",
                  "□符合 □不符合 □不适用", sheet_number(1), "现场发现问题共",
                  f"第 1 页 共 {printed.pages} 页"):  # fmt: skip
        assert words in text
    assert all(f"干道-01-{i:02d}" in text for i in range(rows))
    assert printed.pages <= 2 or rows > 30


def test_contents_and_bookmarks_name_the_pages(tmp_path: Path) -> None:
    printed = render_check_book(book("点", 3, 5), tmp_path / "a.pdf", ctx=QUIET)
    reader = PdfReader(printed.file)
    assert len(reader.pages) == 6
    marks = [item for item in reader.outline if not isinstance(item, list)]
    assert [mark.title for mark in marks] == ["目录", "公园"]
    assert reader.get_destination_page_number(marks[1]) == 1
    contents = reader.pages[0].extract_text()
    assert "公园（5 个点位）" in contents
    two_sided = CheckBook(HEADING, None, "", "type", book("点", 3, 3).sheets, two_sided=True)
    assert render_check_book(two_sided, tmp_path / "b.pdf", ctx=QUIET).pages == 7


def test_sheet_numbers_find_a_wrong_digit() -> None:
    numbers = {sheet_number(i) for i in range(10_000)}
    assert len(numbers) == 10_000
    good = sheet_number(137)
    for place in (0, 1, 2, 3):
        for digit in "0123456789":
            typed = f"{good[:place]}{digit}{good[place + 1 :]}"
            assert (typed in numbers) == (typed == good)


def test_no_line_begins_with_a_comma_and_every_letter_stays() -> None:
    text = "沿路步行，每100米至少一处；过期（破损）不计，Noto Sans也一样。" * 5
    lines = split_lines(text, "YJ-Regular", 9.0, 120.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。；）" for line in lines)


def test_row47_a_very_long_field_prints_in_time(tmp_path: Path) -> None:
    table = TableData(("内容",), (1,), (("很长的字段，" * 16_700,),))
    begun = time.monotonic()
    printed = render_listing(Listing(HEADING, "清单", "", table), tmp_path / "a.pdf", ctx=QUIET)
    assert printed.pages > 5
    assert time.monotonic() - begun < 15


class StopAt(QuietContext):
    """Cancels at the n-th step."""

    def __init__(self, number: int) -> None:
        self.left = number

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("number", range(3))
def test_cancelling_keeps_the_old_print(tmp_path: Path, number: int) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        render_check_book(book("点", 3, 3), target, ctx=StopAt(number))
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_an_unwritable_target_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="写不进"):
        render_check_book(book("点"), tmp_path / "file" / "a.pdf", ctx=QUIET)


def test_the_sample_countys_prints(county_store: Store, tmp_path: Path) -> None:
    one = print_sheets(QUIET, county_store, tmp_path / "a.pdf", SheetChoice(points=("青禾大道",)))
    assert one.pages == 2
    assert "干道-01-01" in text_of(one.file)
    few = print_sheets(QUIET, county_store, tmp_path / "b.pdf", SheetChoice(types=("农贸市场",)))
    assert few.missing_glyphs == ()
    with pytest.raises(UserError, match="火星"):
        print_sheets(QUIET, county_store, tmp_path / "c.pdf", SheetChoice(types=("火星",)))
    report = print_readiness(QUIET, county_store, tmp_path / "r.pdf")
    text = text_of(report.file)
    for words in ("网上申报资料准备度报告", "一、总体情况", "（一）缺项", "（五）无人管",
                  "六、口径说明", "数据截至", f"第 {report.pages} 页", f"共 {report.pages} 页", f"— {report.pages} —",
                  "乐购生活超市"):  # fmt: skip
        assert words in text
    outline = [m.title for m in PdfReader(report.file).outline if not isinstance(m, list)]
    assert outline[0] == "一、总体情况"


def test_contents_of_the_report_lead_to_the_right_pages(
    county_store: Store, tmp_path: Path
) -> None:
    report = print_readiness(QUIET, county_store, tmp_path / "r.pdf")
    reader = PdfReader(report.file)
    for mark in (m for m in reader.outline if not isinstance(m, list)):
        number = reader.get_destination_page_number(mark)
        assert mark.title.split("（")[0] in reader.pages[number].extract_text()
        assert f"{mark.title} {number + 1}" in reader.pages[1].extract_text().splitlines()


def test_a_list_prints_as_it_is_shown(county_store: Store, tmp_path: Path) -> None:
    table = TableData(("名称", "数"), (3, 1), (("甲<b>", "1"), ("乙", "2")), frozenset({1}))
    printed = print_listing(QUIET, county_store, tmp_path / "l.pdf", title="清单",
                            filter_text="筛选：甲", table=table)  # fmt: skip
    text = text_of(printed.file)
    assert all(word in text for word in ("青禾县清单", "筛选：甲", "甲<b>", "共 2 条"))


@pytest.mark.parametrize("scale", SCALES)
def test_a_list_keeps_its_pages_and_numbers_at_every_scale(
    county_store: Store, tmp_path: Path, scale: str
) -> None:
    table = TableData(("名称",), (1,), tuple((f"第{i}行",) for i in range(200)), frozenset())
    printed = print_listing(QUIET, county_store, tmp_path / "l.pdf", title="清单",
                            filter_text="", table=table, setup=PageSetup(scale=int(scale)))  # fmt: skip
    pages = PdfReader(printed.file).pages
    assert len(pages) == printed.pages
    assert all(page.mediabox.height == pytest.approx(842, abs=1) for page in pages)
    assert all(f"第 {number} 页" in page.extract_text() for number, page in enumerate(pages, 1))
    assert f"共 {len(pages)} 页" in pages[-1].extract_text()
    part = int(scale) / 100
    # The first letter of the words that count all pages, which a form of the paper's size cuts off.
    assert _ink(printed.file, (195 - 14 * part, 297 - 12 * part, 195 - 10 * part, 297 - 8 * part))


def _ink(file: Path, box: tuple[float, float, float, float]) -> int:
    """Count the dark dots of the first page between left, top, right and bottom in millimetres."""
    dots = 4
    with pypdfium2.PdfDocument(file) as pdf:
        picture = pdf[0].render(scale=dots * 25.4 / 72).to_pil().convert("L")
    part = picture.crop(tuple(round(edge * dots) for edge in box))
    return sum(part.histogram()[:128])
