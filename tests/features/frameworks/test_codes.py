"""Codes, methods, dates and materials as offices write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.features.frameworks import (
    find_code,
    methods_by_leaf,
    read_date,
    read_materials,
    read_methods,
    read_score,
    split_heading,
    split_leaf,
)
from desktop.features.points import (
    read_coordinate,
    read_length,
)


@pytest.mark.parametrize(
    ("text", "number", "leaf"),
    [
        ("Ⅱ-3 2)_青年志愿服务", 3, 2), ("II-3-2)-①红头文件", 3, 2), ("3.2 照片", 3, 2),
        ("44（2）", 44, 2), ("39（2）控烟", 39, 2), ("(22-2)明厨亮灶", 22, 2), ("6-1 播出单", 6, 1),
        ("Ⅱ－４６－１）机扫", 46, 1), ("Ⅱ—8—1）我们的节日", 8, 1), ("城管局-Ⅱ-43-1)-公厕", 43, 1),
        ("行政审批局_Ⅱ11", 11, None), ("Ⅱ-25_1)", 25, 1),
    ],
)  # fmt: skip
def test_codes_in_every_style(text: str, number: int, leaf: int | None) -> None:
    found = find_code(text)
    assert found is not None
    assert (found.number, found.leaf) == (number, leaf)


@pytest.mark.parametrize(
    "text",
    ["IMG_20260314_091512", "P1050231", "DSC00871", "微信图片_20260630211504", "新建文件夹 (2)",
     "1", "化验单6月", "2026-03-05", "2026.3.5", "IMG_0001", "假期托管20250720"],
)  # fmt: skip
def test_dates_and_camera_numbers_are_no_codes(text: str) -> None:
    assert find_code(text) is None


@given(
    number=st.integers(1, 99),
    leaf=st.integers(1, 9),
    style=st.sampled_from(["Ⅱ-{}-{})", "Ⅱ—{} {}）", "II-{}-{})", "{}.{}", "{}（{}）", "{}-{}"]),
)
def test_every_style_names_the_same_standard(number: int, leaf: int, style: str) -> None:
    found = find_code(style.format(number, leaf))
    assert found is not None
    assert (found.number, found.leaf) == (number, leaf)


def test_headings_keep_the_code_as_printed() -> None:
    assert split_heading("Ⅱ—14 便民服务") == ("Ⅱ—14", 2, 14, "便民服务")
    assert split_heading("志愿服务") == ("", None, None, "志愿服务")
    assert split_leaf("  ２） 有台账") == ("2)", 2, "有台账")


def test_methods_by_standard() -> None:
    cell = "1)材料审核、主管部门意见\n2)材料审核、实地考察\n3)4)材料审核"
    assert methods_by_leaf(cell) == {
        1: ("材料审核", "主管部门意见"), 2: ("材料审核", "实地考察"), 3: ("材料审核",),
        4: ("材料审核",),
    }  # fmt: skip
    assert read_methods("网上申报（材料审核）") == ("材料审核",)
    assert read_methods("入户调查；现场考察") == ("问卷调查", "实地考察")


@pytest.mark.parametrize(
    ("text", "day", "is_told"),
    [
        ("2026.8.31", date(2026, 8, 31), False), ("2026-09-30", date(2026, 9, 30), False),
        ("9月底", date(2026, 9, 30), True), ("2028年2月底", date(2028, 2, 29), True),
        ("10月31日", date(2026, 10, 31), True), ("8.31", date(2026, 8, 31), True),
        ("2月30日", None, True), ("改天", None, True), ("", None, False),
    ],
)  # fmt: skip
def test_days(text: str, day: date | None, is_told: bool) -> None:
    found, remark = read_date(text, 2026)
    assert found == day
    assert bool(remark) == is_told


def test_scores_and_materials() -> None:
    assert read_score("０.６５")[0] == Decimal("0.65")
    assert read_score(0.35) == (Decimal("0.35"), "")
    assert read_score("约5")[0] is None
    found, remark = read_materials("文件通知1份+说明报告1篇+实景图片3张，电子版同时报送")
    assert [(item.kind, item.count) for item in found] == [
        ("文件通知", 1), ("说明报告", 1), ("实景图片", 3)
    ]  # fmt: skip
    assert "电子版" in remark
    assert read_materials("不报材料，现场查看") == ((), "")
    kept, told = read_materials("按上级要求")
    assert kept[0].title == "按上级要求"
    assert told


@given(lng=st.floats(73.1, 135.9), lat=st.floats(3.1, 53.9))
def test_swapped_coordinates_are_put_right_and_told(lng: float, lat: float) -> None:
    straight, swapped = read_coordinate(lng, lat), read_coordinate(lat, lng)
    assert (straight.lng, straight.lat) == (swapped.lng, swapped.lat)
    assert not straight.remarks
    assert swapped.remarks


def test_missing_text_and_foreign_coordinates() -> None:
    assert read_coordinate(None, 34.1).lng is None
    assert read_coordinate("115.3", "34.1").remarks
    assert read_coordinate(0.5, 0.5).lng is None
    assert read_length("１２０米") == (120.0, "长度“１２０米”按 120 米读取")
    assert read_length("-3")[0] is None
