"""Frameworks, editions, indicators, requirements and negative items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from db.row_source import Listing
from db.tables.readiness import READINESS


@dataclass(frozen=True, slots=True)
class Framework:
    """测评体系, such as 全国县级文明城市."""

    TABLE: ClassVar[str] = "framework"
    id: str
    name: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """版本 of a framework; `full_score` is the total its scores add up to."""

    TABLE: ClassVar[str] = "edition"
    id: str
    framework_id: str
    name: str
    year: int
    full_score: Decimal | None = None
    source: str = ""
    remark: str = ""
    sort: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标: one node of the tree.

    `code` is as printed, such as 1); `full_code` has its parent's before it: Ⅱ-3-1).
    """

    TABLE: ClassVar[str] = "indicator"
    id: str
    edition_id: str
    parent_id: str | None
    level: int
    level_name: str
    code: str
    full_code: str
    code_key: str
    title: str
    text: str
    score: Decimal | None
    veto: bool
    bonus: bool
    remark: str
    text_hash: str
    sort: int


@dataclass(frozen=True, slots=True)
class Requirement:
    """测评要求: one leaf indicator × one method; `rule_text` is its rule as printed."""

    TABLE: ClassVar[str] = "requirement"
    id: str
    indicator_id: str
    method: str
    text: str = ""
    hint: str = ""
    score: Decimal | None = None
    rule: str = "{}"
    due: date | None = None
    text_hash: str = ""
    sort: int = 0
    rule_text: str = ""


@dataclass(frozen=True, slots=True)
class NegativeItem:
    """负面清单 item; `penalty` in points, None where the measure is not a deduction."""

    TABLE: ClassVar[str] = "negative_item"
    id: str
    edition_id: str
    code: str
    area: str
    text: str
    measure: str
    penalty: Decimal | None
    veto: bool
    remark: str
    sort: int


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One line of the indicator list."""

    id: str
    framework: str
    edition: str
    level: int
    level_name: str
    code: str
    full_code: str
    title: str
    text: str
    parent_id: str | None
    score: Decimal | None
    veto: bool
    requirements: int
    sort: int


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One line of the requirement list; readiness is "" where no material is asked."""

    id: str
    indicator_id: str
    code: str
    title: str
    method: str
    text: str
    hint: str
    score: Decimal | None
    rule: str
    lead: tuple[str, ...]
    owner: tuple[str, ...]
    support: tuple[str, ...]
    due: date | None
    readiness: str
    veto: bool
    project: str
    edition: str
    sort: int
    rule_text: str


@dataclass(frozen=True, slots=True)
class NegativeRow:
    """One line of the negative list."""

    id: str
    edition: str
    code: str
    area: str
    text: str
    measure: str
    penalty: Decimal | None
    veto: bool
    remark: str
    sort: int


INDICATORS: Listing[IndicatorRow] = Listing(
    IndicatorRow,
    """SELECT i.id AS id, f.name AS framework, e.name AS edition, i.level AS level,
    i.level_name AS level_name, i.code AS code, i.full_code AS full_code, i.title AS title,
    i.text AS text, i.parent_id AS parent_id, i.score AS score, i.veto AS veto,
    (SELECT count(*) FROM requirement r WHERE r.indicator_id=i.id) AS requirements, i.sort AS sort
    FROM indicator i JOIN edition e ON e.id=i.edition_id JOIN framework f ON f.id=e.framework_id""",
    searched=("full_code", "code", "title", "text"),
    order="edition, sort",
)


def _units(role: str) -> str:
    return f"""(SELECT coalesce(json_group_array(name), '[]') FROM (SELECT u.name AS name
    FROM duty d JOIN unit u ON u.id=d.unit_id
    WHERE d.requirement_id=r.id AND d.role='{role}' ORDER BY d.sort))"""


REQUIREMENTS: Listing[RequirementRow] = Listing(
    RequirementRow,
    f"""WITH RECURSIVE up(leaf, id, parent_id, title, code) AS (
      SELECT id, id, parent_id, title, code FROM indicator
      UNION ALL SELECT up.leaf, p.id, p.parent_id, p.title, p.code
      FROM up JOIN indicator p ON p.id=up.parent_id)
    SELECT r.id AS id, r.indicator_id AS indicator_id, i.full_code AS code, i.text AS title,
    r.method AS method, r.text AS text, r.hint AS hint, r.score AS score, r.rule AS rule,
    {_units("lead")} AS lead, {_units("owner")} AS owner, {_units("support")} AS support,
    r.due AS due, coalesce(ready.state, '') AS readiness, i.veto AS veto,
    (SELECT trim(up.code || ' ' || up.title) FROM up
     WHERE up.leaf=i.id AND up.parent_id IS NULL) AS project,
    e.name AS edition, r.sort AS sort, r.rule_text AS rule_text
    FROM requirement r JOIN indicator i ON i.id=r.indicator_id JOIN edition e ON e.id=i.edition_id
    LEFT JOIN ({READINESS}) ready ON ready.requirement_id=r.id""",
    searched=("code", "title", "text", "hint", "method", "lead", "owner", "support"),
    order="edition, sort",
)

NEGATIVE_ITEMS: Listing[NegativeRow] = Listing(
    NegativeRow,
    """SELECT n.id AS id, e.name AS edition, n.code AS code, n.area AS area, n.text AS text,
    n.measure AS measure, n.penalty AS penalty, n.veto AS veto, n.remark AS remark, n.sort AS sort
    FROM negative_item n JOIN edition e ON e.id=n.edition_id""",
    searched=("code", "area", "text", "measure"),
    order="edition, sort",
)
