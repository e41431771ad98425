"""From the sample county's materials and answers to a score that can be opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from db import Store, records
from db.ids import new_id
from db.tables.evidence import DocumentSlot
from db.tables.frameworks import Edition, Framework, Indicator, Requirement
from db.tables.score import Precondition
from db.tables.visits import Visit
from desktop.core.errors import InputError, UserError
from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.evidence import add_paths
from desktop.features.forecast import (
    Node,
    add_event,
    compare,
    find_snapshot,
    forecast,
    forecast_error,
    real_results,
    save_real_result,
    save_scheme,
    set_need,
    set_result,
    snapshots,
    take_snapshot,
    tasks_of,
    why,
)
from desktop.features.forecast.board import board_of
from desktop.features.forecast.item_results import item_results
from desktop.features.forecast.types import FIELD, MATERIAL, TYPED, UNKNOWN
from desktop.features.points import point_rows
from desktop.features.readiness import readiness
from desktop.features.scoring import Given
from desktop.features.settings import save_settings
from desktop.features.visits import (
    RoundPlan,
    add_points,
    fill_rest,
    find_round,
    round_results,
    save_round,
    set_answer,
    set_round_state,
    sheet_of,
)
from desktop.features.workspace import undo

D = Decimal
SCHEME = json.dumps(
    {"full": 100, "methods": {"材料审核": 40, "实地考察": 40, "问卷调查": 10, "主管部门意见": 10}}
)


@pytest.fixture
def county(county_store: Store) -> Store:
    """The sample county with its materials."""
    add_paths(QuietContext(), county_store, [samples() / "报送材料"])
    return county_store


@pytest.fixture
def visited(county: Store) -> Store:
    """Four roads visited, one fault each, one visit of them not entered."""
    item, _ = save_round(county, None, RoundPlan("七月自查", "自查", "2026-07-06"))
    rows = [row.id for row in point_rows(county).all() if row.type == "主次干道"][:4]
    add_points(county, item.id, rows)
    set_round_state(county, item.id, "running")
    for visit in records.find(county, Visit, round_id=item.id)[:3]:
        sheet = sheet_of(county, visit.id)
        fill_rest(county, visit.id)
        set_answer(county, visit.id, sheet.lines[-1].item_id, Given("fail"))
    return county


def test_without_a_scheme_the_marks_of_the_standards_add_up(county: Store) -> None:
    made = forecast(county)
    assert round(made.final.full, 10) == 100
    assert made.final.low < made.final.likely < made.final.high
    assert {item.source for item in made.items} == {MATERIAL, UNKNOWN}


def test_ready_materials_are_worth_their_mark(county: Store) -> None:
    before = forecast(county)
    with county.write("全部通过"):
        rows = records.find(county, DocumentSlot)
        records.update(county, [replace(row, review="passed") for row in rows])
    after = forecast(county)
    ready = readiness(county).whole.ready
    sure = [
        item for item in after.items if item.source == MATERIAL and item.outcome.verdict == "pass"
    ]
    assert len(sure) == ready > 0
    assert after.final.low > before.final.low
    assert after.final.likely > before.final.likely


def test_the_field_counts_as_the_round_says(visited: Store) -> None:
    item = find_round(visited, "七月自查")
    results = round_results(visited, item.id)
    closed = replace(item, state="closed")
    counted = item_results(visited, closed)
    assert sum(one.low for one in counted) == results.whole.total.low
    assert sum(one.full for one in counted) == results.whole.total.full
    assert sum(one.counts["fail"] for one in counted) == results.whole.failed
    # Running: the fourth road is unknown.
    running = item_results(visited, item)
    assert sum(one.open for one in running) > sum(one.open for one in counted)
    made = forecast(visited)
    fields = [one for one in made.items if one.source == FIELD]
    assert fields
    assert all(one.outcome.low < one.outcome.high for one in fields)
    set_round_state(visited, item.id, "closed")
    for one in forecast(visited).items:
        if one.source == FIELD:
            assert one.outcome.low <= one.likely <= one.outcome.high < one.outcome.full


def leaves(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from leaves(child)


def test_every_number_opens_down_to_answers_documents_rules_and_clauses(visited: Store) -> None:
    made = forecast(visited)
    assert {node.kind for node in leaves(why(visited, made))} >= {"total", "method", "item"}
    field = next(one for one in made.items if one.source == FIELD)
    kinds = {node.kind for node in leaves(why(visited, made, field.code))}
    assert {"item", "source", "check", "answer", "clause"} <= kinds
    filed = next(one for one in made.items if one.source == MATERIAL and one.state == "待审")
    kinds = {node.kind for node in leaves(why(visited, made, filed.code))}
    assert {"slot", "document", "clause"} <= kinds
    with pytest.raises(UserError, match="没有编号"):
        why(visited, made, "Ⅱ-999")
    assert len(why(visited, made, "Ⅱ-1").children) < len(why(visited, made, "Ⅰ-1").children)


def test_methods_and_typed_results(county: Store) -> None:
    made = forecast(county)
    edition = made.edition
    save_scheme(county, edition, SCHEME)
    made = forecast(county)
    assert made.final.full == 100
    assert [line.span.full for line in made.measured.methods] == [40, 40, 10, 10]
    for part in ("low", "likely", "high", "full"):
        whole = sum(getattr(line.span, part) for line in made.measured.projects)
        assert round(whole - getattr(made.measured.whole, part), 9) == 0
    survey = next(one for one in made.items if one.method == "问卷调查")
    set_result(county, survey.id, {"percent": "80", "source": "市级问卷"})
    after = forecast(county)
    typed = next(one for one in after.items if one.id == survey.id)
    assert (typed.source, typed.likely) == (TYPED, typed.outcome.full * D("0.8"))
    assert after.final.low > made.final.low
    set_result(county, survey.id, {"verdict": "na"})
    assert not next(one for one in forecast(county).items if one.id == survey.id).outcome.counts
    set_result(county, survey.id, {})
    assert forecast(county).final == made.final
    with pytest.raises(InputError, match="得分率"):
        set_result(county, survey.id, {"percent": "101"})
    with pytest.raises(UserError, match="不是计分方案"):
        save_scheme(county, edition, '{"full": "很多"}')
    with pytest.raises(UserError, match="没有可以计入"):
        save_scheme(county, edition, '{"counted_in": {"没有": "20"}}')


def test_a_ruled_result_gets_its_grade(county: Store) -> None:
    survey = next(one for one in forecast(county).items if one.method == "问卷调查")
    rule = (
        '{"kind":"value_bands","unit":"%","bands":[["A",">","85"],["B",">","80"],["C","≤","80"]]}'
    )
    with county.write("规则"):
        row = records.get(county, Requirement, survey.id)
        assert row is not None
        records.update(county, [replace(row, rule=rule)])
    set_result(county, survey.id, {"amount": "82.5"})
    found = next(one for one in forecast(county).items if one.id == survey.id)
    assert found.outcome.grade == "B"
    assert found.likely == found.outcome.full * D("0.66")


def test_negative_events_take_points_or_end_it(county: Store) -> None:
    before = forecast(county).final
    add_event(county, "G3", {"happened": "2026-11-01"})
    assert before.likely - forecast(county).final.likely == 3
    add_event(county, "G4", {"happened": "2024-11-01"})
    assert before.likely - forecast(county).final.likely == 3
    add_event(county, "G1", {"happened": "2026-11-02"})
    assert forecast(county).passes == "no"
    undo(county)
    save_scheme(county, forecast(county).edition, '{"standing": "称号"}')
    made = forecast(county)
    assert made.final.likely == before.likely
    assert any("停止资格到 2027-11-01" in condition.name for condition in made.conditions)
    with pytest.raises(InputError, match="没有 G99"):
        add_event(county, "G99", {})


def test_preconditions(county: Store) -> None:
    edition = forecast(county).edition
    with county.write("前置条件"):
        records.insert(county, [
            Precondition("1", edition.id, "未成年人测评", "score", D(85), D("84.9")),
            Precondition("2", edition.id, "十二个月内没有重大事件", "events", codes=("G1",)),
            Precondition("3", edition.id, "省级文明县城", "status"),
        ])  # fmt: skip
    states = {one.name: one.state for one in forecast(county).conditions}
    assert states["未成年人测评"] == "no"
    assert states["十二个月内没有重大事件"] == "yes"
    assert states["省级文明县城"] == ""


def test_tasks_know_their_gain_and_needs(county: Store) -> None:
    made = forecast(county)
    tasks = tasks_of(county, made)
    assert round(sum(task.gain for task in tasks), 8) == round(
        made.final.full - made.final.likely, 8
    )
    first = tasks[0]
    set_need(county, first.id, {"days": "3", "money": "2.5"})
    found = next(task for task in tasks_of(county, forecast(county)) if task.id == first.id)
    assert (found.days, found.money, found.guessed) == (3, D("2.5"), False)


def test_snapshots_keep_what_was_and_real_results_stand_beside(county: Store) -> None:
    made = forecast(county)
    take_snapshot(county, made, readiness(county), name="月初")
    survey = next(one for one in made.items if one.method == "问卷调查")
    set_result(county, survey.id, {"percent": "100"})
    take_snapshot(county, forecast(county), readiness(county))
    first, second = snapshots(county, made.edition)
    assert (first.name, first.grades) == (
        "月初",
        {r.code: r.grade for r in board_of(made.items).rows},
    )
    changes = {change.name: change for change in compare(first, second)}
    assert changes["齐备"].by == 0
    assert changes["问卷调查"].by is not None
    assert changes["问卷调查"].by > 0
    day = second.taken.date().isoformat()
    assert find_snapshot((first, second), day) == second
    with pytest.raises(UserError, match="没有留存"):
        find_snapshot((first, second), "2000-01-01")
    save_real_result(county, made.edition, {"name": "省级模拟", "score": "88.2", "rank": "3",
                                            "gap": "0.02", "tested": day})  # fmt: skip
    ((result, record),) = real_results(county, made.edition)
    assert record == second
    error = forecast_error(result, record)
    assert error is not None
    assert round(error, 4) == round(second.final.likely - D("88.2"), 4)
    with pytest.raises(InputError, match="不是数字"):
        save_real_result(county, made.edition, {"name": "甲", "score": "很高"})


def test_a_second_system_and_the_years_count_in(county: Store) -> None:
    made = forecast(county)
    minors = ensure(county, "未成年人2026版")
    scheme = {"full": 100, "counted_in": {minors.name: 20}, "years": {"2025": 40, "2026": 60}}
    save_scheme(county, made.edition, json.dumps(scheme))
    with county.write("未成年人测评"):
        records.insert(county, [Precondition("9", made.edition.id, minors.name, "score", D(85))])
    open_ = forecast(county)
    assert open_.seconds[0][:2] == (minors.name, D(20))
    assert next(c for c in open_.conditions if c.name == minors.name).state == ""
    save_real_result(
        county, made.edition, {"name": "2025年", "year": 2025, "score": "90", "counts": True}
    )
    known = forecast(county)
    assert known.final.low - open_.final.low == 36
    assert known.final.high == D("0.4") * 90 + D("0.6") * known.year.high
    save_scheme(county, made.edition, '{"years": {"2024": "40", "2025": "60"}}')
    assert "2026 年" in forecast(county).measured.notes[0]


def ensure(store: Store, name: str) -> Edition:
    """Make a second edition with one standard of ten points that nobody has checked."""
    framework = Framework(new_id(), "未成年人思想道德建设")
    edition = Edition(new_id(), framework.id, name, 2026)
    leaf = Indicator(new_id(), edition.id, None, 1, "测评标准", "1)", "1)", "", "", "标准", D(10),
                     False, False, "", "", 1)  # fmt: skip
    with store.write("第二个体系"):
        records.insert(store, [framework])
        records.insert(store, [edition])
        records.insert(store, [leaf])
        records.insert(store, [Requirement(new_id(), leaf.id, "问卷调查")])
    save_settings(store, {"edition": "2026年版"})
    return edition
