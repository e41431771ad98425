"""Boards, the ranking and bulletins whose numbers stay true."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import Store
from desktop.core.errors import InputError, UserError
from desktop.features.findings import (
    StepInput,
    chain,
    finding_rows,
    likeness,
    link_repeats,
    note_finding,
    proposed_repeats,
    take_step,
)
from desktop.features.findings.boards import board, boards, ranking, reminders
from desktop.features.findings.bulletins import (
    agrees,
    bulletins,
    count_bulletin,
    edit_bulletin,
    find_bulletin,
    make_bulletin,
    recount,
)
from desktop.features.findings.cards import issue_cards, propose_cards
from desktop.features.findings.facts import facts_at
from desktop.features.units import save_unit
from desktop.features.workspace import undo

JUNE = date(2026, 6, 1)


def day(number: int) -> date:
    return date(2026, 6, number)


@pytest.fixture
def ledger(store: Store) -> tuple[str, ...]:
    for name in ("城管局", "住建局"):
        save_unit(store, None, {"name": name})
    ids = tuple(
        note_finding(store, None, {
            "text": f"问题{n}", "found": day(n), "point": f"地点{n % 3}", "street": "城关街道",
            "units": ("城管局",) if n < 5 else ("住建局", "城管局"),
        })[0].id
        for n in range(1, 9)
    )  # fmt: skip
    take_step(store, ids[:6], "assign", StepInput(on=day(9), due=day(12)))
    take_step(store, ids[:4], "fix", StepInput(on=day(10)))
    take_step(store, ids[:2], "close", StepInput(on=day(11)))
    return ids


def test_a_board_counts_each_unit(store: Store, ledger: tuple[str, ...]) -> None:
    rows = {row.name: row for row in boards(store, on=day(20))}
    first = rows["城管局"]
    assert (first.total, first.fixed, first.closed, first.open, first.late) == (8, 4, 2, 4, 2)
    assert first.rate == 0.5
    assert first.days == 7.5
    assert (rows["住建局"].total, rows["住建局"].fixed, rows["住建局"].days) == (4, 0, None)
    assert boards(store, "street", on=day(20))[0].total == 8
    what = reminders(store, on=day(12))
    assert (what.due_today, what.late, what.waiting, what.unassigned) == (2, 0, 2, 2)
    ranks = ranking(boards(store, on=day(12)))
    assert [row.name for row in ranks.red] == ["城管局"]
    assert [row.name for row in ranks.black] == ["住建局"]
    assert "整改率 =" in ranks.method


def test_a_bulletin_stays_as_it_was_counted(store: Store, ledger: tuple[str, ...]) -> None:
    bulletin, _ = make_bulletin(store, JUNE, day(30), day(30))
    content = json.loads(bulletin.content)
    assert (content["findings"], content["fixed"], content["unfixed"]) == (8, 4, 4)
    assert content["points"] == 3
    take_step(store, ledger[4:6], "fix", StepInput(on=day(15)))
    note_finding(store, None, {"text": "后来的", "found": day(20), "point": "地点1"})
    save_unit(store, None, {"name": "水务局"})
    again = find_bulletin(store, "1")
    assert agrees(store, again)
    assert count_bulletin(facts_at(store), JUNE, day(30), day(30))["fixed"] == 6
    edit_bulletin(store, bulletin.id, title="通报", demands="抓紧")
    assert agrees(store, find_bulletin(store, ""))
    assert bulletins(store)[0].demands == "抓紧"
    for _ in range(4):
        undo(store)
    assert agrees(store, find_bulletin(store, "1"))


def test_the_cut_off_decides_what_is_fixed(store: Store, ledger: tuple[str, ...]) -> None:
    facts = facts_at(store)
    for cut_off, fixed in ((day(9), 0), (day(10), 4)):
        content = count_bulletin(facts, JUNE, day(30), cut_off)
        assert (content["fixed"], content["fixed"] + content["unfixed"]) == (fixed, 8)


def test_impossible_periods_are_refused(store: Store, ledger: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="早于开始"):
        make_bulletin(store, day(9), JUNE, day(30))
    with pytest.raises(InputError, match="今天之间"):
        make_bulletin(store, JUNE, day(30), day(5))
    with pytest.raises(UserError, match="没有督查记录"):
        make_bulletin(store, date(2025, 1, 1), date(2025, 1, 2), day(5))
    with pytest.raises(UserError, match="没有第 9 期"):
        find_bulletin(store, "9")
    assert bulletins(store) == ()


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["fix", "close", "note", "card", "undo"]), st.integers(0, 7)),
    max_size=8,
)


@settings(deadline=None, max_examples=12)
@given(ACTIONS)
def test_any_later_work_leaves_it_reproducible(actions: list[tuple[str, int]]) -> None:
    import tempfile
    from pathlib import Path

    from desktop.features.workspace import create_workspace

    with tempfile.TemporaryDirectory() as folder, create_workspace(
        Path(folder) / "w", county="青禾县"
    ) as store:  # fmt: skip
        save_unit(store, None, {"name": "城管局"})
        ids = [
            note_finding(store, None, {"text": f"问题{n}", "found": JUNE, "units": ("城管局",)})[
                0
            ].id
            for n in range(8)
        ]
        take_step(store, ids, "assign", StepInput(on=JUNE, due=day(5)))
        bulletin, _ = make_bulletin(store, JUNE, day(3), day(9))
        for action, which in actions:
            try:
                if action == "note":
                    note_finding(store, ids[which], {"text": "改了字"})
                elif action == "card":
                    issue_cards(store, propose_cards(store)[:1])
                elif action == "undo" and bulletins(store):
                    undo(store)
                else:
                    take_step(store, ids[which : which + 1], action, StepInput(on=day(6)))
            except UserError:
                pass
        assert recount(store, bulletin) == json.loads(bulletin.content)


def test_the_same_item_again_is_linked(county_store: Store) -> None:
    from desktop.features.points import check_rows, point_rows

    point = point_rows(county_store).all()[0]
    item = next(row for row in check_rows(county_store).all() if row.type == point.type)
    values = {"text": "盲道被占", "point_id": point.id, "check_item_id": item.id}
    first, _ = note_finding(county_store, None, {**values, "found": JUNE})
    second, _ = note_finding(county_store, None, {**values, "found": JUNE + timedelta(60)})
    late, _ = note_finding(county_store, None, {**values, "found": JUNE - timedelta(200)})
    assert (second.former_id, late.former_id) == (first.id, None)
    assert [row.former for row in finding_rows(county_store).all()] == [None, 1, None]
    assert [item.number for item in chain(county_store, second.id)] == [1, 2]


def test_similar_words_are_proposed_and_confirmed(county_store: Store) -> None:
    from desktop.features.points import point_rows

    point = point_rows(county_store).all()[0]
    first, _ = note_finding(county_store, None, {"text": "沿线果皮箱满溢未清", "point_id": point.id,
                                                 "found": JUNE})  # fmt: skip
    second, _ = note_finding(county_store, None, {"text": "果皮箱满溢未清理", "point_id": point.id,
                                                  "found": day(20)})  # fmt: skip
    note_finding(county_store, None, {"text": "路灯不亮", "point_id": point.id, "found": day(20)})
    proposed = proposed_repeats(county_store)
    assert [(item.finding.id, item.former.id) for item in proposed] == [(second.id, first.id)]
    link_repeats(county_store, [(second.id, first.id)])
    assert proposed_repeats(county_store) == []
    with pytest.raises(UserError, match="更早的问题"):
        link_repeats(county_store, [(first.id, second.id)])
    link_repeats(county_store, [(second.id, None)])
    assert len(proposed_repeats(county_store)) == 1


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_a_share(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1


def test_an_empty_board() -> None:
    from desktop.features.findings.facts import Facts

    assert board(Facts((), {}, {}, {}, {}, (), ()), "unit", JUNE) == ()
