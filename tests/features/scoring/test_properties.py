"""What holds for every rule, answer and total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop.features.scoring import (
    Given,
    Outcome,
    Rule,
    judge,
    rule_from_json,
    rule_from_text,
    rule_to_json,
    total,
)

D = Decimal
TWENTY = st.integers(1, 20)
AMOUNTS = st.decimals(0, 120, places=1)
MARKS = st.decimals(0, 40, places=2)
GRADES = ("A", "B", "C", "C#")


@st.composite
def bands(draw: st.DrawFn, *, falls: bool) -> tuple[tuple[str, str, str], ...]:
    """Bands in any mixture of signs, thresholds in order."""
    grades = draw(st.sampled_from([GRADES, GRADES[:3], ("A", "C#")]))
    steps = sorted(draw(st.sets(st.integers(0, 100), min_size=len(grades), max_size=len(grades))))
    signs = draw(st.lists(st.sampled_from("≥>≤<="), min_size=len(grades), max_size=len(grades)))
    signs[0] = draw(st.sampled_from("≤<=" if falls else "≥>="))
    ordered = steps if falls else steps[::-1]
    return tuple(zip(grades, signs, map(str, ordered), strict=True))


def rules() -> st.SearchStrategy[Rule]:
    each = st.sampled_from(["0.2", "0.5", "1", "4"])
    most = st.sampled_from([None, "0.3", "2", "3.5"])
    return st.one_of(
        st.sampled_from([Rule("yes_no"), Rule("text"), Rule("yes_no", na="mean")]),
        st.builds(Rule, st.just("count"), minimum=TWENTY),
        st.builds(Rule, st.just("density"), minimum=TWENTY, per_m=st.sampled_from([50, 200])),
        st.builds(Rule, st.just("k_of_n"), minimum=TWENTY, of=st.just(120)),
        st.builds(Rule, st.just("share"), minimum=TWENTY),
        st.builds(Rule, st.just("deduction"), each=each, most=most),
        st.builds(Rule, st.just("deduction"), each=each, minimum=TWENTY),
        st.builds(Rule, st.just("addition"), each=each, most=most),
        st.builds(Rule, st.just("fault_bands"), bands=bands(falls=True)),
        st.builds(Rule, st.just("value_bands"), unit=st.just("%"), bands=bands(falls=False)),
        st.builds(Rule, st.just("grades"), bands=bands(falls=False)),
        st.builds(
            Rule, st.just("measured"),
            bands=st.tuples(st.tuples(st.just(""), st.sampled_from("≥>≤<"), st.just("60"))),
        ),
    )  # fmt: skip


VERDICTS = st.sampled_from(["pass", "fail", "na", None])
GIVENS = st.builds(Given, VERDICTS, st.none() | AMOUNTS)
LENGTHS = st.none() | st.decimals(1, 3000, places=1)
OUTCOMES = st.builds(judge, rules(), MARKS, GIVENS)


def fewer_is_better(rule: Rule) -> bool:
    if rule.kind == "deduction":
        return rule.minimum is None
    if rule.kind == "measured":
        return rule.bands[0][1] in "≤<"
    if rule.kind == "value_bands" or rule.kind == "fault_bands":
        return rule.bands[0][1] in "≤<" or int(rule.bands[0][2]) < int(rule.bands[1][2])
    return rule.kind == "grades"


@given(rules(), MARKS, GIVENS, LENGTHS)
def test_points_lie_within_the_mark(
    rule: Rule, full: Decimal, answer: Given, length: Decimal | None
) -> None:
    found = judge(rule, full, answer, length_m=length)
    assert 0 <= found.low <= found.high <= found.full == full
    assert found.counts == (answer.verdict != "na")
    assert found.why


@given(rules(), MARKS, AMOUNTS, AMOUNTS, LENGTHS, st.lists(OUTCOMES, max_size=4))
def test_a_better_number_never_lowers_a_total(
    rule: Rule, full: Decimal, one: Decimal, two: Decimal, length: Decimal | None,
    others: list[Outcome],
) -> None:  # fmt: skip
    if rule.kind == "grades":
        one, two = (D(int(number) % len(rule.bands) + 1) for number in (one, two))
    worse, better = sorted((one, two), reverse=fewer_is_better(rule))
    low, high = (
        total([*others, judge(rule, full, Given(None, number), length_m=length)])
        for number in (worse, better)
    )
    assert low.low <= high.low
    assert low.high <= high.high
    assert low.full == high.full


@given(rules(), MARKS, st.none() | AMOUNTS, LENGTHS)
def test_a_pass_is_never_below_a_fail_and_both_lie_in_the_open_range(
    rule: Rule, full: Decimal, amount: Decimal | None, length: Decimal | None
) -> None:
    failed, passed = (
        judge(rule, full, Given(verdict, amount), length_m=length) for verdict in ("fail", "pass")
    )
    unanswered = judge(rule, full, Given())
    assert failed.low <= passed.low
    assert failed.high <= passed.high
    assert unanswered.low <= failed.low
    assert passed.high <= unanswered.high


@given(rules(), MARKS, AMOUNTS)
def test_the_number_lies_in_the_range_its_verdict_gave(
    rule: Rule, full: Decimal, amount: Decimal
) -> None:
    known = judge(rule, full, Given(None, D(int(amount))))
    if known.verdict and rule.kind not in ("grades", "addition"):
        unknown = judge(rule, full, Given(known.verdict))
        assert unknown.low <= known.low <= known.high <= unknown.high


@given(st.lists(OUTCOMES, max_size=8), st.randoms(), st.sampled_from([None, D(20)]))
def test_no_order_shows(outcomes: list[Outcome], random: object, cap: Decimal | None) -> None:
    shuffled = outcomes[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert total(shuffled, cap=cap) == total(outcomes, cap=cap)
    assert total(shuffled, na="mean") == total(outcomes, na="mean")


@given(st.lists(OUTCOMES, max_size=8), MARKS)
def test_not_applicable_leaves_every_rate_alone(outcomes: list[Outcome], full: Decimal) -> None:
    skipped = judge(Rule("yes_no"), full, Given("na"))
    assert total([*outcomes, skipped]) == total(outcomes)
    dropped, filled = (total([*outcomes, skipped], na=na) for na in ("drop", "mean"))
    if dropped.full and not dropped.bonus:
        assert abs(
            Fraction(filled.low) / Fraction(filled.full)
            - Fraction(dropped.low) / Fraction(dropped.full)
        ) < Fraction(1, 10**20)


@given(
    st.lists(OUTCOMES, max_size=8),
    st.sampled_from([None, D(20)]),
    st.sampled_from(["drop", "mean"]),
)
def test_a_total_lies_within_its_mark(
    outcomes: list[Outcome], cap: Decimal | None, na: str
) -> None:
    found = total(outcomes, cap=cap, na=na)
    assert 0 <= found.low <= found.high <= found.full + found.bonus


@given(rules(), st.sampled_from(["", "veto", "bonus"]), st.sampled_from([None, 2]))
def test_every_rule_survives_storing(rule: Rule, role: str, years: int | None) -> None:
    stated = replace(rule, role=role, years=years)
    assert rule_from_json(rule_to_json(stated)) == stated


def printed(rule: Rule) -> str:
    """Print a rule as a standard would."""
    if rule.kind == "count":
        return f"计数≥{rule.minimum}"
    if rule.kind == "density":
        return f"每{rule.per_m}米≥{rule.minimum}处"
    if rule.kind == "k_of_n":
        return f"{rule.of}项中≥{rule.minimum}项"
    if rule.kind == "share":
        return f"得分=播出数/{rule.minimum}×分值"
    if rule.kind == "deduction":
        if rule.minimum:
            return f"计数≥{rule.minimum}，每少一处扣{rule.each}分"
        return f"扣分 每处-{rule.each}" + (f" 最多-{rule.most}" if rule.most else "")
    if rule.kind == "measured":
        return f"{rule.bands[0][1]}{rule.bands[0][2]}%"
    unit = "例" if rule.kind == "fault_bands" else "%"
    return "ABC(" + " ".join(f"{grade}{sign}{at}{unit}" for grade, sign, at in rule.bands) + ")"


@given(
    rules().filter(lambda rule: rule.kind not in ("yes_no", "text", "grades", "addition")),
    MARKS, GIVENS, LENGTHS,
)  # fmt: skip
def test_a_printed_rule_judges_as_the_rule_itself(
    rule: Rule, full: Decimal, answer: Given, length: Decimal | None
) -> None:
    read = rule_from_text(printed(rule))
    assert read is not None
    first, second = (judge(each, full, answer, length_m=length) for each in (rule, read))
    assert (first.low, first.high, first.verdict) == (second.low, second.high, second.verdict)
