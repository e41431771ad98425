"""Where each requirement's points come from: materials, field visits, results typed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from db import SqlRows, Store, records
from db.tables.evidence import SLOTS, SlotRow
from db.tables.frameworks import Edition, Indicator
from db.tables.score import RequirementResult
from db.tables.visits import Round
from desktop.core.resources import resource
from desktop.features.forecast.item_results import ItemResult, item_results, scored_round
from desktop.features.forecast.types import FIELD, HUNDRED, MATERIAL, TYPED, UNKNOWN, ZERO, Item
from desktop.features.frameworks import RequirementRow, material_method, requirement_rows
from desktop.features.scoring import Given, Outcome, judge, rule_from_json

DATA = "forecast.json"
FIELD_METHOD = "实地考察"


@dataclass(frozen=True, slots=True)
class Field:
    """A round's results by the indicator they count for."""

    round: Round | None
    results: Mapping[str, tuple[ItemResult, ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything an edition's items are judged from.

    `marks`: what each requirement is worth where it has no mark of its own: an equal part of its
    standard's mark, as many parts as the standard has methods.
    """

    rows: tuple[RequirementRow, ...]
    marks: Mapping[str, Decimal]
    slots: Mapping[str, tuple[SlotRow, ...]]
    typed: Mapping[str, RequirementResult]
    field: Field


def read_facts(store: Store, edition: Edition) -> Facts:
    """Read what an edition's requirements are judged from."""
    indicators = records.find(store, Indicator, edition_id=edition.id, order="sort")
    rows = tuple(row for row in requirement_rows(store).all() if row.edition == edition.name)
    methods = Counter(row.indicator_id for row in rows)
    marks = {
        one.id: one.score / methods[one.id]
        for one in indicators
        if one.score is not None and methods[one.id]
    }
    slots: dict[str, tuple[SlotRow, ...]] = {}
    for slot in SqlRows(store, SLOTS).all():
        slots[slot.requirement_id] = (*slots.get(slot.requirement_id, ()), slot)
    typed = {one.requirement_id: one for one in records.find(store, RequirementResult)}
    return Facts(rows, marks, slots, typed, _field(store, edition, indicators))


def _field(store: Store, edition: Edition, indicators: Sequence[Indicator]) -> Field:
    """Give every indicator the results linked to it, below it, or else to the nearest above it."""
    item = scored_round(store, edition.id)
    if item is None:
        return Field(None, {})
    own: dict[str, list[ItemResult]] = {}
    for result in item_results(store, item):
        if result.item.indicator_id is not None:
            own.setdefault(result.item.indicator_id, []).append(result)
    under = {one.id: list(own.get(one.id, ())) for one in indicators}
    for one in sorted(indicators, key=lambda one: -one.level):
        if one.parent_id in under:
            under[one.parent_id] += under[one.id]
    found: dict[str, tuple[ItemResult, ...]] = {}
    for one in sorted(indicators, key=lambda one: one.level):
        above = found.get(one.parent_id or "", ())
        found[one.id] = tuple(under[one.id]) or above
    return Field(item, found)


def judge_items(facts: Facts) -> tuple[Item, ...]:
    """Judge every requirement; what nobody knows gets the likely share of what is known."""
    items = [_item(row, facts) for row in facts.rows]
    shares = _known_shares(items)
    fallback = Decimal(resource(DATA)["unknown_share"])
    return tuple(
        _guessed(item, shares.get(item.method, fallback)) if item.source == UNKNOWN else item
        for item in items
    )


def _item(row: RequirementRow, facts: Facts) -> Item:
    mark = row.score if row.score is not None else facts.marks.get(row.indicator_id, Decimal(1))
    outcome, likely, source = _judged(row, mark, facts)
    if row.veto and not outcome.role:
        outcome = replace(outcome, role="veto")
    return Item(
        row.id, row.code, row.title, row.method, row.project, outcome, likely, source,
        tuple(dict.fromkeys((*row.lead, *row.owner))), row.due, row.readiness, row.text,
    )  # fmt: skip


def _judged(row: RequirementRow, mark: Decimal, facts: Facts) -> tuple[Outcome, Decimal, str]:
    typed = facts.typed.get(row.id)
    if typed is not None:
        outcome = typed_outcome(typed, row.rule, mark)
        middle = (outcome.low + outcome.high) / 2
        return outcome, middle, TYPED
    results = facts.field.results.get(row.indicator_id, ())
    if row.method == FIELD_METHOD and results:
        return (*_by_field(results, mark), FIELD)
    slots = facts.slots.get(row.id, ())
    if row.method == material_method() and slots:
        return (*_by_material(row.readiness, slots, mark), MATERIAL)
    open_outcome = Outcome(ZERO, mark, mark, True, None, "", "没有检查，也没有填结果")
    return open_outcome, ZERO, UNKNOWN


def typed_outcome(typed: RequirementResult, rule: str, mark: Decimal) -> Outcome:
    """Return the points of a result typed in: a percent of the mark, or what its rule judges."""
    if typed.percent is None:
        return judge(rule_from_json(rule), mark, Given(typed.verdict, typed.amount))
    points = mark * typed.percent / HUNDRED
    verdict = "pass" if typed.percent >= HUNDRED else "fail"
    why = f"填写的得分率 {typed.percent}%，{typed.source or '没有注明来源'}"
    role = rule_from_json(rule).role
    return Outcome(points, points, mark, True, verdict, "", why, role=role)


def _by_field(results: Sequence[ItemResult], mark: Decimal) -> tuple[Outcome, Decimal]:
    plain = [result for result in results if not result.bonus]
    low, high, full = (sum((getattr(r, part) for r in plain), ZERO) for part in
                       ("low", "high", "full"))  # fmt: skip
    if not full:
        return Outcome(ZERO, ZERO, mark, False, "na", "", "检查结果都是不适用"), ZERO
    low, high = mark * low / full, mark * high / full
    judged = mark - (high - low)
    likely = low + (high - low) * (low / judged if judged else Decimal(0))
    failed = sum(result.counts["fail"] for result in plain)
    unanswered = sum(result.open for result in plain)
    verdict = "fail" if failed else None if unanswered else "pass"
    why = f"{len(plain)} 个检查项，不符合 {failed} 处"
    why += f"，未录入 {unanswered} 处" if unanswered else ""
    return Outcome(low, high, mark, True, verdict, "", why), likely


def _by_material(state: str, slots: Sequence[SlotRow], mark: Decimal) -> tuple[Outcome, Decimal]:
    if state == "齐备":
        return Outcome(mark, mark, mark, True, "pass", "", "材料齐备，得满分"), mark
    share = sum((_slot_share(slot) for slot in slots), ZERO) / len(slots)
    missing = sum(max(0, slot.min_count - slot.documents) for slot in slots)
    why = f"材料{state}" + (f"，还缺 {missing} 份" if missing else "")
    return Outcome(ZERO, mark, mark, True, None, "", why), mark * share


def _slot_share(slot: SlotRow) -> Decimal:
    """Return how far a slot is: passed counts whole, filed but not reviewed a stated share."""
    if slot.state == "齐备":
        return Decimal(1)
    filed = Decimal(min(slot.documents, slot.min_count)) / max(1, slot.min_count)
    return filed * Decimal(resource(DATA)["pending_share"])


def _known_shares(items: Sequence[Item]) -> dict[str, Decimal]:
    """Return the likely 得分率 of each method's items that are known."""
    known: dict[str, list[Item]] = {}
    for item in items:
        if item.source != UNKNOWN and item.outcome.counts and item.outcome.full:
            known.setdefault(item.method, []).append(item)
    return {
        method: sum((item.likely for item in listed), ZERO)
        / sum((item.outcome.full for item in listed), ZERO)
        for method, listed in known.items()
    }


def _guessed(item: Item, share: Decimal) -> Item:
    likely = min(item.outcome.full * share, item.outcome.high)
    return replace(item, likely=likely)
