"""Totals in worked numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.features.scoring import (
    Given,
    Outcome,
    Rule,
    Total,
    judge,
    mean_of,
    rounded,
    total,
    weighted,
)

D = Decimal
YES_NO = Rule("yes_no")
BONUS = Rule("addition", each="1", most="3", role="bonus")
VETO = Rule("yes_no", role="veto")


def items(*given: tuple[str, str | None], rule: Rule = YES_NO) -> list[Outcome]:
    return [judge(rule, D(full), Given(verdict)) for full, verdict in given]


def test_an_open_item_widens_the_total() -> None:
    found = total(items(("6", "pass"), ("3", "fail"), ("1", None)))
    assert found == Total(D(6), D(7), D(10))
    assert (found.rate_low, found.rate_high) == (D("0.6"), D("0.7"))


def test_not_applicable_leaves_the_denominator() -> None:
    found = total(items(("6", "pass"), ("2", "fail"), ("12", "na")))
    assert found == Total(D(6), D(6), D(8))
    nothing = total(items(("6", "na")))
    assert nothing == Total(D(0), D(0), D(0))
    assert nothing.rate_low is nothing.rate_high is None


def test_a_community_without_a_residential_area_gets_the_mean_of_the_others() -> None:
    communities = items(("10", "na")) + [
        judge(Rule("deduction", each="1"), D(10), Given(None, D(faults))) for faults in (1, 2, 6)
    ]
    filled = mean_of(communities[0], communities[1:])
    assert (filled.low, filled.high, filled.counts) == (7, 7, True)
    assert filled.why == "不适用，取其余平均"
    assert total(communities, na="mean") == Total(D(28), D(28), D(40))


def test_the_mean_is_the_items_own_wish_unless_the_total_says_otherwise() -> None:
    own = items(("4", "pass"), ("4", "fail")) + items(("2", "na"), rule=Rule("yes_no", na="mean"))
    assert total(own) == Total(D(5), D(5), D(10))
    assert total(own, na="drop") == Total(D(4), D(4), D(8))
    alone = total(items(("2", "na")), na="mean")
    assert alone == Total(D(0), D(0), D(0))


def test_a_group_brings_no_more_than_its_cap() -> None:
    found = total(items(("6", "pass"), ("6", None)), cap=D(10))
    assert found == Total(D(6), D(10), D(10))


def test_bonus_points_come_on_top() -> None:
    extra = [judge(BONUS, D(5), Given(None, D(2))), judge(BONUS, D(5), Given("na"))]
    found = total([*items(("10", "pass")), *extra])
    assert found == Total(D(12), D(12), D(10), bonus=D(5))
    assert found.rate_low == D("1.2")
    capped = total([*items(("10", "pass")), *extra], cap=D(11))
    assert capped == Total(D(11), D(11), D(10), bonus=D(1))
    assert total([*items(("10", "fail")), extra[1]], na="mean") == Total(D(0), D(0), D(10))
    assert total(extra, na="mean") == Total(D(2), D(2), D(0), bonus=D(5))


@pytest.mark.parametrize(
    ("verdicts", "veto"),
    [
        (("pass", "na"), ""), (("pass", None), "open"), ((None, "fail"), "fail"), ((), ""),
    ],
)  # fmt: skip
def test_a_veto_is_told_and_takes_no_points_away(
    verdicts: tuple[str | None, ...], veto: str
) -> None:
    vetoes = items(*(("0", verdict) for verdict in verdicts), rule=VETO)
    found = total([*items(("10", "pass")), *vetoes])
    assert (found.low, found.veto) == (10, veto)
    assert weighted([(found, D("0.5")), (D(80), D("0.5"))]).veto == veto


def test_a_township_of_five_weighted_types() -> None:
    shares = {"84": "0.20", "45": "0.30", "80": "0.15", "55": "0.20", "56": "0.15"}
    found = weighted((D(score), D(share)) for score, share in shares.items())
    assert found == Total(D("61.7"), D("61.7"), D(100))


def test_methods_of_39_7_46_3_10_and_10_make_106() -> None:
    parts = [
        (total(items(("60", "pass"), ("40", "fail"))), D("39.7")),
        (total(items(("50", "pass"), ("50", None))), D("46.3")),
        (total(items(("8", "pass"))), D(10)),
        (total(items(("5", "na"))), D(10)),
    ]
    found = weighted((part.out_of(mark), D(1)) for part, mark in parts)
    assert found == Total(D("56.97"), D("80.12"), D(96))


def test_a_key_basic_and_bonus_system() -> None:
    groups = [
        total(items(("50", "pass"), ("8", "fail"))),
        total(items(("40", "pass"), ("2", None))),
        total([judge(BONUS, D(16), Given(None, D(3)))], cap=D(16)),
    ]
    found = weighted((group, D(1)) for group in groups)
    assert found == Total(D(93), D(95), D(100), bonus=D(16))


def test_thirds_are_added_without_a_rounding() -> None:
    third = Rule("share", minimum=3)
    outcomes = [judge(third, D(mark), Given(None, D(1))) for mark in ("1000", "0.01", "0.01")]
    found = total(outcomes)
    assert Fraction(found.low) == sum(Fraction(item.low) for item in outcomes)
    halves = weighted([(D(1) / D(3), D("0.5")), (D(1000) / D(3), D("0.5"))])
    assert Fraction(halves.low) == (Fraction(D(1) / D(3)) + Fraction(D(1000) / D(3))) / 2


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("61.745", 2, "61.75"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.1249", 2, "0.12"), ("1E20", 2, "1E20")],
)  # fmt: skip
def test_rounding_is_half_up(value: str, places: int, expected: str) -> None:
    assert rounded(D(value), places) == D(expected)
