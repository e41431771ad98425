"""Names that every system keeps, whatever offices call their files."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.features.packages.names import (
    Names,
    circled,
    fill_rule,
    legal_name,
    length,
    name_fault,
    name_key,
    rule_fault,
)

HOSTILE = [
    "CON", "con.txt", "NUL.tar.gz", "LPT¹", "COM0.pdf", "aux ", "a:b", "x.", "x. .", " 前后 ",
    "..", ".", "", "a/b\\c", "../../x", "名\u202egpj.exe", "零\u200b宽", "é".encode().decode(),
    "e\u0301", "尾点...docx", "x" * 300, "汉" * 300 + ".pdf", "😀" * 200 + ".jpg", "a\x00b", "tab\tx",
    "100%.docx", "\ud800坏", "CONIN$", "prn .txt",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_row53_54_hostile_names_become_legal(text: str) -> None:
    name = legal_name(text, 80)
    assert name_fault(name) == ""
    assert 0 < length(name) <= 80
    assert len(name.encode()) <= 255
    assert name not in (".", "..")
    assert not set('<>:"/\\|?*%') & set(name)
    assert unicodedata.is_normalized("NFC", name)


@given(st.text(max_size=120), st.integers(12, 120))
def test_any_text_becomes_a_legal_name(text: str, room: int) -> None:
    name = legal_name(text, room)
    assert name_fault(name) == ""
    assert 0 < length(name) <= room
    assert len(name.encode()) <= 255
    assert unicodedata.is_normalized("NFC", name)
    assert name == legal_name(name, room)


@given(st.lists(st.text(alphabet="aAbﬁßé中 .-", max_size=6), max_size=30))
def test_row55_names_in_a_folder_never_meet(texts: list[str]) -> None:
    names = Names()
    taken = [names.take("f", f"{text}.pdf", 20) for text in texts]
    assert len({name_key(name) for name in taken}) == len(texts)
    assert all(name_fault(name) == "" and length(name) <= 20 for name in taken)


def test_row55_case_and_form_pairs_get_names_of_their_own() -> None:
    names = Names()
    wanted = ["A.pdf", "a.pdf", "é.pdf", "e\u0301.pdf"]
    assert [names.take("f", name, 40) for name in wanted] == [
        "A.pdf", "a (2).pdf", "é.pdf", "é (2).pdf"
    ]  # fmt: skip
    assert names.take("g", "A.pdf", 40) == "A.pdf"


def test_a_usual_name_stays_as_it_is() -> None:
    assert legal_name("01_说明报告_青年志愿服务.docx", 80) == "01_说明报告_青年志愿服务.docx"
    assert legal_name("Ⅱ-3-2) 青年“志愿”服务", 80) == "Ⅱ-3-2) 青年“志愿”服务"
    assert legal_name("很长" * 60 + ".docx", 30) == "很长" * 12 + "很.docx"


def test_rules_for_names() -> None:
    values = {"序号": "01", "材料项": "", "名称": "{单位}", "编号": "Ⅱ-3-2)"}
    assert fill_rule("{序号}_{材料项}_{名称}", values) == "01_{单位}"
    assert fill_rule("{编号}-{序号} {名称}", values) == "Ⅱ-3-2)-01 {单位}"
    assert rule_fault("{序号}_{名称}") == ""
    assert "花括号" in rule_fault("{序号_{名称}")
    assert "火星" in rule_fault("{火星}")
    assert "至少" in rule_fault("材料")
    assert [circled(number) for number in (1, 20, 21)] == ["①", "⑳", "(21)"]
