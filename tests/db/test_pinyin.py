"""Words are found by the first letters of their pinyin."""

from __future__ import annotations

import subprocess
import sys

import pytest

from db import SqlRows, Store
from db.pinyin import pinyin_match
from db.tables.points import POINTS
from desktop.core.row_source import Query


@pytest.mark.parametrize(
    ("text", "letters", "found"),
    [
        ("青年志愿", "qnzy", True), ("青年志愿者服务站", "ZYZ", True), ("银行", "yh", True),
        ("行人", "xr", True), ("重庆路", "cql", True), ("A栋大厅", "add", True),
        ("青年志愿", "qzy", False), ("", "a", False), ("青 年", "qn", False), ("𠮷", "j", False),
    ],
)  # fmt: skip
def test_every_reading_counts(text: str, letters: str, found: bool) -> None:
    assert pinyin_match(text, letters) is found


def test_a_list_is_filtered_by_letters_and_words_together(county_store: Store) -> None:
    rows = SqlRows(county_store, POINTS)
    assert rows.count(Query("qhdd")) >= rows.count(Query("青禾大道")) > 0
    assert rows.count(Query("qhdd 路口")) == rows.count(Query("青禾大道 路口"))
    assert rows.count(Query("qhdd1")) == 0


def test_columns_are_added_up_over_what_is_found(county_store: Store) -> None:
    rows = SqlRows(county_store, POINTS)
    query = Query("青禾大道")
    listed = rows.page(query, 0, 1000)
    assert rows.sums(query, ("length_m", "number")) == (
        pytest.approx(sum(row.length_m or 0 for row in listed)),
        sum(row.number for row in listed),
    )


def test_the_phrases_nobody_asks_for_are_not_read() -> None:
    code = (
        "import sys; from db.pinyin import pinyin_match; assert pinyin_match('路面', 'lm');"
        "sys.exit('pypinyin.phrases_dict' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
