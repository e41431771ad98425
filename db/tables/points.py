"""Points, point types and check items."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from db.row_source import Listing
from db.store import Store


@dataclass(frozen=True, slots=True)
class PointType:
    """点位类型, the same over editions; an edition lists which of them it tests."""

    TABLE: ClassVar[str] = "point_type"
    id: str
    name: str
    parent_id: str | None
    prefix: str
    route: str
    remark: str
    sort: int


@dataclass(frozen=True, slots=True)
class EditionPointType:
    """A point type tested in an edition; `quota` is the number drawn, where known."""

    TABLE: ClassVar[str] = "edition_point_type"
    id: str
    edition_id: str
    point_type_id: str
    quota: int | None
    sort: int


@dataclass(frozen=True, slots=True)
class CheckItem:
    """检查项 of a point type in an edition; `rule` is JSON, `rule_text` as printed."""

    TABLE: ClassVar[str] = "check_item"
    id: str
    edition_id: str
    point_type_id: str
    code: str
    class_: str
    text: str
    note: str
    rule_text: str
    rule: str
    score: Decimal | None
    indicator_code: str
    indicator_id: str | None
    text_hash: str
    sort: int


@dataclass(frozen=True, slots=True)
class Point:
    """点位. `number` is the short number on its sheets; lng/lat in degrees, length in metres."""

    TABLE: ClassVar[str] = "point"
    id: str
    number: int
    name: str
    point_type_id: str
    address: str
    street: str
    community: str
    grid: str
    lng: float | None
    lat: float | None
    tags: tuple[str, ...]
    chief: str
    phone: str
    length_m: float | None
    route: str
    emergency_plan: str
    remark: str
    sort: int


@dataclass(frozen=True, slots=True)
class PointRow:
    """One line of the point list."""

    id: str
    number: int
    name: str
    type: str
    address: str
    street: str
    community: str
    grid: str
    lng: float | None
    lat: float | None
    tags: tuple[str, ...]
    chief: str
    phone: str
    sponsors: tuple[str, ...]
    owners: tuple[str, ...]
    overseers: tuple[str, ...]
    length_m: float | None
    remark: str
    sort: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of the check item list."""

    id: str
    edition: str
    type: str
    code: str
    class_: str
    text: str
    note: str
    rule_text: str
    rule: str
    score: Decimal | None
    indicator: str
    sort: int


def _units(role: str) -> str:
    return f"""(SELECT coalesce(json_group_array(name), '[]') FROM (SELECT u.name AS name
    FROM duty d JOIN unit u ON u.id=d.unit_id
    WHERE d.point_id=p.id AND d.role='{role}' ORDER BY d.sort))"""


POINTS: Listing[PointRow] = Listing(
    PointRow,
    f"""SELECT p.id AS id, p.number AS number, p.name AS name, t.name AS type,
    p.address AS address, p.street AS street, p.community AS community, p.grid AS grid,
    p.lng AS lng, p.lat AS lat, p.tags AS tags, p.chief AS chief, p.phone AS phone,
    {_units("sponsor")} AS sponsors, {_units("owner")} AS owners,
    {_units("overseer")} AS overseers, p.length_m AS length_m, p.remark AS remark, p.sort AS sort
    FROM point p JOIN point_type t ON t.id=p.point_type_id""",
    searched=("name", "type", "address", "street", "community", "grid", "owners", "tags"),
    order="sort, number",
)

CHECKS: Listing[CheckRow] = Listing(
    CheckRow,
    """SELECT c.id AS id, e.name AS edition, t.name AS type, c.code AS code, c.class_ AS class_,
    c.text AS text, c.note AS note, c.rule_text AS rule_text, c.rule AS rule, c.score AS score,
    c.indicator_code AS indicator, c.sort AS sort
    FROM check_item c JOIN edition e ON e.id=c.edition_id
    JOIN point_type t ON t.id=c.point_type_id""",
    searched=("code", "type", "class_", "text", "note", "rule_text"),
    order="edition, sort",
)


def next_point_number(store: Store) -> int:
    """Return the first number no point has had yet."""
    return int(store.query("SELECT coalesce(max(number), 0) + 1 FROM point")[0][0])
