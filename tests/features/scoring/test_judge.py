"""What an answer is worth, in worked numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.features.scoring import Given, Outcome, Rule, judge, required, rule_from_text

D = Decimal
FAULTS = "A(0)B(1)C(2)C#(3)"
TIMES = "A≤5分钟 B≤10分钟 C>10分钟"
PERCENT = "A≥98% B≥95% C<95%"


def rule(text: str) -> Rule:
    found = rule_from_text(text)
    assert found is not None
    return found


def points(
    text: str, full: str, number: str | None, verdict: str | None = None, length: str | None = None
) -> str:
    """Judge and return `points` or `low-high`, then the verdict and the grade."""
    given = Given(verdict, None if number is None else D(number))
    length_m = None if length is None else D(length)
    found = judge(rule(text), D(full), given, length_m=length_m)
    low, high = (format(value.normalize() + 0, "f") for value in (found.low, found.high))
    span = low if low == high else f"{low}-{high}"
    return f"{span} {found.verdict} {found.grade}".strip()


@pytest.mark.parametrize(
    ("text", "full", "number", "expected"),
    [
        (FAULTS, "6", "0", "6 pass A"), (FAULTS, "6", "1", "3.96 fail B"),
        (FAULTS, "6", "2", "1.98 fail C"), (FAULTS, "6", "3", "0 fail C#"),
        (FAULTS, "6", "9", "0 fail C#"), ("A(0例) C#(1例)", "6", "1", "0 fail C#"),
        ("A0例 B1例 C≥2例", "1", "2", "0.33 fail C"), ("A(1例)B(3例)", "1", "0", "1 pass A"),
        ("A0例 B1-2例 C3例以上", "1", "2", "0.66 fail B"), ("A(0例)B(1例)C#(其余)", "1", "2", "0 fail C#"),
        (PERCENT, "1", "98", "1 pass A"), (PERCENT, "1", "97.9", "0.66 fail B"),
        (PERCENT, "1", "94", "0.33 fail C"), (TIMES, "1", "5", "1 pass A"),
        (TIMES, "1", "10", "0.66 fail B"), (TIMES, "1", "10.5", "0.33 fail C"),
        ("A>75% B>70% C≤70% C#≤50%", "1", "72", "0.66 fail B"),
        ("A>75% B>70% C≤70% C#≤50%", "1", "70", "0.33 fail C"),
        ("A>75% B>70% C≤70% C#≤50%", "1", "45", "0 fail C#"),
        ("A>85% B>80% C<80%", "1", "80", "0.33 fail C"), ("A≥90% B≥80% C≤80%", "1", "80", "0.33 fail C"),
        ("A98% B95% C90%", "1", "96", "0.66 fail B"), ("A98% B95% C90%", "1", "50", "0.33 fail C"),
        ("A(3项) B(2项) 其余C#", "2", "3", "2 pass A"), ("A(3项) B(2项) 其余C#", "2", "1", "0 fail C#"),
        ("少一条扣4分", "12", "3", "0 fail"), ("少一条扣4分", "12", "1", "8 fail"),
        ("少一条扣4分", "12", "0", "12 pass"), ("少一条扣4分", "12", "4", "0 fail"),
        ("扣分 每处-0.5 最多-3", "6", "20", "3 fail"), ("扣分 每处-0.5 最多-3", "6", "1", "5.5 fail"),
        ("计数≥5 每少一处扣2分", "6", "4", "4 fail"), ("计数≥5 每少一处扣2分", "6", "7", "6 pass"),
        ("得分=播出数/4×分值", "2", "6", "2 pass"), ("得分=播出数/4×分值", "2", "3", "1.5 fail"),
        ("得分=亮灯率×分值", "2", "95", "1.9 fail"), ("得分=播出数/4×分值", "2", "4", "2 pass"), ("得分=播出数/4×分值", "2", "0", "0 fail"),
        ("计数≥3", "2", "3", "2 pass"), ("计数≥3", "2", "2", "0 fail"),
        ("5条中4条", "2", "4", "2 pass"), ("5条中4条", "2", "3", "0 fail"),
        ("≥85%", "2", "85", "2 pass"), ("≥85%", "2", "84.99", "0 fail"),
        ("加分 每处+1 最多+3", "5", "2", "2 pass"), ("加分 每处+1 最多+3", "5", "9", "3 pass"),
        ("加分 每处+1 最多+3", "5", "0", "0 fail"), ("增长率≥1%", "2", "-3", "0 fail"),
        ("A好B一般C差", "3", "2", "1.98 fail B"),
    ],
)  # fmt: skip
def test_a_number_decides(text: str, full: str, number: str, expected: str) -> None:
    assert points(text, full, number) == expected


@pytest.mark.parametrize(
    ("text", "expected_pass", "expected_fail"),
    [
        ("是否", "6 pass", "0 fail"), ("计数≥2", "6 pass", "0 fail"), ("每200米≥1", "6 pass", "0 fail"),
        ("≥85%", "6 pass", "0 fail"), ("5条中4条", "6 pass", "0 fail"),
        (FAULTS, "6 pass A", "0-3.96 fail"), (TIMES, "6 pass A", "1.98-3.96 fail"),
        ("A(0例) C#(1例)", "6 pass A", "0 fail"), ("A好B一般C差", "6 pass A", "1.98 fail C"),
        ("扣分 每处-0.5 最多-3", "6 pass", "3-5.5 fail"), ("少一条扣4分", "6 pass", "0-2 fail"),
        ("得分=播出数/4×分值", "6 pass", "0-4.5 fail"), ("加分 每处+1 最多+3", "1-3 pass", "0 fail"),
    ],
)  # fmt: skip
def test_a_verdict_alone_gives_what_is_sure(
    text: str, expected_pass: str, expected_fail: str
) -> None:
    assert points(text, "6", None, "pass") == expected_pass
    assert points(text, "6", None, "fail") == expected_fail


@pytest.mark.parametrize("text", ["是否", FAULTS, "少一条扣4分", "每200米≥1", "加分 每处+1"])
def test_what_nobody_answered_is_a_range(text: str) -> None:
    assert points(text, "6", None) == "0-6 None"


def test_a_rule_kept_as_text_follows_the_verdict() -> None:
    worth = [judge(Rule("text"), D(4), Given(verdict)) for verdict in ("pass", "fail", None)]
    assert [(item.low, item.high) for item in worth] == [(4, 4), (0, 0), (0, 4)]


@pytest.mark.parametrize(
    ("length", "needed"),
    [("200", 1), ("399", 1), ("400", 2), ("80", 1), ("1000", 5), ("0", None), ("-5", None), ("NaN", None), ("1E20", None)],
)  # fmt: skip
def test_density_converts_by_length(length: str, needed: int | None) -> None:
    assert required(rule("每200米≥1"), D(length)) == needed


def test_what_is_required() -> None:
    assert required(rule("500米≥3"), D(700)) == 4
    assert required(rule("每200米≥1")) is None
    assert required(rule("计数≥2")) == 2
    assert required(rule("得分=播出数/4×分值")) is None


def test_density_without_a_length_is_left_to_the_verdict() -> None:
    assert points("每200米≥1", "2", "2", length="450") == "2 pass"
    assert points("每200米≥1", "2", "1", length="450") == "0 fail"
    assert points("每200米≥1", "2", "1") == "0-2 None"
    assert points("每200米≥1", "2", "1", "pass") == "2 pass"
    assert "长度未知" in judge(rule("每200米≥1"), D(2), Given(None, D(1))).why


def test_where_verdict_and_number_differ_the_number_decides_and_it_is_said() -> None:
    found = judge(rule("计数≥2"), D(2), Given("pass", D(1)))
    assert (found.high, found.verdict) == (0, "fail")
    assert found.why == "勾选“符合”与数字不符，以数字为准：有 1，应有 2，得 0"
    assert judge(rule("少一条扣4分"), D(2), Given("fail", D(0))).verdict == "pass"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("计数≥2", "-1"), ("计数≥2", "NaN"), ("计数≥2", "1E999999"), ("扣分 每处-0.5", "-Infinity"),
        ("5条中4条", "6"), ("A好B一般C差", "4"), ("A好B一般C差", "1.5"),
    ],
)  # fmt: skip
def test_an_impossible_number_is_left_aside_and_told(text: str, number: str) -> None:
    found = judge(rule(text), D(2), Given(None, D(number)))
    assert (found.low, found.high, found.verdict) == (0, 2, None)
    assert "不合理，未采用" in found.why


def test_not_applicable_leaves_whatever_number_there_is() -> None:
    found = judge(rule("计数≥2 不适用取平均"), D(2), Given("na", D(1)))
    assert found == Outcome(
        D(0), D(0), D(2), False, "na", why="不适用，取其余平均，数字 1 不采用", na="mean"
    )
    assert judge(rule("是否"), D(2), Given("na")).why == "不适用，不计入"


def test_an_edition_changes_what_grades_are_worth() -> None:
    percents = {"B": D(70), "C#": D(-5), "A": D(130)}
    worth = [
        judge(rule(FAULTS), D(10), Given(None, D(count)), percents=percents).low
        for count in range(4)
    ]
    assert worth == [10, 7, D("3.3"), 0]


@pytest.mark.parametrize(
    ("text", "number", "length", "why"),
    [
        ("A(0例)B(1例)C#(3例)", "3", None, "3 处故障，C#档，0%×6=0"),
        (TIMES, "7", None, "7分钟，B档，66%×6=3.96"),
        ("A>85%B>80%C≤80% 两年均值", "86.5", None, "2 年均值 86.5%，A档，100%×6=6"),
        ("每200米≥1", "2", "700", "有 2，应有 3，得 0"), ("5条中4条", "4", None, "5 中有 4，应有 4，得 6"),
        ("扣分 每处-0.5 最多-3", "2", None, "2 处，每处扣 0.5，得 5"),
        ("计数≥5 每少一处扣2分", "4", None, "有 4，应有 5；1 处，每处扣 2，得 4"),
        ("得分=播出数/7×分值", "3", None, "3/7×6=2.5714"), ("得分=播出数/4×分值", "8", None, "8/4，不超过分值，得 6"),
        ("≥85%", "90", None, "实测 90%，要求 ≥85%，得 6"), ("加分 每处+1", "2", None, "2 处，每处加 1，得 2"),
        ("A好B一般C差", "1", None, "好，A档，100%×6=6"), ("是否", "3", None, "未判定，得分在 0～6 之间"),
    ],
)  # fmt: skip
def test_every_result_says_why(text: str, number: str, length: str | None, why: str) -> None:
    length_m = D(length) if length else None
    assert judge(rule(text), D(6), Given(None, D(number)), length_m=length_m).why == why


def test_a_verdict_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="maybe"):
        Given("maybe")


def test_a_mark_below_nothing_counts_as_nothing() -> None:
    assert judge(rule("是否"), D(-3), Given("pass")).high == 0
