"""The forecast of an edition, and what the office types in for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.frameworks import Edition, NegativeItem, Requirement
from db.tables.score import (
    NegativeEvent,
    Precondition,
    RealResult,
    RequirementResult,
    ScoreScheme,
    TaskNeed,
)
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now, today
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import resource
from desktop.features.forecast.items import DATA, Facts, judge_items, read_facts
from desktop.features.forecast.scheme import Scheme, scheme_from_json, scheme_to_json
from desktop.features.forecast.totals import (
    less_penalties,
    measure,
    over_years,
    with_second_systems,
)
from desktop.features.forecast.types import Condition, Event, Item, Measured, Span
from desktop.features.settings import current_edition, test_date

CHANGED: Changes = frozenset({Kind.SCORE})


@dataclass(frozen=True, slots=True)
class Forecast:
    """An edition's forecast. measured: this year's parts; year: after second systems and
    penalties; final: over the years, what counts in the end.
    """

    edition: Edition
    scheme: Scheme
    at: str
    items: tuple[Item, ...]
    measured: Measured
    year: Span
    final: Span
    events: tuple[Event, ...]
    conditions: tuple[Condition, ...]
    seconds: tuple[tuple[str, Decimal, Span], ...]
    facts: Facts

    @property
    def passes(self) -> str:
        """Return yes, no or "": whether every condition holds."""
        states = {condition.state for condition in self.conditions}
        return "no" if "no" in states else "" if "" in states else "yes"


def forecast(store: Store, edition: Edition | None = None) -> Forecast:
    """Work out the score of an edition, the current one where none is given."""
    edition = edition or current_edition(store)
    if edition is None:
        raise UserError("还没有测评体系，算不出得分。", "请先导入测评体系。")
    return _forecast(store, edition, frozenset())


def _forecast(store: Store, edition: Edition, above: frozenset[str]) -> Forecast:
    scheme = scheme_of(store, edition)
    facts = read_facts(store, edition)
    items = judge_items(facts)
    unknown = Decimal(resource(DATA)["unknown_share"])
    measured = measure(items, scheme, unknown=unknown)
    seconds = _seconds(store, scheme, above | {edition.name})
    year = with_second_systems(measured.whole, [(span, percent) for _, percent, span in seconds])
    events = _events(store, edition, scheme)
    year = less_penalties(year, events)
    final = over_years(year, edition.year, scheme.years, _known_years(store, edition),
                       unknown=unknown)  # fmt: skip
    conditions = (
        *measured.conditions, *_events_as_conditions(events),
        *_preconditions(store, edition, events, seconds),
    )  # fmt: skip
    return Forecast(
        edition, scheme, now().isoformat(timespec="seconds"), items, measured, year, final,
        events, conditions, seconds, facts,
    )  # fmt: skip


def scheme_of(store: Store, edition: Edition) -> Scheme:
    """Return how an edition's total is made; the plain sum where nobody has said."""
    found = records.find(store, ScoreScheme, edition_id=edition.id)
    stated = scheme_from_json(found[0].scheme) if found else Scheme()
    if stated.full is None and edition.full_score is not None:
        return replace(stated, full=edition.full_score)
    return stated


def save_scheme(store: Store, edition: Edition, text: str) -> tuple[Scheme, Changes]:
    """Save a scheme given as JSON; raise UserError where it is none."""
    try:
        scheme = scheme_from_json(text)
    except ValueError as error:
        raise UserError(f"这不是计分方案：{error}", "原来的方案没有改动。") from error
    names = {one.name for one in records.find(store, Edition)}
    unknown = [name for name, _ in scheme.counted_in if name not in names - {edition.name}]
    if unknown:
        raise UserError(f"没有可以计入的体系版本：{'、'.join(unknown)}", "原来的方案没有改动。")
    found = records.find(store, ScoreScheme, edition_id=edition.id)
    row = ScoreScheme(found[0].id if found else new_id(), edition.id, scheme_to_json(scheme))
    with store.write(f"修改计分方案 {edition.name}"):
        (records.update if found else records.insert)(store, [row])
    return scheme, CHANGED


def _seconds(
    store: Store, scheme: Scheme, above: frozenset[str]
) -> tuple[tuple[str, Decimal, Span], ...]:
    """Return the second systems with their spans; a system never counts itself in."""
    found = []
    for name, percent in scheme.counted_in:
        editions = records.find(store, Edition, name=name)
        if editions and name not in above:
            found.append((name, percent, _forecast(store, editions[0], above).year))
        else:
            hundred = Decimal(100)
            half = hundred * Decimal(resource(DATA)["unknown_share"])
            found.append((name, percent, Span(Decimal(0), half, hundred, hundred)))
    return tuple(found)


def _known_years(store: Store, edition: Edition) -> Mapping[int, Span]:
    """Return the years whose final score is known."""
    return {
        one.year: Span(one.score, one.score, one.score, one.full)
        for one in records.find(store, RealResult, edition_id=edition.id, order="tested, rowid")
        if one.counts
    }


def _events(store: Store, edition: Edition, scheme: Scheme) -> tuple[Event, ...]:
    items = {one.id: one for one in records.find(store, NegativeItem, edition_id=edition.id)}
    rows = records.find(store, NegativeEvent, negative_item_id=list(items), order="happened")
    day = test_date(store) or today()
    by_standing = resource(DATA)["effects"].get(scheme.standing, "deduct")
    found = []
    for row in rows:
        item = items[row.negative_item_id]
        effect = row.effect or ("out" if item.veto else by_standing)
        points = row.points if row.points is not None else item.penalty or Decimal(0)
        since = _months_before(day, scheme.months)
        until = _months_before(row.happened, -12) if effect == "stop" else None
        found.append(Event(item.code, row.text or item.text, row.happened, points, effect,
                           since <= row.happened <= day, until))  # fmt: skip
    return tuple(found)


def _months_before(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = (following - date.resolution).day
    return date(year, month + 1, min(day.day, last))


def _events_as_conditions(events: tuple[Event, ...]) -> tuple[Condition, ...]:
    found = []
    for event in events:
        words = f"{event.happened.isoformat()} {event.text}"
        if event.effect == "out" and event.in_window:
            found.append(Condition(f"负面清单 {event.code}：不得申报", "no", words))
        elif event.effect == "stop" and event.in_window and event.until is not None:
            name = f"负面清单 {event.code}：停止资格到 {event.until.isoformat()}"
            found.append(Condition(name, "no", words))
    return tuple(found)


def _preconditions(
    store: Store, edition: Edition, events: tuple[Event, ...],
    seconds: tuple[tuple[str, Decimal, Span], ...],
) -> tuple[Condition, ...]:  # fmt: skip
    spans = {name: span for name, _, span in seconds}
    found = []
    for row in records.find(store, Precondition, edition_id=edition.id, order="sort, rowid"):
        state = row.met
        if row.kind == "score" and row.at_least is not None and not state:
            span = spans.get(row.name)
            low, high = (row.actual, row.actual) if row.actual is not None else (
                (span.low, span.high) if span else (None, None))  # fmt: skip
            if low is not None and high is not None:
                state = "yes" if low >= row.at_least else "no" if high < row.at_least else ""
        elif row.kind == "events" and not state:
            hit = any(e.in_window and (not row.codes or e.code in row.codes) for e in events)
            state = "no" if hit else "yes"
        words = f"不低于 {row.at_least}" if row.at_least is not None else row.remark
        if row.actual is not None:
            words += f"，实际 {row.actual}"
        found.append(Condition(row.name, state, words))
    return tuple(found)


def set_result(
    store: Store, requirement_id: str, values: Mapping[str, Any]
) -> tuple[RequirementResult | None, Changes]:
    """Type a requirement's result in: percent, or verdict and amount; all blank takes it away."""
    row = _requirement(store, requirement_id)
    problems: list[Problem] = []
    percent = _number(values, "percent", "得分率", problems, most=Decimal(100))
    amount = _number(values, "amount", "数字", problems)
    verdict = values.get("verdict") or None
    if problems:
        raise InputError("结果没有保存。", problems, "原来的结果没有改动。")
    former = records.find(store, RequirementResult, requirement_id=row.id)
    with store.write("填写测评结果"):
        records.delete(store, RequirementResult, [one.id for one in former])
        if percent is None and amount is None and verdict is None:
            return None, CHANGED
        made = RequirementResult(new_id(), row.id, verdict, amount, percent, today(),
                                 str(values.get("source") or ""))  # fmt: skip
        records.insert(store, [made])
    return made, CHANGED


def set_need(
    store: Store, requirement_id: str, values: Mapping[str, Any]
) -> tuple[TaskNeed | None, Changes]:
    """Write down the days and the money (万元) that a requirement's points take to win back."""
    row = _requirement(store, requirement_id)
    problems: list[Problem] = []
    days = _number(values, "days", "天数", problems)
    money = _number(values, "money", "资金（万元）", problems)
    if problems:
        raise InputError("没有保存。", problems, "原来的内容没有改动。")
    former = records.find(store, TaskNeed, requirement_id=row.id)
    with store.write("填写补救所需"):
        records.delete(store, TaskNeed, [one.id for one in former])
        if days is None and money is None:
            return None, CHANGED
        made = TaskNeed(new_id(), row.id, days, money, str(values.get("remark") or ""))
        records.insert(store, [made])
    return made, CHANGED


def _requirement(store: Store, requirement_id: str) -> Requirement:
    row = records.get(store, Requirement, requirement_id)
    if row is None:
        raise UserError("这条测评要求已经被删除。", "没有改动。")
    return row


def _number(
    values: Mapping[str, Any], key: str, label: str, problems: list[Problem], *,
    most: Decimal = Decimal(10) ** 9,
) -> Decimal | None:  # fmt: skip
    text = str(values.get(key) if values.get(key) is not None else "").strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= most:
        problems.append(Problem(label, f"“{text}”不对，请填 0 到 {most} 的数字"))
        return None
    return value


def add_event(store: Store, code: str, values: Mapping[str, Any]) -> tuple[NegativeEvent, Changes]:
    """Write a negative event down: happened (ISO day), text, points, effect."""
    edition = current_edition(store)
    items = records.find(store, NegativeItem, edition_id=edition.id, code=code) if edition else ()
    problems: list[Problem] = []
    if not items:
        problems.append(Problem("编号", f"负面清单里没有 {code}"))
    points = _number(values, "points", "扣分", problems)
    happened = today()
    try:
        happened = date.fromisoformat(str(values.get("happened") or happened))
    except ValueError:
        problems.append(Problem("发生日期", "请写成 2026-08-31"))
    if problems:
        raise InputError("事件没有登记。", problems, "没有改动。")
    made = NegativeEvent(new_id(), items[0].id, happened, str(values.get("text") or ""), points,
                         str(values.get("effect") or ""))  # fmt: skip
    with store.write(f"登记负面清单事件 {code}"):
        records.insert(store, [made])
    return made, CHANGED
