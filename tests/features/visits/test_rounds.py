"""Rounds from planning to results, on the sample county."""

from __future__ import annotations

from decimal import Decimal

import pytest

from db import Store, records
from db.tables.findings import Finding
from db.tables.points import CheckItem, Point, PointType
from db.tables.visits import Answer, Visit
from desktop.core.errors import InputError, UserError
from desktop.features.findings import note_finding, withdraw_finding
from desktop.features.points import delete_points, point_rows
from desktop.features.scoring import Given
from desktop.features.visits import (
    DrawOrder,
    Round,
    RoundPlan,
    add_points,
    change,
    copy_round,
    delete_round,
    differences,
    draw_points,
    draws_of,
    fill_rest,
    find_sheet,
    move_visits,
    not_visited,
    read_amount,
    remove_visits,
    repeats,
    round_results,
    round_rows,
    save_round,
    set_answer,
    set_round_state,
    settle,
    sheet_of,
    split_teams,
    team_plans,
    usual_order,
    visit_rows,
    with_open_findings,
)
from desktop.features.visits.entry import proposal
from desktop.features.workspace import undo

PLAN = RoundPlan("七月自查", "自查", "2026-07-06", "2026-07-08", ("一组", "二组"))


def a_round(store: Store, types: tuple[str, ...] = ("主次干道",), plan: RoundPlan = PLAN) -> Round:
    item, _ = save_round(store, None, plan)
    rows = [row.id for row in point_rows(store).all() if row.type in types]
    add_points(store, item.id, rows)
    return item


def first_visit(store: Store, item: Round) -> Visit:
    return records.find(store, Visit, round_id=item.id, order="sheet_no")[0]


def test_a_round_is_made_shown_and_undone(county_store: Store) -> None:
    item = a_round(county_store)
    (row,) = round_rows(county_store).all()
    assert (row.number, row.name, row.kind, row.points, row.done) == (1, "七月自查", "自查",
                                                                      row.points, 0)  # fmt: skip
    assert row.points == sum(r.type == "主次干道" for r in point_rows(county_store).all()) > 5
    visits = visit_rows(county_store, item.id).all()
    assert all(v.sheet_no.startswith("01-") and v.items > 0 for v in visits)
    undo(county_store)
    assert not visit_rows(county_store, item.id).all()


@pytest.mark.parametrize(
    ("plan", "where"),
    [
        (RoundPlan("", "自查"), "名称"), (RoundPlan("甲", "抽查"), "类别"),
        (RoundPlan("甲", "自查", "7月"), "开始日期"),
        (RoundPlan("甲", "自查", "2026-07-02", "2026-07-01"), "结束日期"),
        (RoundPlan("甲", "自查", edition="没有"), "测评体系版本"),
    ],
)  # fmt: skip
def test_a_round_that_cannot_be_is_named(county_store: Store, plan: RoundPlan, where: str) -> None:
    with pytest.raises(InputError) as refusal:
        save_round(county_store, None, plan)
    assert [problem.where for problem in refusal.value.problems] == [where]
    assert not round_rows(county_store).all()


def test_two_rounds_of_one_name_are_refused(county_store: Store) -> None:
    a_round(county_store)
    with pytest.raises(InputError, match="已有"):
        save_round(county_store, None, PLAN)


def test_a_sheet_is_found_by_any_way_of_typing_its_number(county_store: Store) -> None:
    item = a_round(county_store)
    visit = first_visit(county_store, item)
    number = str(visit.sheet_no)
    for typed in (number, number.replace("-", ""), f" {number} ", number.replace("-", "—"),
                  f"YJ2|{number}|2|2026年版", number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))):  # fmt: skip
        assert find_sheet(county_store, typed).id == visit.id


def test_a_mistyped_sheet_is_told_from_an_unknown_one(county_store: Store) -> None:
    item = a_round(county_store)
    number = str(first_visit(county_store, item).sheet_no)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(UserError, match="校验位不对"):
        find_sheet(county_store, wrong)
    from desktop.features.visits import sheet_number

    with pytest.raises(UserError, match="没有编号"):
        find_sheet(county_store, sheet_number(9999, 7))
    with pytest.raises(UserError, match="不属于任何轮次"):
        find_sheet(county_store, sheet_number(1))
    with pytest.raises(UserError, match="不是检查表编号"):
        find_sheet(county_store, "人民路")


def test_a_sheet_of_another_or_a_closed_round_is_refused(county_store: Store) -> None:
    item = a_round(county_store)
    other, _ = save_round(county_store, None, RoundPlan("八月自查", "自查"))
    number = str(first_visit(county_store, item).sheet_no)
    with pytest.raises(UserError, match="另一轮"):
        find_sheet(county_store, number, round_id=other.id)
    set_round_state(county_store, item.id, "closed")
    with pytest.raises(UserError, match="已经结束"):
        find_sheet(county_store, number)


def test_answers_are_kept_judged_and_taken_back(county_store: Store) -> None:
    item = a_round(county_store)
    visit = first_visit(county_store, item)
    sheet = sheet_of(county_store, visit.id)
    yes_no = next(x for x in sheet.lines if x.rule.kind == "yes_no")
    density = next(x for x in sheet.lines if x.rule.kind == "density")
    set_answer(county_store, visit.id, yes_no.item_id, Given("fail"), remark="南头", who="甲")
    answer, _ = set_answer(county_store, visit.id, density.item_id, Given(None, Decimal(0)))
    assert answer is not None
    assert answer.verdict == "fail"
    again = sheet_of(county_store, visit.id)
    assert again.left == len(sheet.lines) - 2
    assert (again.state, again.visited_on is not None) == ("entering", True)
    set_answer(county_store, visit.id, yes_no.item_id, Given())
    set_answer(county_store, visit.id, density.item_id, Given())
    assert not records.find(county_store, Answer)
    count, _ = fill_rest(county_store, visit.id)
    assert count == len(sheet.lines)
    assert sheet_of(county_store, visit.id).state == "done"


def test_an_item_of_another_edition_is_refused(county_store: Store) -> None:
    item = a_round(county_store)
    visit = first_visit(county_store, item)
    with pytest.raises(UserError, match="检查标准"):
        set_answer(county_store, visit.id, "gone", Given("pass"))
    assert not records.find(county_store, Answer)


@pytest.mark.parametrize("text", ["-1", "甲", "1e99", "NaN", "999999999", "--"])
def test_absurd_numbers_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_amount(text)


@pytest.mark.parametrize(("text", "value"), [("３", 3), ("", None), (" 0 ", 0), ("2.5", "2.5")])
def test_numbers_are_read_as_typed(text: str, value: object) -> None:
    assert read_amount(text) == (None if value is None else Decimal(str(value)))


def test_two_typists_are_compared(county_store: Store) -> None:
    item = a_round(county_store)
    visit = first_visit(county_store, item)
    lines = sheet_of(county_store, visit.id).lines
    set_answer(county_store, visit.id, lines[0].item_id, Given("pass"), who="甲")
    set_answer(county_store, visit.id, lines[1].item_id, Given("pass"), who="甲")
    assert differences(county_store, visit.id) == ()
    set_answer(county_store, visit.id, lines[0].item_id, Given("fail"), entry=2, who="乙")
    set_answer(county_store, visit.id, lines[1].item_id, Given("pass"), entry=2, who="乙")
    assert [d.item_id for d in differences(county_store, visit.id)] == [lines[0].item_id]
    settle(county_store, visit.id, lines[0].item_id)
    assert differences(county_store, visit.id) == ()
    assert sheet_of(county_store, visit.id).lines[0].verdict == "fail"


def test_a_finding_is_proposed_from_item_and_duties(county_store: Store) -> None:
    item = a_round(county_store)
    visit = first_visit(county_store, item)
    line = sheet_of(county_store, visit.id).lines[0]
    values = dict(proposal(county_store, visit.id, line.item_id))
    owners = next(r.owners for r in point_rows(county_store).all() if r.id == visit.point_id)
    assert tuple(values["units"]) == owners  # type: ignore[arg-type]
    finding, _ = note_finding(county_store, None, values)
    assert sheet_of(county_store, visit.id).lines[0].finding == finding
    assert with_open_findings(county_store) == (visit.point_id,)
    withdraw_finding(county_store, finding.id)
    assert not records.find(county_store, Finding)


def test_a_finding_needs_words_and_units_that_exist(county_store: Store) -> None:
    with pytest.raises(InputError) as refusal:
        note_finding(county_store, None, {"text": " ", "units": ["没有这个局"]})
    assert {problem.where for problem in refusal.value.problems} == {"问题", "责任单位"}


def test_looking_back_asks_only_what_failed(county_store: Store) -> None:
    item = a_round(county_store)
    visit = first_visit(county_store, item)
    line = sheet_of(county_store, visit.id).lines[3]
    set_answer(county_store, visit.id, line.item_id, Given("fail"))
    back, _ = copy_round(county_store, item.id, RoundPlan("回头看一", "回头看"))
    visits = {v.point_id: v for v in records.find(county_store, Visit, round_id=back.id)}
    again = sheet_of(county_store, visits[visit.point_id].id)
    assert [x.item_id for x in again.lines] == [line.item_id]
    row = next(r for r in visit_rows(county_store, back.id).all() if r.point_id == visit.point_id)
    assert row.items == 1


def test_not_visited_for_some_days(county_store: Store) -> None:
    item = a_round(county_store)
    visit = first_visit(county_store, item)
    before = len(not_visited(county_store, 30))
    line = sheet_of(county_store, visit.id).lines[0]
    set_answer(county_store, visit.id, line.item_id, Given("pass"))
    assert len(not_visited(county_store, 30)) == before - 1 == 259


def test_teams_share_the_work_and_can_be_changed_by_hand(county_store: Store) -> None:
    item = a_round(county_store, ("主次干道", "公园", "社区", "小区"))
    split_teams(county_store, item.id, 3)
    plans = team_plans(county_store, item.id)
    assert [plan.team for plan in plans] == ["一组", "二组", "第3组"]
    sizes = [len(plan.visits) for plan in plans]
    assert sum(sizes) == len(visit_rows(county_store, item.id).all())
    assert max(sizes) - min(sizes) <= max(sizes) // 2
    moved, goal = plans[0].visits[0], plans[1].visits[2]
    move_visits(county_store, [moved.id], "二组", before=goal.id)
    second = team_plans(county_store, item.id)[1]
    order = [visit.id for visit in second.visits]
    assert order.index(moved.id) + 1 == order.index(goal.id)
    undo(county_store)
    assert [v.id for v in team_plans(county_store, item.id)[0].visits] == [
        v.id for v in plans[0].visits
    ]


def test_a_draw_is_kept_and_repeats(county_store: Store) -> None:
    item, _ = save_round(county_store, None, PLAN)
    fixed = next(r for r in point_rows(county_store).all() if r.type == "农贸市场" and r.lng)
    usual = usual_order()
    order = DrawOrder((("公园", 2),), usual.around, (fixed.id,), (), 2000.0, "青禾-7月")
    (result, kept), _ = draw_points(county_store, item.id, order)
    rows = {row.point_id for row in visit_rows(county_store, item.id).all()}
    assert {one.id for one in result.drawn} | {fixed.id} == rows
    assert repeats(kept)
    assert draws_of(county_store, item.id) == (kept,)
    other, _ = save_round(county_store, None, RoundPlan("再抽", "暗访"))
    (again, _), _ = draw_points(county_store, other.id, order)
    assert [one.id for one in again.drawn] == [one.id for one in result.drawn]


def test_a_draw_that_cannot_be_names_why(county_store: Store) -> None:
    item, _ = save_round(county_store, None, PLAN)
    order = DrawOrder(around=(("小区", 1), ("甲", 1)), radius_m=100.0)
    with pytest.raises(InputError) as refusal:
        draw_points(county_store, item.id, order)
    assert [p.where for p in refusal.value.problems] == ["半径", "固定点位", "点位类型"]
    assert not visit_rows(county_store, item.id).all()


def test_results_add_up_and_compare(county_store: Store) -> None:
    item = a_round(county_store, ("公园",))
    visits = records.find(county_store, Visit, round_id=item.id, order="sheet_no")
    for visit in visits[:2]:
        fill_rest(county_store, visit.id)
    bad = next(x for x in sheet_of(county_store, visits[0].id).lines if x.rule.kind == "yes_no")
    set_answer(county_store, visits[0].id, bad.item_id, Given("fail"))
    results = round_results(county_store, item.id)
    assert (results.planned, results.entered) == (len(visits), 2)
    (kind,) = results.groups["type"]
    assert (kind.name, kind.points, kind.failed) == ("公园", 2, 1)
    checks = records.find(
        county_store,
        CheckItem,
        point_type_id=records.get(county_store, Point, visits[0].point_id).point_type_id,
    )  # type: ignore[union-attr]
    full = sum((check.score or Decimal(1) for check in checks), Decimal(0))
    lost = next(c.score for c in checks if c.id == bad.item_id) or Decimal(1)
    assert results.whole.total.full == 2 * full
    assert results.whole.total.low == 2 * full - lost
    assert sum(t.points for t in results.groups["street"]) == 2
    assert sum(t.points for t in results.matrix.values()) == 2
    assert results.whole.pass_rate == Decimal(2 * len(checks) - 1) / (2 * len(checks))
    assert change(Decimal("0.9"), Decimal("0.85")) == Decimal("5.00")


def test_open_rows_are_a_range_and_na_leaves_the_denominator(county_store: Store) -> None:
    item = a_round(county_store, ("公园",))
    visit = first_visit(county_store, item)
    lines = sheet_of(county_store, visit.id).lines
    set_answer(county_store, visit.id, lines[0].item_id, Given("na"))
    tally = round_results(county_store, item.id).whole
    assert (tally.na, tally.open) == (1, len(lines) - 1)
    assert tally.total.low == 0 < tally.total.high
    assert tally.pass_rate is None


def test_what_has_results_is_not_deleted(county_store: Store) -> None:
    item = a_round(county_store, ("公园",))
    visit = first_visit(county_store, item)
    fill_rest(county_store, visit.id)
    for refuse in (lambda: delete_round(county_store, item.id),
                   lambda: remove_visits(county_store, [visit.id]),
                   lambda: delete_points(county_store, [visit.point_id])):  # fmt: skip
        with pytest.raises(UserError):
            refuse()
    empty, _ = save_round(county_store, None, RoundPlan("空", "自查"))
    delete_round(county_store, empty.id)
    assert len(round_rows(county_store).all()) == 1


def test_points_without_a_type_of_the_edition_have_an_empty_sheet(county_store: Store) -> None:
    with county_store.write("x"):
        records.insert(county_store, [PointType("t", "新类型", None, "", "", "", 99)])
        point = records.find(county_store, Point)[0]
        records.update(county_store, [records.changed(point, point_type_id="t")])
    item, _ = save_round(county_store, None, PLAN)
    add_points(county_store, item.id, [point.id])
    assert sheet_of(county_store, first_visit(county_store, item).id).lines == ()
