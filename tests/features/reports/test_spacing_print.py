"""The print of spacing says every road, every gap over the limit and where to add."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.paths import samples
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.reports import print_spacing
from desktop.features.reports.documents.spacing import render_spacing
from desktop.features.reports.sources import spacing_report
from desktop.features.spacing import edit_mark, edit_road, spacing_results

QUIET = QuietContext()


def text_of(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


@pytest.fixture
def adverts(store: Store) -> Store:
    file = samples() / "公益广告里程.xlsx"
    apply_import(store, preview_import(store, ImportRequest("marks", file)))
    return store


def add(store: Store, road: str, class_: str, length: str, places: list[str]) -> None:
    edit_road(store, None, {"name": road, "class_": class_, "length_m": length})
    for number, place in enumerate(places, 1):
        edit_mark(store, None, {"road": road, "subject": "公共卫生间", "chainage_m": place,
                                "number": str(number)})  # fmt: skip


def test_the_sample_county(adverts: Store, tmp_path: Path) -> None:
    printed = print_spacing(QUIET, adverts, tmp_path / "a.pdf")
    text = text_of(printed.file)
    assert (printed.pages, printed.missing_glyphs) == (2, ())
    for words in ("青禾县公益广告间距核算", "合格 7 条，不合格 5 条", "至少还要补 6 处", "数据截至",
                  "主干道每 100 米至少一处", "K1+398 至 K1+500（终点）", "K0+547、K0+763",
                  "补 K0+476", "▲ 最长 650 米，超限 1 段，需补 2 处，不合格", "第 2 页", "共 2 页"):  # fmt: skip
        assert words in text, words
    assert all(f"{result.road}" in text for result in spacing_results(adverts, "公益广告"))


def test_unknown_and_odd_roads_are_drawn_and_said(adverts: Store, tmp_path: Path) -> None:
    add(adverts, "无长度路<b>", "主干道", "", ["100", "700"])
    add(adverts, "长路", "国道", "100公里", ["K1+200"])
    add(adverts, "路外路", "支路", "", ["-20"])
    add(adverts, "短路", "支路", "0.5", ["0", "0.5"])
    add(adverts, "密路", "支路", "1000", [str(place) for place in range(0, 1001, 7)])
    printed = print_spacing(QUIET, adverts, tmp_path / "a.pdf")
    text = text_of(printed.file)
    for words in ("青禾县公共卫生间间距核算", "无长度路<b>", "长度未知", "道路长度未知，最后一段没有核算",
                  "不分等级每 500 米至少一处", "没有录入里程", "-20 米 在起点之前，没有计入"):  # fmt: skip
        assert words in text, words
    assert [m.title for m in PdfReader(printed.file).outline if not isinstance(m, list)] == [
        "青禾县公益广告间距核算", "青禾县公共卫生间间距核算",
    ]  # fmt: skip


def test_rare_characters_are_reported(adverts: Store, tmp_path: Path) -> None:
    report = spacing_report(adverts)
    part = report.parts[0]
    odd = replace(part.roads[0], road="𠮷祥路")
    report = replace(report, parts=(replace(part, roads=(odd,)),))
    printed = render_spacing(report, tmp_path / "a.pdf", ctx=QUIET)
    assert [(glyph.code_point, glyph.where) for glyph in printed.missing_glyphs] == [
        ("U+20BB7", "𠮷祥路")
    ]


def test_without_marks_there_is_no_file(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有生成文件"):
        print_spacing(QUIET, store, tmp_path / "a.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


class Stop(QuietContext):
    """Cancels at the second step."""

    def step(self, done: int, total: int, text: str) -> None:
        if done:
            raise Cancelled


def test_cancelling_keeps_the_old_print(adverts: Store, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    with pytest.raises(Cancelled):
        print_spacing(Stop(), adverts, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
