"""Three colours of cards: the rule, the series of numbers, voiding and replies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Store
from desktop.core.errors import InputError, UserError
from desktop.features.findings import StepInput, note_finding, take_step
from desktop.features.findings.cards import (
    COLOURS,
    CardFacts,
    CardRules,
    card_rows,
    colour_for,
    issue_cards,
    propose_cards,
    reply_card,
    void_card,
)
from desktop.features.findings.deadlines import WorkDays
from desktop.features.findings.rules import STATES
from desktop.features.units import save_unit
from desktop.features.workspace import undo

RULES = CardRules(1, 5, True, Decimal(5))
FOUND, ASSIGNED = date(2026, 6, 1), date(2026, 6, 2)


def facts(**values: object) -> CardFacts:
    base = {"state": "fixing", "late": WorkDays(0), "is_repeat": False, "weight": None,
            "issued": frozenset()}  # fmt: skip
    return CardFacts(**{**base, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "colour"),
    [
        ({}, "white"), ({"late": WorkDays(1)}, "yellow"), ({"late": WorkDays(5)}, "red"),
        ({"is_repeat": True}, "yellow"), ({"weight": Decimal(5)}, "red"),
        ({"state": "found"}, None), ({"state": "fixed"}, None),
        ({"issued": frozenset({"white"})}, None),
        ({"issued": frozenset({"white"}), "late": WorkDays(2)}, "yellow"),
        ({"issued": frozenset({"red"}), "late": WorkDays(9)}, None),
    ],
)  # fmt: skip
def test_the_colour_by_rule(values: dict[str, object], colour: str | None) -> None:
    found = colour_for(facts(**values), RULES)
    assert (found[0] if found else None) == colour


@given(
    st.sampled_from(list(STATES)), st.integers(0, 20), st.booleans(),
    st.none() | st.integers(0, 9).map(Decimal), st.frozensets(st.sampled_from(COLOURS)),
)  # fmt: skip
def test_colours_only_rise(
    state: str, late: int, repeat: bool, weight: Decimal | None, issued: frozenset[str]
) -> None:
    now = CardFacts(state, WorkDays(late), repeat, weight, issued)
    found = colour_for(now, RULES)
    later = colour_for(CardFacts(state, WorkDays(late + 3), repeat, weight, issued), RULES)
    if found:
        assert all(COLOURS.index(found[0]) > COLOURS.index(item) for item in issued)
        assert later is not None
        assert COLOURS.index(later[0]) >= COLOURS.index(found[0])


@pytest.fixture
def ledger(store: Store) -> tuple[str, ...]:
    save_unit(store, None, {"name": "城管局"})
    ids = tuple(
        note_finding(store, None, {"text": f"果皮箱满溢{n}", "units": ("城管局",), "found": FOUND,
                                   "point": f"人民路{n}"})[0].id
        for n in range(3)
    )  # fmt: skip
    take_step(store, ids, "assign", StepInput(on=ASSIGNED, due=date(2026, 6, 10)))
    return ids


def codes(store: Store) -> list[str]:
    return sorted(row.code for row in card_rows(store).all())


def test_cards_are_numbered_per_colour_and_year(store: Store, ledger: tuple[str, ...]) -> None:
    white = propose_cards(store, on=date(2026, 6, 3))
    assert [(p.colour, p.due) for p in white] == [("white", date(2026, 6, 10))] * 3
    issue_cards(store, white, on=date(2026, 6, 3))
    assert codes(store) == [f"青创督〔2026〕白第00{n}号" for n in (1, 2, 3)]
    assert propose_cards(store, on=date(2026, 6, 3)) == ()
    yellow = propose_cards(store, on=date(2026, 6, 11))
    assert {p.colour for p in yellow} == {"yellow"}
    assert "逾期 1 个工作日" in yellow[0].reason
    issue_cards(store, yellow[:1], on=date(2026, 6, 11))
    assert "青创督〔2026〕黄第001号" in codes(store)
    assert {p.colour for p in propose_cards(store, on=date(2026, 7, 1))} == {"red"}


def test_a_number_is_never_given_twice(store: Store, ledger: tuple[str, ...]) -> None:
    day = date(2026, 6, 3)
    issue_cards(store, propose_cards(store, on=day)[:1], on=day)
    undo(store)
    assert codes(store) == []
    issue_cards(store, propose_cards(store, on=day)[:1], on=day)
    assert codes(store) == ["青创督〔2026〕白第002号"]
    card = card_rows(store).all()[0]
    with pytest.raises(UserError, match="作废原因"):
        void_card(store, card.id, " ")
    void_card(store, card.id, "发错单位")
    assert [(row.code, row.state) for row in card_rows(store).all()] == [
        ("青创督〔2026〕白第002号", "作废")
    ]
    issue_cards(store, propose_cards(store, on=day)[:1], on=day)
    assert codes(store) == ["青创督〔2026〕白第002号", "青创督〔2026〕白第003号"]


def test_a_stale_proposal_is_refused(store: Store, ledger: tuple[str, ...]) -> None:
    day = date(2026, 6, 3)
    proposals = propose_cards(store, on=day)
    take_step(store, ledger[:1], "fix", StepInput(on=day))
    with pytest.raises(UserError, match="问题 1 的情况已经变了"):
        issue_cards(store, proposals, on=day)
    assert codes(store) == []


def test_receipts(store: Store, ledger: tuple[str, ...]) -> None:
    day = date(2026, 6, 3)
    (card,), _ = issue_cards(store, propose_cards(store, on=day)[:1], on=day)
    for values, words in (
        ({"reply": ""}, "整改情况"), ({"reply": "已清", "replied": date(2026, 6, 1)}, "不在签发日"),
        ({"reply": "字" * 20_000}, "最多"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=words):
            reply_card(store, card.id, values)
    reply_card(
        store, card.id, {"reply": "已清理", "replied": date(2026, 6, 5), "reply_who": "李四"}
    )
    row = card_rows(store).all()[0]
    assert (row.state, row.reply, row.replied) == ("已回复", "已清理", date(2026, 6, 5))
    void_card(store, card.id, "重复")
    with pytest.raises(InputError, match="已经作废"):
        reply_card(store, card.id, {"reply": "x"})


def test_an_unknown_year_leaves_the_deadline_open(store: Store, ledger: tuple[str, ...],
                                                  tmp_path: Path) -> None:  # fmt: skip
    proposal = propose_cards(store, on=date(2099, 12, 31))[0]
    assert proposal.colour == "red"
    assert proposal.due is None
