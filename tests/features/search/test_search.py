"""Looking for words in every kind of record."""

from __future__ import annotations

import pytest

from db import Store, records
from db.ids import new_id
from db.tables.findings import Finding
from db.tables.search import SEARCHED_KINDS
from desktop.features.search import search_everywhere


def found(store: Store, text: str) -> dict[str, list[str]]:
    return {group.kind: [hit.title for hit in group.hits]
            for group in search_everywhere(store, text)}  # fmt: skip


def finding(number: int, text: str) -> Finding:
    return Finding(
        new_id(), number, None, "东街口", None, None, None, None, None, "自查", text, "", None,
        "found", None, None, None, None, None, None, "", "", number,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "begins"),
    [
        ("青禾大道", "point", "青禾大道"), ("qhdd", "point", "青禾大道"),
        ("住建局", "unit", "住建局"), ("zjj", "unit", "住建局"),
        ("Ⅱ-1-1", "requirement", "Ⅱ-1-1"), ("II-1-1", "requirement", "Ⅱ-1-1"),
        ("志愿 服务", "indicator", ""),
    ],
)  # fmt: skip
def test_what_people_type_finds_what_they_mean(
    county_store: Store, text: str, kind: str, begins: str
) -> None:
    hits = found(county_store, text)[kind]
    assert any(title.startswith(begins) for title in hits)


def test_every_word_must_occur_and_signs_stand_for_themselves(county_store: Store) -> None:
    assert found(county_store, "青禾大道 绝无此词") == {}
    assert found(county_store, "%") == {} or all(
        "%" in title or "％" in title for title in found(county_store, "%").get("point", [])
    )
    assert found(county_store, "  ") == {}


def test_findings_are_found_by_number_and_by_one_character(store: Store) -> None:
    with store.write("试"):
        records.insert(store, [finding(12, "垃圾桶满溢"), finding(120, "路面破损")])
    assert found(store, "12")["finding"] == ["垃圾桶满溢"]
    assert found(store, "桶")["finding"] == ["垃圾桶满溢"]
    assert found(store, "东街")["finding"] == ["路面破损", "垃圾桶满溢"]


def test_titles_that_begin_with_the_word_come_first(store: Store) -> None:
    texts = ("门前有垃圾", "垃圾桶满溢", "路边垃圾")
    with store.write("试"):
        records.insert(store, [finding(n, text) for n, text in enumerate(texts, 1)])
    assert found(store, "垃圾")["finding"][0] == "垃圾桶满溢"


def test_a_group_says_that_there_is_more(county_store: Store) -> None:
    (points,) = [g for g in search_everywhere(county_store, "街道") if g.kind == "point"]
    assert len(points.hits) == 6
    assert points.more


def test_every_kind_can_be_asked_and_a_worker_has_its_own_connection(county_store: Store) -> None:
    with county_store.reader() as reader:
        assert search_everywhere(reader, "青禾大道")[0].hits
    assert len(SEARCHED_KINDS) == 8
