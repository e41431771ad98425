"""Proposals: slots that a document may belong to, until somebody decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.row_source import Listing


@dataclass(frozen=True, slots=True)
class Proposal:
    """归位建议; `confidence` is 0 to 100, `reason` is shown to the person."""

    TABLE: ClassVar[str] = "proposal"
    id: str
    document_id: str
    slot_id: str
    confidence: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One line of the list of proposals."""

    id: str
    document_id: str
    slot_id: str
    name: str
    code: str
    kind: str
    confidence: int
    reason: str
    item: str
    unit: str | None
    source_path: str
    added_at: str


PROPOSALS: Listing[ProposalRow] = Listing(
    ProposalRow,
    """SELECT p.id AS id, p.document_id AS document_id, p.slot_id AS slot_id, d.name AS name,
    i.full_code AS code, s.kind AS kind, p.confidence AS confidence, p.reason AS reason,
    i.text AS item, u.name AS unit, v.source_path AS source_path, d.added_at AS added_at
    FROM proposal p JOIN document d ON d.id=p.document_id
    JOIN slot s ON s.id=p.slot_id JOIN requirement r ON r.id=s.requirement_id
    JOIN indicator i ON i.id=r.indicator_id
    JOIN revision v ON v.document_id=d.id AND v.number=
      (SELECT max(number) FROM revision w WHERE w.document_id=d.id)
    LEFT JOIN unit u ON u.id=d.unit_id""",
    searched=("name", "code", "kind", "reason", "item", "unit", "source_path"),
    order="added_at, source_path, document_id, confidence DESC, id",
)
