"""Rules as standards print them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.paths import samples
from desktop.features.office_tables import read_book
from desktop.features.scoring import (
    Given,
    Rule,
    is_counted,
    judge,
    rule_from_json,
    rule_from_text,
    rule_to_json,
)

FAULTS = (("A", "=", "0"), ("B", "=", "1"), ("C", "=", "2"), ("C#", "=", "3"))
TIMES = (("A", "≤", "5"), ("B", "≤", "10"), ("C", ">", "10"))
SHARES = (("A", ">", "85"), ("B", ">", "80"), ("C", "≤", "80"))
TEXTS = {
    "是否": Rule("yes_no"),
    "有 / 无": Rule("yes_no"),
    "计数≥2": Rule("count", minimum=2),
    "数量不得少于 3 处": Rule("count", minimum=3),
    "至少5处": Rule("count", minimum=5),
    "每 200 米 ≥ 1": Rule("density", minimum=1, per_m=200),
    "500 米 ≥ 3": Rule("density", minimum=3, per_m=500),
    "每100米内设至少1处": Rule("density", minimum=1, per_m=100),
    "每500m≥1座": Rule("density", minimum=1, per_m=500),
    "扣分 每处-0.5 最多-3": Rule("deduction", each="0.5", most="3"),
    "扣分 每处−0.5，最多－3": Rule("deduction", each="0.5", most="3"),
    "每发现一处扣 0.5 分，扣完为止": Rule("deduction", each="0.5"),
    "每处扣1分，不超过3分": Rule("deduction", each="1", most="3"),
    "少一条扣4分": Rule("deduction", each="4"),
    "计数≥5 每少一处扣2分": Rule("deduction", minimum=5, each="2"),
    "加分 每处+1 最多+3": Rule("addition", each="1", most="3", role="bonus"),
    "每处加1分，最多加3分": Rule("addition", each="1", most="3", role="bonus"),
    "加分项 是否": Rule("yes_no", role="bonus"),
    "ABC(A0例 B1例 C2例 C#3例)": Rule("fault_bands", bands=FAULTS),
    "A(0例) B(1例) C(2例) C#(3例)": Rule("fault_bands", bands=FAULTS),
    "A(0)B(1)C(2)C#(3)": Rule("fault_bands", bands=FAULTS),
    "C#:3例；C:2例；B:1例；A:0例": Rule("fault_bands", bands=FAULTS),
    "A(0例) C#(1例)": Rule("fault_bands", bands=(("A", "=", "0"), ("C#", "=", "1"))),
    "ABC(A0例 B1例 C≥2例)": Rule("fault_bands", bands=(*FAULTS[:2], ("C", "≥", "2"))),
    "A0例 B1-2例 C3例以上": Rule(
        "fault_bands", bands=(("A", "=", "0"), ("B", "=", "1"), ("C", "≥", "3"))
    ),
    "A(0例) B(1例) C#(其余)": Rule("fault_bands", bands=(*FAULTS[:2], ("C#", ">", "1"))),
    "A>85% B>80% C≤80%": Rule("value_bands", unit="%", bands=SHARES),
    "A>85% B>80% 其余C": Rule("value_bands", unit="%", bands=SHARES),
    "A>85% B>80% C≤80%，两年均值": Rule("value_bands", unit="%", bands=SHARES, years=2),
    "A 90%以上，B 80%及以上，否则 C": Rule(
        "value_bands", unit="%", bands=(("A", "≥", "90"), ("B", "≥", "80"), ("C", "<", "80"))
    ),
    "A<60 B<65 C≥65 dB(A)": Rule(
        "value_bands", unit="分贝", bands=(("A", "<", "60"), ("B", "<", "65"), ("C", "≥", "65"))
    ),
    "ABC(A≤5分钟 B≤10分钟 C>10分钟)": Rule("value_bands", unit="分钟", bands=TIMES),
    "A5分钟以内 B10分钟以内 其他C": Rule("value_bands", unit="分钟", bands=TIMES),
    "A<60 B<65 C≥65": Rule(
        "value_bands", bands=(("A", "<", "60"), ("B", "<", "65"), ("C", "≥", "65"))
    ),
    "A(3项) B(2项) 其余C#": Rule(
        "value_bands", unit="项", bands=(("A", "=", "3"), ("B", "=", "2"), ("C#", "<", "2"))
    ),
    "ABC(A好 B一般 C差)": Rule(
        "grades", bands=(("A", "=", "好"), ("B", "=", "一般"), ("C", "=", "差"))
    ),
    "得分=播出数/4×分值": Rule("share", minimum=4, unit="播出数"),
    "播出数 ÷ 4 * 分值": Rule("share", minimum=4, unit="播出数"),
    "得分=亮灯率×分值": Rule("share", minimum=100, unit="亮灯率"),
    "5条中4条": Rule("k_of_n", minimum=4, of=5),
    "5 项中至少 4 项达标": Rule("k_of_n", minimum=4, of=5),
    "≥85%": Rule("measured", unit="%", bands=(("", "≥", "85"),)),
    "绿化覆盖率不低于40%": Rule("measured", unit="%", bands=(("", "≥", "40"),)),
    "机扫率 100%": Rule("measured", unit="%", bands=(("", "≥", "100"),)),
    "人均体育场地 >1.8 m²": Rule("measured", unit="平方米", bands=(("", ">", "1.8"),)),
    "破损率不得超过5%": Rule("measured", unit="%", bands=(("", "≤", "5"),)),
    "一票否决": Rule("yes_no", role="veto"),
    "计数≥2（一票否决）": Rule("count", minimum=2, role="veto"),
    "是否 不适用取平均": Rule("yes_no", na="mean"),
}
UNKNOWN = [
    "", "看情况", "加分项", "每0米≥1处", "ABC(A0例)", "得分=播出数/0×分值", "5条中6条", "其余A B1例",
    "A0例 A1例", "低于85%不得分", "没有超过5%", "扣30%", "计数≥5 每处扣2分", "每降低1%", "超过10%扣分", "计数≥" + "9" * 5000,
    "A" * 30000, "A0例" * 5000, "覆盖 20%", "( )", "1",
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule"), TEXTS.items())
def test_a_printed_rule_is_read(text: str, rule: Rule) -> None:
    assert rule_from_text(text) == rule
    assert rule_from_json(rule_to_json(rule)) == rule


@pytest.mark.parametrize("text", UNKNOWN, ids=lambda text: text[:12])
def test_an_unknown_rule_is_not_guessed(text: str) -> None:
    assert rule_from_text(text) is None


def test_every_rule_of_the_sample_standard_is_understood() -> None:
    book = read_book(samples() / "点位检查标准_2026版.xlsx")
    texts = [str(row.cells[5]) for row in book.sheets[0].rows if row.number > 3]
    assert len(texts) == 520
    for text in set(texts):
        rule = rule_from_text(text)
        assert rule is not None, text
        assert judge(rule, Decimal(4), Given("pass")).high == 4, text


@given(st.text(alphabet="ABC#(0123例)≥≤<>%每米处扣加-+/×其余最多中分.", max_size=30))
def test_any_text_is_a_rule_or_none(text: str) -> None:
    rule = rule_from_text(text)
    if rule is not None:
        assert rule_from_json(rule_to_json(rule)) == rule
        judge(rule, Decimal(3), Given(None, Decimal(2)), length_m=Decimal(700))


@pytest.mark.parametrize(
    "stored",
    [
        "", "{}", "null", "[]", "3", "{", '{"kind":"later"}', '{"kind":"count"}', '{"kind":"yes_no","x":1}',
        '{"kind":"count","minimum":"2"}', '{"kind":"count","minimum":-1}', '{"kind":"share","minimum":0}',
        '{"kind":"deduction","each":"x"}', '{"kind":"deduction","each":"NaN"}', '{"kind":"deduction","each":2}',
        '{"kind":"deduction","each":"-1"}', '{"kind":"yes_no","na":"guess"}', '{"kind":"yes_no","role":"x"}',
        '{"kind":"fault_bands","bands":[["A","=","0"]]}', '{"kind":"fault_bands","bands":[["B","=","0"],["A","=","1"]]}',
        '{"kind":"fault_bands","bands":[["A","~","0"],["B","=","1"]]}', '{"kind":"fault_bands","bands":[["A","=","x"],["B","=","1"]]}',
        '{"kind":"fault_bands","bands":[["A","=","0"],["Z","=","1"]]}', '{"kind":"fault_bands","bands":[1]}',
        '{"kind":"measured","bands":[["","≥","1"],["","≥","2"]]}', '{"kind":"density","minimum":1,"per_m":0}',
        '{"kind":"k_of_n","minimum":1,"of":0}', '{"kind":["yes_no"]}',
    ],
)  # fmt: skip
def test_a_stored_thing_that_is_no_rule_leaves_the_item_to_the_verdict(stored: str) -> None:
    assert rule_from_json(stored) == Rule("text")


def test_only_what_differs_is_stored() -> None:
    assert json.loads(rule_to_json(Rule("count", minimum=2))) == {"kind": "count", "minimum": 2}


def test_sheets_ask_for_a_number_where_one_decides() -> None:
    assert is_counted(Rule("count", minimum=2))
    assert not any(is_counted(Rule(kind)) for kind in ("yes_no", "text"))
