"""The forecast of an edition, and what the office types in for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from db import Store, records
from db.tables.frameworks import Edition, NegativeItem
from db.tables.score import (
    NegativeEvent,
    Precondition,
    RealResult,
    ScoreScheme,
)
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now, today
from desktop.core.errors import UserError
from desktop.core.resources import resource
from desktop.features.forecast.items import DATA, Facts, judge_items, read_facts
from desktop.features.forecast.scheme import Scheme, scheme_from_json
from desktop.features.forecast.totals import (
    less_penalties,
    measure,
    over_years,
    scaled,
    with_second_systems,
)
from desktop.features.forecast.types import HUNDRED, Condition, Event, Item, Measured, Span
from desktop.features.readiness import Materials, read_materials
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


def forecast(
    store: Store, edition: Edition | None = None, *, materials: Materials | None = None
) -> Forecast:
    """Work out the score of an edition, the current one where none is given."""
    edition = edition or current_edition(store)
    if edition is None:
        raise UserError("还没有测评体系，算不出得分。", "请先在“测评体系”页导入任务分解表。")
    return _forecast(store, edition, frozenset(), materials or read_materials(store))


def _forecast(
    store: Store, edition: Edition, above: frozenset[str], materials: Materials
) -> Forecast:
    scheme = scheme_of(store, edition)
    facts = read_facts(store, edition, materials)
    items = judge_items(facts)
    unknown = Decimal(resource(DATA)["unknown_share"])
    measured = measure(items, scheme, unknown=unknown)
    seconds = _seconds(store, scheme, above | {edition.name}, materials)
    year = with_second_systems(measured.whole, [(span, percent) for _, percent, span in seconds])
    events = _events(store, edition, scheme)
    year = less_penalties(year, events)
    if scheme.years and edition.year not in dict(scheme.years):
        note = f"年度权重里没有 {edition.year} 年，今年的分没有计入"
        measured = replace(measured, notes=(*measured.notes, note))
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


def _seconds(
    store: Store, scheme: Scheme, above: frozenset[str], materials: Materials
) -> tuple[tuple[str, Decimal, Span], ...]:
    """Return the second systems with their spans; a system never counts itself in."""
    found = []
    for name, percent in scheme.counted_in:
        editions = records.find(store, Edition, name=name)
        if editions and name not in above:
            found.append((name, percent, _forecast(store, editions[0], above, materials).year))
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
    # What is asked of a second system is said in points of a hundred.
    spans = {name: scaled(span, HUNDRED) for name, _, span in seconds}
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
