"""Rounds, visits, answers, draws and scanned sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from db.row_source import Listing
from db.store import Store


@dataclass(frozen=True, slots=True)
class Round:
    """检查轮次. `number` begins its sheets' numbers; `detail` is JSON: {"teams": […]}."""

    TABLE: ClassVar[str] = "round"
    id: str
    edition_id: str
    name: str
    kind: str
    starts: date | None
    ends: date | None
    state: str
    detail: str
    remark: str
    sort: int
    number: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One point's place in a round, with its sheet and the day it was visited.

    `detail` is JSON: {"items": […]} where the sheet asks only some check items.
    """

    TABLE: ClassVar[str] = "visit"
    id: str
    round_id: str
    point_id: str
    team: str
    route_sort: int
    sheet_no: str | None
    visited_on: date | None
    state: str
    detail: str
    remark: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check item got; `entry` 2 is the second of two who typed the same sheet."""

    TABLE: ClassVar[str] = "answer"
    id: str
    visit_id: str
    check_item_id: str
    entry: int
    verdict: str | None
    amount: Decimal | None
    note: str
    entered_by: str
    entered_at: str | None


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw of points; `record` is JSON and holds all that is needed to repeat it."""

    TABLE: ClassVar[str] = "draw"
    id: str
    round_id: str
    made: str
    seed: str
    record: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned sheet or photo; without a visit it waits, `reason` says why.

    `page` is the sheet's, `source_page` the file's; `source_part` tells the sheets apart that
    lie on one page of the file.
    """

    TABLE: ClassVar[str] = "scan"
    id: str
    visit_id: str | None
    page: int | None
    sha256: str
    source_page: int
    source_part: int
    bytes: int
    name: str
    source_path: str
    added_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One line of the list of rounds; points entered whole are `done`."""

    id: str
    number: int
    name: str
    kind: str
    edition: str
    starts: date | None
    ends: date | None
    state: str
    points: int
    done: int
    remark: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One line of a round's points: how far its sheet is entered, faults found."""

    id: str
    round_id: str
    sheet_no: str
    point_id: str
    number: int
    point: str
    type: str
    address: str
    street: str
    community: str
    team: str
    route_sort: int
    state: str
    visited_on: date | None
    answered: int
    items: int
    failed: int
    findings: int
    lng: float | None
    lat: float | None
    phone: str
    length_m: float | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer with the words of its sheet, as exports and reports need it."""

    id: str
    round_id: str
    visit_id: str
    sheet_no: str
    point_id: str
    item_id: str
    point: str
    type: str
    code: str
    text: str
    verdict: str | None
    amount: Decimal | None
    note: str
    entered_by: str
    entered_at: str | None


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One line of the list of scanned sheets: `state` is 已归位 or 未归位."""

    id: str
    name: str
    source_page: int
    state: str
    sheet_no: str
    point: str
    round: str
    page: int | None
    reason: str
    added_at: str
    sha256: str
    visit_id: str | None


ROUNDS: Listing[RoundRow] = Listing(
    RoundRow,
    """SELECT r.id AS id, r.number AS number, r.name AS name, r.kind AS kind, e.name AS edition,
    r.starts AS starts, r.ends AS ends, r.state AS state,
    (SELECT count(*) FROM visit v WHERE v.round_id=r.id) AS points,
    (SELECT count(*) FROM visit v WHERE v.round_id=r.id AND v.state='done') AS done,
    r.remark AS remark
    FROM round r JOIN edition e ON e.id=r.edition_id""",
    searched=("name", "kind", "remark"),
    order="number DESC",
)

VISITS: Listing[VisitRow] = Listing(
    VisitRow,
    """SELECT v.id AS id, v.round_id AS round_id, coalesce(v.sheet_no,'') AS sheet_no,
    p.id AS point_id, p.number AS number, p.name AS point, t.name AS type, p.address AS address,
    p.street AS street, p.community AS community, v.team AS team, v.route_sort AS route_sort,
    v.state AS state, v.visited_on AS visited_on,
    (SELECT count(*) FROM answer a WHERE a.visit_id=v.id AND a.entry=1
     AND (a.verdict IS NOT NULL OR a.amount IS NOT NULL)) AS answered,
    coalesce(nullif(json_array_length(v.detail, '$.items'), 0),
     (SELECT count(*) FROM check_item c WHERE c.point_type_id=p.point_type_id
      AND c.edition_id=r.edition_id)) AS items,
    (SELECT count(*) FROM answer a WHERE a.visit_id=v.id AND a.entry=1
     AND a.verdict='fail') AS failed,
    (SELECT count(*) FROM finding f WHERE f.visit_id=v.id) AS findings,
    p.lng AS lng, p.lat AS lat, p.phone AS phone, p.length_m AS length_m
    FROM visit v JOIN round r ON r.id=v.round_id JOIN point p ON p.id=v.point_id
    JOIN point_type t ON t.id=p.point_type_id WHERE v.round_id=:round""",
    searched=("sheet_no", "point", "type", "street", "community", "address", "team"),
    order="team, route_sort, sheet_no",
)

ANSWERS: Listing[AnswerRow] = Listing(
    AnswerRow,
    """SELECT a.id AS id, v.round_id AS round_id, v.id AS visit_id,
    coalesce(v.sheet_no,'') AS sheet_no, v.point_id AS point_id, a.check_item_id AS item_id,
    p.name AS point, t.name AS type, c.code AS code,
    c.text AS text, a.verdict AS verdict, a.amount AS amount, a.note AS note,
    a.entered_by AS entered_by, a.entered_at AS entered_at
    FROM answer a JOIN visit v ON v.id=a.visit_id JOIN point p ON p.id=v.point_id
    JOIN point_type t ON t.id=p.point_type_id JOIN check_item c ON c.id=a.check_item_id
    WHERE a.entry=1 AND (:round='' OR v.round_id=:round)""",
    searched=("sheet_no", "point", "type", "code", "text", "note"),
    order="sheet_no, code",
)

SCANS: Listing[ScanRow] = Listing(
    ScanRow,
    """SELECT s.id AS id, s.name AS name, s.source_page AS source_page,
    CASE WHEN s.visit_id IS NULL THEN '未归位' ELSE '已归位' END AS state,
    coalesce(v.sheet_no,'') AS sheet_no, coalesce(p.name,'') AS point,
    coalesce(r.name,'') AS round, s.page AS page, s.reason AS reason, s.added_at AS added_at,
    s.sha256 AS sha256, s.visit_id AS visit_id
    FROM scan s LEFT JOIN visit v ON v.id=s.visit_id LEFT JOIN point p ON p.id=v.point_id
    LEFT JOIN round r ON r.id=v.round_id""",
    searched=("name", "sheet_no", "point", "round", "reason"),
    order="visit_id IS NOT NULL, added_at DESC, name, source_page, page",
)


def last_visits(store: Store, *, until: date | None = None) -> dict[str, date]:
    """Return the last day each point was visited, by point id; points never visited are left out.

    With `until` only visits up to that day count.
    """
    rows = store.query(
        "SELECT point_id, max(visited_on) FROM visit WHERE visited_on IS NOT NULL"
        " AND (:until IS NULL OR visited_on<=:until) GROUP BY point_id",
        {"until": until.isoformat() if until else None},
    )
    return {point_id: date.fromisoformat(day) for point_id, day in rows}


def points_with_open_findings(store: Store) -> tuple[str, ...]:
    """Return the ids of points that have a finding neither closed nor void."""
    rows = store.query(
        "SELECT DISTINCT point_id FROM finding"
        " WHERE point_id IS NOT NULL AND state NOT IN ('closed','void')"
    )
    return tuple(point_id for (point_id,) in rows)


def last_failed_items(store: Store) -> dict[str, set[str]]:
    """Return the check items that failed when each point was last visited, by point id."""
    failed: dict[str, set[str]] = {}
    for point_id, item_id in store.query(
        "SELECT v.point_id, a.check_item_id FROM answer a JOIN visit v ON v.id=a.visit_id"
        " WHERE a.entry=1 AND a.verdict='fail' AND v.visited_on=(SELECT max(w.visited_on)"
        " FROM visit w WHERE w.point_id=v.point_id)"
    ):
        failed.setdefault(point_id, set()).add(item_id)
    return failed


def open_finding_items(store: Store) -> dict[str, set[str]]:
    """Return the check items with a finding still open, by point id."""
    found: dict[str, set[str]] = {}
    for point_id, item_id in store.query(
        "SELECT point_id, check_item_id FROM finding WHERE point_id IS NOT NULL"
        " AND check_item_id IS NOT NULL AND state NOT IN ('closed','void')"
    ):
        found.setdefault(point_id, set()).add(item_id)
    return found


def next_round_number(store: Store) -> int:
    """Return the first number no round has had yet."""
    return int(store.query("SELECT coalesce(max(number), 0) + 1 FROM round")[0][0])
