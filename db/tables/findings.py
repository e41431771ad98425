"""Findings: faults at points, the units that answer for them, their steps, photos and lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from db.row_source import Linked, Listing
from db.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: one fault at one point or free place; `number` is what people call it by.

    `place` is where it is as written, `street` the street of a place that is no point; `at_once`
    marks 立行立改; `former_id` is the earlier finding that has come back (反弹).
    """

    TABLE: ClassVar[str] = "finding"
    id: str
    number: int
    point_id: str | None
    place: str
    check_item_id: str | None
    indicator_id: str | None
    round_id: str | None
    visit_id: str | None
    former_id: str | None
    source: str
    text: str
    class_: str
    weight: Decimal | None
    state: str
    found: date | None
    assigned: date | None
    due: date | None
    fixed: date | None
    checked: date | None
    closed: date | None
    plan: str
    remark: str
    sort: int
    street: str = ""
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class FindingUnit:
    """A unit that answers for a finding; one of them has the role lead."""

    TABLE: ClassVar[str] = "finding_unit"
    id: str
    finding_id: str
    unit_id: str
    role: str
    sort: int


@dataclass(frozen=True, slots=True)
class FindingStep:
    """One step of a finding's way; steps are never changed."""

    TABLE: ClassVar[str] = "finding_step"
    id: str
    finding_id: str
    step: str
    state_before: str
    state_after: str
    at: str
    who: str
    unit_id: str | None
    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class FindingPhoto:
    """A photo of a finding; stage is before, after or again."""

    TABLE: ClassVar[str] = "finding_photo"
    id: str
    finding_id: str
    step_id: str | None
    stage: str
    sha256: str
    bytes: int
    name: str
    taken: str | None
    caption: str
    sort: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One line of the ledger: `state` and `late` in words, `point` the point or free place."""

    id: str
    number: int
    point_id: str | None
    point: str
    type: str
    street: str
    text: str
    class_: str
    indicator: str
    units: tuple[str, ...]
    lead: str
    state: str
    late: str
    found: date | None
    assigned: date | None
    due: date | None
    fixed: date | None
    closed: date | None
    source: str
    round: str
    at_once: bool
    photos: int
    cards: int
    former: int | None
    plan: str
    remark: str
    sort: int
    weight: Decimal | None


_STATE_WORDS = """CASE f.state WHEN 'found' THEN '发现' WHEN 'assigned' THEN '交办'
    WHEN 'fixing' THEN '整改中' WHEN 'fixed' THEN '待复查' WHEN 'deferred' THEN '挂账'
    WHEN 'closed' THEN '销号' ELSE '作废' END"""

_UNITS = Linked(
    "u.name",
    """SELECT fu.finding_id FROM finding_unit fu WHERE fu.unit_id IN
    (SELECT u.id FROM unit u WHERE {condition})""",
)
# `today` is given as ISO text.
FINDINGS: Listing[FindingRow] = Listing(
    FindingRow,
    f"""SELECT f.id AS id, f.number AS number, f.point_id AS point_id,
    CASE WHEN f.place='' THEN coalesce(p.name,'') ELSE f.place END AS point,
    coalesce((SELECT t.name FROM point_type t WHERE t.id=p.point_type_id), '') AS type,
    coalesce(nullif(p.street,''), f.street) AS street,
    f.text AS text, f.class_ AS class_,
    coalesce(i.full_code, '') AS indicator,
    (SELECT coalesce(json_group_array(name), '[]') FROM (SELECT u.name AS name
      FROM finding_unit fu JOIN unit u ON u.id=fu.unit_id
      WHERE fu.finding_id=f.id ORDER BY fu.sort)) AS units,
    coalesce((SELECT u.name FROM finding_unit fu JOIN unit u ON u.id=fu.unit_id
      WHERE fu.finding_id=f.id ORDER BY fu.sort LIMIT 1), '') AS lead,
    {_STATE_WORDS} AS state,
    CASE WHEN f.state NOT IN ('found','assigned','fixing','deferred') OR f.due IS NULL THEN ''
      WHEN f.due<:today THEN '逾期' WHEN f.due=:today THEN '今日到期' ELSE '' END AS late,
    f.found AS found, f.assigned AS assigned, f.due AS due, f.fixed AS fixed, f.closed AS closed,
    f.source AS source, coalesce(r.name,'') AS round, f.at_once AS at_once,
    (SELECT count(*) FROM finding_photo h WHERE h.finding_id=f.id) AS photos,
    (SELECT count(*) FROM card c WHERE c.finding_id=f.id AND c.state<>'void') AS cards,
    (SELECT e.number FROM finding e WHERE e.id=f.former_id) AS former,
    f.plan AS plan, f.remark AS remark, f.sort AS sort,
    f.weight AS weight
    FROM finding f LEFT JOIN point p ON p.id=f.point_id
    LEFT JOIN indicator i ON i.id=f.indicator_id LEFT JOIN round r ON r.id=f.round_id""",
    searched=("number", "point", "street", "text", "class_", "source", "remark"),
    order="number",
    linked=(_UNITS,),
)


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Findings by what waits.

    `due_today` and `late` are still to be put right; `still` and `past` are all not closed, and
    those past their day.
    """

    due_today: int
    late: int
    fixed: int
    found: int
    still: int
    past: int


def finding_counts(store: Store, day: date) -> FindingCounts:
    """Count the findings that are not void, by their index alone."""
    groups = store.query(
        "SELECT state, coalesce(due,'9'), count(*) FROM finding WHERE state<>'void' GROUP BY 1, 2"
    )
    on, waiting = day.isoformat(), ("found", "assigned", "fixing", "deferred")
    open_ = [(due, count) for state, due, count in groups if state in waiting]
    still = [(due, count) for state, due, count in groups if state != "closed"]
    return FindingCounts(
        sum(count for due, count in open_ if due == on),
        sum(count for due, count in open_ if due < on),
        sum(count for state, _, count in groups if state == "fixed"),
        sum(count for state, _, count in groups if state == "found"),
        sum(count for _, count in still),
        sum(count for due, count in still if due < on),
    )


def finding_states(store: Store, finding_ids: Sequence[str]) -> dict[str, int]:
    """Return how many of some findings are in each state."""
    rows = store.query(
        "SELECT f.state, count(*) FROM json_each(?) j JOIN finding f ON f.id=j.value GROUP BY 1",
        (json.dumps(list(finding_ids)),),
    )
    return dict(rows)


def next_finding_number(store: Store) -> int:
    """Return the first number no finding has had yet."""
    return int(store.query("SELECT coalesce(max(number), 0) + 1 FROM finding")[0][0])
