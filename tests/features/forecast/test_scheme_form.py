"""A scheme typed in by a person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.core.errors import InputError
from desktop.features.forecast.scheme import Group, Scheme
from desktop.features.forecast.scheme_form import scheme_as_form, scheme_from_form

D = Decimal
WHOLE = Scheme(
    full=D(106), methods=(("材料审核", D("39.7")), ("实地考察", D("46.3"))),
    years=((2025, D(25)), (2026, D(60))), counted_in=(("未成年人2026版", D(20)),),
    groups=(Group("关键项", ("Ⅰ-1", "Ⅰ-2"), "key", D(58), D(60)), Group("鼓励项", ("Ⅰ-3",), "bonus", D(16))),
    pass_total=D(90), standing="申报", months=6,
)  # fmt: skip


def test_what_is_shown_reads_back_as_it_was() -> None:
    assert scheme_from_form(scheme_as_form(WHOLE), Scheme()) == WHOLE
    assert scheme_from_form(scheme_as_form(Scheme()), WHOLE) == Scheme()


def test_people_type_as_they_like() -> None:
    typed = {"methods": "材料审核：40；实地考察=40、 问卷调查 20%", "years": "2024 15、2025 25、2026 60",
             "groups": "基本项（Ⅰ-4，Ⅰ-5）42", "months": ""}  # fmt: skip
    scheme = scheme_from_form(typed, Scheme())
    assert scheme.methods == (("材料审核", D(40)), ("实地考察", D(40)), ("问卷调查", D(20)))
    assert scheme.years[-1] == (2026, D(60))
    assert scheme.groups == (Group("基本项", ("Ⅰ-4", "Ⅰ-5"), "basic", D(42)),)


@pytest.mark.parametrize(
    ("key", "text", "where"),
    [("methods", "材料审核", "各测评方式的分"), ("full", "很多", "满分"), ("years", "去年 20", "年度权重"),
     ("groups", "关键项 58", "分组"), ("months", "半年", "负面清单往前算几个月"),
     ("counted_in", "甲 100", ""), ("years", "2026 0", "")],
)  # fmt: skip
def test_what_is_not_understood_is_named(key: str, text: str, where: str) -> None:
    with pytest.raises(InputError) as refusal:
        scheme_from_form({key: text}, Scheme())
    assert [problem.where for problem in refusal.value.problems] == [where]
