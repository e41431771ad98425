"""Slots, documents, their revisions, and which document serves which slot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from db.row_source import Listing
from db.tables.readiness import SLOT_FACTS


@dataclass(frozen=True, slots=True)
class Slot:
    """材料项: what a requirement needs; `limits` is JSON, empty until the office fills it in."""

    TABLE: ClassVar[str] = "slot"
    id: str
    requirement_id: str
    kind: str
    title: str
    min_count: int
    limits: str = "{}"
    sort: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """材料; `fact_date` is when it was written or taken, its source says how we know."""

    TABLE: ClassVar[str] = "document"
    id: str
    name: str
    unit_id: str | None
    fact_date: date | None
    fact_date_source: str
    caption: str
    added_at: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """文件版本: one content of a document, stored as `files/ab/<sha256>`."""

    TABLE: ClassVar[str] = "revision"
    id: str
    document_id: str
    number: int
    sha256: str
    bytes: int
    name: str
    source_path: str
    source_modified: str | None
    added_at: str


@dataclass(frozen=True, slots=True)
class DocumentSlot:
    """A document serving a slot; review is pending 待审, passed 通过 or returned 退回."""

    TABLE: ClassVar[str] = "document_slot"
    id: str
    document_id: str
    slot_id: str
    review: str = "pending"
    review_reason: str = ""
    review_text: str = ""
    reviewed_by: str = ""
    reviewed_at: str | None = None
    reviewed_revision_id: str | None = None
    returns: int = 0
    reason: str = ""
    fact_date: date | None = None
    fact_date_source: str = ""
    sort: int = 0


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One line of the slot list; `documents` counts those not returned."""

    id: str
    requirement_id: str
    code: str
    kind: str
    title: str
    min_count: int
    documents: int
    state: str
    units: tuple[str, ...]
    item: str
    due: date | None
    sort: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of the document list; `codes` are the requirements it serves."""

    id: str
    name: str
    sha256: str
    bytes: int
    fact_date: date | None
    fact_date_source: str
    unit: str | None
    codes: tuple[str, ...]
    review: str
    reason: str
    source_path: str
    added_at: str
    remark: str


SLOTS: Listing[SlotRow] = Listing(
    SlotRow,
    f"""SELECT s.id AS id, s.requirement_id AS requirement_id, i.full_code AS code,
    s.kind AS kind, s.title AS title, s.min_count AS min_count, facts.have AS documents,
    CASE WHEN facts.filed=0 THEN '未开始' WHEN sent_back > 0 AND have < need THEN '退回'
      WHEN have < need THEN '收集中' WHEN waiting > 0 THEN '待审' ELSE '齐备' END AS state,
    (SELECT coalesce(json_group_array(name), '[]') FROM (SELECT DISTINCT u.name AS name
      FROM duty d JOIN unit u ON u.id=d.unit_id WHERE d.requirement_id=r.id
      ORDER BY d.role, d.sort)) AS units,
    i.text AS item, r.due AS due, r.sort * 100 + s.sort AS sort
    FROM slot s JOIN requirement r ON r.id=s.requirement_id
    JOIN indicator i ON i.id=r.indicator_id
    JOIN ({SLOT_FACTS}) facts ON facts.slot_id=s.id""",
    searched=("code", "kind", "title", "item", "units"),
    order="sort",
)

DOCUMENTS: Listing[DocumentRow] = Listing(
    DocumentRow,
    """SELECT d.id AS id, d.name AS name, v.sha256 AS sha256, v.bytes AS bytes,
    d.fact_date AS fact_date, d.fact_date_source AS fact_date_source, u.name AS unit,
    (SELECT coalesce(json_group_array(code), '[]') FROM (SELECT DISTINCT i.full_code AS code
      FROM document_slot l JOIN slot s ON s.id=l.slot_id
      JOIN requirement r ON r.id=s.requirement_id JOIN indicator i ON i.id=r.indicator_id
      WHERE l.document_id=d.id ORDER BY i.sort)) AS codes,
    coalesce((SELECT CASE WHEN sum(l.review='returned') > 0 THEN '退回'
      WHEN sum(l.review='pending') > 0 THEN '待审' ELSE '通过' END
      FROM document_slot l WHERE l.document_id=d.id HAVING count(*) > 0), '未归位') AS review,
    coalesce((SELECT l.reason FROM document_slot l WHERE l.document_id=d.id LIMIT 1), d.remark)
      AS reason,
    v.source_path AS source_path, d.added_at AS added_at, d.remark AS remark
    FROM document d
    JOIN revision v ON v.document_id=d.id AND v.number=
      (SELECT max(number) FROM revision w WHERE w.document_id=d.id)
    LEFT JOIN unit u ON u.id=d.unit_id""",
    searched=("name", "codes", "unit", "review", "source_path"),
    order="added_at, source_path, id",
)
