"""Units, their aliases, contacts and groups, and duties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.row_source import Listing


@dataclass(frozen=True, slots=True)
class Unit:
    """责任单位; `name` is the short name offices use."""

    TABLE: ClassVar[str] = "unit"
    id: str
    name: str
    full_name: str
    kind: str
    parent_id: str | None
    remark: str
    sort: int


@dataclass(frozen=True, slots=True)
class UnitAlias:
    """Another name of a unit; `alias_key` is its normalised form and names one unit only."""

    TABLE: ClassVar[str] = "unit_alias"
    id: str
    unit_id: str
    alias: str
    alias_key: str


@dataclass(frozen=True, slots=True)
class UnitContact:
    """A contact by role: 分管领导 or 联络员."""

    TABLE: ClassVar[str] = "unit_contact"
    id: str
    unit_id: str
    role: str
    person: str
    post: str
    phone: str
    sort: int


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit's duty on one requirement or one point.

    Roles: lead 牵头, owner 责任, support 配合, overseer 行业主管, sponsor 包联.
    """

    TABLE: ClassVar[str] = "duty"
    id: str
    unit_id: str
    role: str
    requirement_id: str | None
    point_id: str | None
    sort: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the unit list."""

    id: str
    name: str
    full_name: str
    aliases: tuple[str, ...]
    kind: str
    parent: str | None
    leader: str
    leader_phone: str
    liaison: str
    liaison_phone: str
    requirements: int
    points: int
    remark: str
    sort: int


def _contact(role: str, field: str) -> str:
    return (
        f"coalesce((SELECT c.{field} FROM unit_contact c"
        f" WHERE c.unit_id=u.id AND c.role='{role}'), '')"
    )


UNITS: Listing[UnitRow] = Listing(
    UnitRow,
    f"""SELECT u.id AS id, u.name AS name, u.full_name AS full_name,
    (SELECT coalesce(json_group_array(alias), '[]') FROM (SELECT a.alias AS alias
      FROM unit_alias a WHERE a.unit_id=u.id AND a.alias NOT IN (u.name, u.full_name)
      ORDER BY a.alias)) AS aliases,
    u.kind AS kind, p.name AS parent,
    {_contact("分管领导", "post")} AS leader, {_contact("分管领导", "phone")} AS leader_phone,
    {_contact("联络员", "post")} AS liaison, {_contact("联络员", "phone")} AS liaison_phone,
    (SELECT count(DISTINCT requirement_id) FROM duty d WHERE d.unit_id=u.id) AS requirements,
    (SELECT count(DISTINCT point_id) FROM duty d WHERE d.unit_id=u.id) AS points,
    u.remark AS remark, u.sort AS sort
    FROM unit u LEFT JOIN unit p ON p.id=u.parent_id""",
    searched=("name", "full_name", "aliases", "kind", "leader", "liaison", "remark"),
    order="sort, name",
)
