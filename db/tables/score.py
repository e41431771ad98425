"""Schemes of totals, typed results, negative events, preconditions, tasks, snapshots, results.

`field_answers` and `field_asked` count a round's answers where they lie, so that scoring a whole
county does not read every answer into memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from db.store import Store


@dataclass(frozen=True, slots=True)
class ScoreScheme:
    """How an edition's total is made; `scheme` is JSON."""

    TABLE: ClassVar[str] = "score_scheme"
    id: str
    edition_id: str
    scheme: str


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """A result typed in by hand: a percent of the full mark, or what its rule judges."""

    TABLE: ClassVar[str] = "requirement_result"
    id: str
    requirement_id: str
    verdict: str | None
    amount: Decimal | None
    percent: Decimal | None
    on_date: date | None
    source: str


@dataclass(frozen=True, slots=True)
class NegativeEvent:
    """负面清单 event. effect: "" as scheme and item say, deduct, stop, out or none."""

    TABLE: ClassVar[str] = "negative_event"
    id: str
    negative_item_id: str
    happened: date
    text: str
    points: Decimal | None
    effect: str


@dataclass(frozen=True, slots=True)
class Precondition:
    """前置条件. kind: score (actual against at_least), events (none of the codes), status (met)."""

    TABLE: ClassVar[str] = "precondition"
    id: str
    edition_id: str
    name: str
    kind: str
    at_least: Decimal | None = None
    actual: Decimal | None = None
    codes: tuple[str, ...] = ()
    met: str = ""
    remark: str = ""
    sort: int = 0


@dataclass(frozen=True, slots=True)
class TaskNeed:
    """What winning a requirement's points back takes: days of work, money in 万元."""

    TABLE: ClassVar[str] = "task_need"
    id: str
    requirement_id: str
    days: Decimal | None
    money: Decimal | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Readiness and score at a moment; `content` is JSON."""

    TABLE: ClassVar[str] = "snapshot"
    id: str
    edition_id: str
    taken: str
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class RealResult:
    """What a real test gave; `gap` to the next rank; `counts`: this is the year's final score."""

    TABLE: ClassVar[str] = "real_result"
    id: str
    edition_id: str
    name: str
    year: int
    tested: date | None
    score: Decimal
    full: Decimal
    rank: int | None
    ranked: int | None
    gap: Decimal | None
    counts: bool
    remark: str = ""


_ASKS = (
    "(coalesce(json_array_length(v.detail,'$.items'),0)=0 OR"
    " {item} IN (SELECT value FROM json_each(v.detail,'$.items')))"
)
_BEGUN = (
    "EXISTS (SELECT 1 FROM answer b WHERE b.visit_id=v.id AND b.entry=1"
    " AND (b.verdict IS NOT NULL OR b.amount IS NOT NULL))"
)


def field_answers(
    store: Store, round_id: str
) -> list[tuple[str, str | None, str | None, float | None, int]]:
    """Return (check item, verdict, amount, length, how often); length only where a rule asks it."""
    return store.query(
        "SELECT a.check_item_id, a.verdict, a.amount,"
        " CASE WHEN instr(c.rule,'\"density\"') THEN p.length_m END AS length, count(*)"
        " FROM visit v JOIN round r ON r.id=v.round_id JOIN point p ON p.id=v.point_id"
        " JOIN answer a ON a.visit_id=v.id AND a.entry=1"
        " JOIN check_item c ON c.id=a.check_item_id AND c.point_type_id=p.point_type_id"
        " AND c.edition_id=r.edition_id"
        " WHERE v.round_id=:round AND (a.verdict IS NOT NULL OR a.amount IS NOT NULL)"
        f" AND (v.detail='{{}}' OR {_ASKS.format(item='a.check_item_id')})"
        " GROUP BY 1, 2, 3, 4",
        {"round": round_id},
    )


def field_asked(store: Store, round_id: str, *, planned: bool) -> dict[str, int]:
    """Return how many visits ask each check item: those begun, or every one that is planned."""
    begun = "1" if planned else _BEGUN
    rows = store.query(
        "WITH asking(type_id, detail, visits) AS ("
        " SELECT p.point_type_id, v.detail, count(*) FROM visit v"
        f" JOIN point p ON p.id=v.point_id WHERE v.round_id=:round AND {begun} GROUP BY 1, 2)"
        " SELECT c.id, sum(v.visits) FROM asking v JOIN check_item c ON c.point_type_id=v.type_id"
        " JOIN round r ON r.id=:round AND r.edition_id=c.edition_id"
        f" WHERE v.detail='{{}}' OR {_ASKS.format(item='c.id')} GROUP BY c.id",
        {"round": round_id},
    )
    return {item_id: int(count) for item_id, count in rows}


def last_answered_round(store: Store, edition_id: str) -> str | None:
    """Return the latest round of an edition, running or closed, that holds an answer."""
    rows = store.query(
        "SELECT r.id FROM round r WHERE r.edition_id=? AND r.state IN ('running','closed')"
        " AND EXISTS (SELECT 1 FROM visit v JOIN answer a ON a.visit_id=v.id"
        " WHERE v.round_id=r.id AND (a.verdict IS NOT NULL OR a.amount IS NOT NULL))"
        " ORDER BY coalesce(r.starts,'') DESC, r.number DESC LIMIT 1",
        (edition_id,),
    )
    return str(rows[0][0]) if rows else None


def findings_by_state(store: Store) -> list[tuple[str, str | None, str, int]]:
    """Return (state, due, unit names, how many) of the findings; void ones are left out."""
    return store.query(
        "SELECT f.state, f.due, coalesce((SELECT group_concat(u.name,'、') FROM finding_unit x"
        " JOIN unit u ON u.id=x.unit_id WHERE x.finding_id=f.id),'') AS units, count(*)"
        " FROM finding f WHERE f.state!='void' GROUP BY 1, 2, 3"
    )


def open_finding_lines(store: Store) -> list[tuple[str, str, str, str, str]]:
    """Return (number, place, text, units, due) of findings not closed yet, the oldest first."""
    return store.query(
        "SELECT cast(f.number AS TEXT), coalesce(p.name, f.place), f.text,"
        " coalesce((SELECT group_concat(u.name,'、') FROM finding_unit x"
        " JOIN unit u ON u.id=x.unit_id WHERE x.finding_id=f.id),''), coalesce(f.due,'')"
        " FROM finding f LEFT JOIN point p ON p.id=f.point_id"
        " WHERE f.state NOT IN ('closed','void') ORDER BY coalesce(f.due,'9'), f.number"
    )


def open_findings(store: Store, check_item_ids: list[str]) -> list[tuple[int, str, str, str, str]]:
    """Return (number, text, point or place, state, check item) of findings not closed yet."""
    marks = ",".join("?" * len(check_item_ids))
    return store.query(
        "SELECT f.number, f.text, coalesce(p.name, f.place), f.state, f.check_item_id"
        " FROM finding f LEFT JOIN point p ON p.id=f.point_id"
        f" WHERE f.state NOT IN ('closed','void') AND f.check_item_id IN ({marks})"
        " ORDER BY f.number",
        check_item_ids,
    )


def failed_points(store: Store, round_id: str, check_item_id: str) -> list[tuple[str, str, str]]:
    """Return (sheet, point, what was written) of every 不符合 of one check item in a round."""
    return store.query(
        "SELECT coalesce(v.sheet_no,''), p.name, trim(coalesce(a.amount,'')||' '||a.note)"
        " FROM visit v JOIN answer a ON a.visit_id=v.id AND a.entry=1"
        " JOIN point p ON p.id=v.point_id"
        " WHERE v.round_id=? AND a.check_item_id=? AND a.verdict='fail' ORDER BY v.sheet_no",
        (round_id, check_item_id),
    )
