"""Signs of another year or place, and pictures that serve twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Store
from desktop.core.job import QuietContext
from desktop.core.resources import resource
from desktop.features.dossier import doubles, exempt, trace_hits
from desktop.features.dossier.doubles import near_pairs
from desktop.features.dossier.traces import other_places

QUIET = QuietContext()


def test_the_sample_has_one_text_of_2023_and_one_of_another_county(full_store: Store) -> None:
    hits = trace_hits(QUIET, full_store)
    assert [(hit.name, hit.rule, hit.what.split("，")[0]) for hit in hits] == [
        ("整治报告.docx", "外地地名", "出现外地地名“云泽县”"),
        ("整治报告.docx", "外地地名", "出现外地地名“云泽县”"),
        ("创建工作报告.docx", "期外年份", "出现 2023 年"),
        ("创建工作报告.docx", "期外年份", "出现 2023 年"),
        ("创建工作报告.docx", "期外年份", "出现 2022 年"),
        ("创建工作报告.docx", "期外年份", "出现 2023 年"),
        ("创建工作报告.docx", "写成总结", "要的是说明"),
    ]
    assert [hit.context for hit in hits[:2]] == [
        "文明交通整治工作报告 云泽县今年以来开展路口秩序整治三十二次…",
        "…百起、机动车不礼让四百九十起。 云泽县城区设礼让斑马线一百一十处，主要…",
    ]


def test_a_place_let_stand_is_quiet_everywhere(full_store: Store) -> None:
    key = trace_hits(QUIET, full_store)[0].key
    exempt(full_store, "trace", key, who="李科长", reason="结对县")
    assert {hit.name for hit in trace_hits(QUIET, full_store)} == {"创建工作报告.docx"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("学习张家港市的做法", ["张家港市"]),
        ("赴江苏省昆山市、嘉善县学习", ["昆山市", "嘉善县"]),
        ("青禾县和青禾县城区", []),
        ("中共青禾县委", []),
        ("东方市场和工农市场", []),
        ("新城区建设", []),
        ("创新县域治理", []),
        ("全县、各县、本县、邻县", []),
        ("由县里定主题", []),
        ("云泽县今年以来", ["云泽县"]),
        ("会上，云泽县城区作了发言", ["云泽县"]),
        ("河南省新县", []),
        ("新县 经验", ["新县"]),
    ],
)
def test_other_places(text: str, names: list[str]) -> None:
    assert [name for _, name in other_places(text, "青禾县")] == names


def test_the_gazetteer_knows_every_province_and_no_common_word() -> None:
    places = resource("gazetteer.json")["places"]
    assert len(places) == 31
    names = {name for line in places.values() for name in line.split()}
    assert {"张家港市", "昆山市", "浦东新区", "海安市", "达拉特旗", "延边朝鲜族自治州"} <= names
    assert len(names) > 3000


def test_the_sample_doubles(full_store: Store) -> None:
    found = doubles(QUIET, full_store)
    assert [(d.how, d.bits, d.first.name, d.second.name, d.is_picture) for d in found] == [
        ("内容相同", 0, "II-3-2)-①红头文件.pdf", "01_青年志愿服务队伍通知.pdf", False),
        ("画面相近", 0, "微信图片_20260630211504.jpg", "路灯抢修.jpg", True),
        ("内容相同", 0, "任务分解通知.pdf", "1.pdf", False),
    ]


def test_a_double_let_stand_keeps_its_reason(full_store: Store) -> None:
    picture = doubles(QUIET, full_store)[1]
    exempt(full_store, "double", picture.key, who="李科长", reason="两条标准同一现场")
    assert [d.allowed for d in doubles(QUIET, full_store)] == ["", "两条标准同一现场", ""]


@given(st.lists(st.integers(0, 2**64 - 1), max_size=12), st.lists(st.integers(0, 63), max_size=6))
def test_near_pairs_are_those_of_comparing_all(prints: list[int], flips: list[int]) -> None:
    if prints:
        near = prints[0]
        for bit in flips:
            near ^= 1 << bit
        prints = [*prints, near]
    pairs = {
        (a, b)
        for b in range(len(prints)) for a in range(b)
        if (prints[a] ^ prints[b]).bit_count() <= 4
    }  # fmt: skip
    assert near_pairs(prints, 4) == pairs
