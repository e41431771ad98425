"""The map on paper: its words, its size, its lines, and nobody left unnamed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader

from desktop.core.errors import UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.sketch import MapPoint, MapRing, MapRoute, MapState, SketchMap
from desktop.features.reports.documents.sketch_map import render_sketch_map
from desktop.features.reports.types import Heading, SketchMapPrint

QUIET = QuietContext()
HEADING = Heading("青禾县", "2026年版", datetime(2026, 8, 31, 17, 30), "青禾县创建办")
STATES = (MapState("未看", "○", "muted"), MapState("好", "◐", "busy"), MapState("坏", "▲", "bad"))


def sketch(count: int = 12, spread: float = 0.004) -> SketchMap:
    points = tuple(
        MapPoint(f"p{n}", f"点位{n:03d}", 115.30 + spread * (n % 4), 34.10 + spread * (n // 4),
                 STATES[n % 3].name, str(n + 1))
        for n in range(count)
    )  # fmt: skip
    routes = tuple(
        MapRoute(f"第{team}组", tuple((p.lng, p.lat) for p in points[team::3])) for team in range(3)
    )
    return SketchMap("点位示意图", points, STATES, (MapRing(115.3, 34.1, 500, "500 米"),), routes)


PRINT = SketchMapPrint(HEADING, sketch(), "第一轮 · 3 组", "A4", ("柳林集市", "小王庄"))


def pages_of(print_: SketchMapPrint, folder: Path) -> list[PageObject]:
    printed = render_sketch_map(print_, folder / "map.pdf", ctx=QUIET)
    reader = PdfReader(printed.file)
    assert printed.pages == len(reader.pages)
    return list(reader.pages)


@pytest.mark.parametrize(("paper", "wide", "high"), [("A4", 297, 210), ("A3", 420, 297)])
def test_paper_lies_and_is_drawn_in_lines(
    tmp_path: Path, paper: str, wide: float, high: float
) -> None:
    (page,) = pages_of(replace(PRINT, paper=paper), tmp_path)
    size = page.mediabox
    assert (float(size.width) / 72 * 25.4, float(size.height) / 72 * 25.4) == pytest.approx(
        (wide, high), abs=0.1
    )
    assert not page.images
    operators = page.get_contents().get_data().split()  # type: ignore[union-attr]
    assert operators.count(b"c") > 4 * 8
    assert b"l" in operators


def test_everything_is_said(tmp_path: Path) -> None:
    (page,) = pages_of(PRINT, tmp_path)
    text = page.extract_text()
    for words in ("青禾县点位示意图", "第一轮 · 3 组", "北", "比例尺 1∶", "方格边长", "点位 12", "未看",
                  "第0组", "4 站", "500 米", "没有经纬度、不在图上 2", "柳林集市、小王庄", "数据截至 2026-08-31 17:30",
                  "第 1 页", "共 1 页"):  # fmt: skip
        assert words in text
    for number, point in enumerate(PRINT.sketch.points, 1):
        assert f"{number} {point.name}" in text


def test_the_scale_is_true(tmp_path: Path) -> None:
    (page,) = pages_of(PRINT, tmp_path)
    scale = int(page.extract_text().split("1∶")[1].split("\n")[0])
    assert scale % 250 == 0
    places: list[float] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        if text.strip() in ("1 点位000", "2 点位001"):
            places.append(text_matrix[4] + matrix[4])

    page.extract_text(visitor_text=visit)
    apart = abs(places[1] - places[0]) / 72 * 0.0254 * scale
    assert apart == pytest.approx(367.8, rel=0.02)


def test_names_without_room_are_listed_by_number(tmp_path: Path) -> None:
    crowd = replace(PRINT, sketch=sketch(200, 0.0001))
    pages = pages_of(crowd, tmp_path)
    assert len(pages) > 1
    on_map, lists = pages[0].extract_text(), "".join(page.extract_text() for page in pages[1:])
    assert "图上没有写出名称的点位" in lists
    for point in crowd.sketch.points:
        assert (point.name in on_map) != (point.name in lists)
    assert "第 2 页" in lists
    assert f"共 {len(pages)} 页" in lists


def test_many_points_without_coordinates_get_a_page(tmp_path: Path) -> None:
    names = tuple(f"没有坐标的点位{number}" for number in range(300))
    pages = pages_of(replace(PRINT, left_out=names), tmp_path)
    text = "".join(page.extract_text().split("青禾县点位示意图")[0] for page in pages[1:])
    assert all(name in text.replace("\n", "") for name in names)
    assert "没有坐标的点位7" not in pages[0].extract_text()


def test_many_rings_are_counted(tmp_path: Path) -> None:
    rings = tuple(MapRing(115.3, 34.1, 300 + number, f"圈{number}") for number in range(60))
    text = pages_of(replace(PRINT, sketch=replace(PRINT.sketch, rings=rings)), tmp_path)[0]
    assert "另有" in text.extract_text()


def test_markup_and_rare_characters_are_printed_as_typed(tmp_path: Path) -> None:
    points = (MapPoint("a", "<b>𠮷巷</b>", 115.3, 34.1, "坏"),)
    strange = replace(PRINT, sketch=SketchMap("点位示意图", points, STATES))
    printed = render_sketch_map(strange, tmp_path / "a.pdf", ctx=QUIET)
    assert [glyph.where for glyph in printed.missing_glyphs] == ["<b>𠮷巷</b>"]
    assert "<b>〔U+20BB7〕巷</b>" in PdfReader(printed.file).pages[0].extract_text()


def test_a_map_of_nothing_is_refused(tmp_path: Path) -> None:
    empty = replace(PRINT, sketch=SketchMap("点位示意图", (), STATES))
    with pytest.raises(UserError, match="没有一个点位带经纬度"):
        render_sketch_map(empty, tmp_path / "a.pdf", ctx=QUIET)
    assert list(tmp_path.iterdir()) == []


class Stop(QuietContext):
    def step(self, done: int, total: int, text: str) -> None:
        raise Cancelled


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        render_sketch_map(PRINT, tmp_path / "a.pdf", ctx=Stop())
    assert list(tmp_path.iterdir()) == []


def test_a_route_of_one_stop_is_drawn(tmp_path: Path) -> None:
    alone = SketchMap("点位示意图", PRINT.sketch.points[:1], STATES,
                      routes=(MapRoute("一组", ((115.3, 34.1),)),))  # fmt: skip
    text = pages_of(replace(PRINT, sketch=alone), tmp_path)[0].extract_text()
    assert "1 站" in text
