"""问题台账: faults at points, from their finding to their closing."""

from __future__ import annotations

from db.tables.findings import Finding, FindingPhoto, FindingUnit
from desktop.features.findings.service import (
    add_photo,
    note_finding,
    photo_count,
    unit_names,
    withdraw_finding,
)

__all__ = [
    "Finding",
    "FindingPhoto",
    "FindingUnit",
    "add_photo",
    "note_finding",
    "photo_count",
    "unit_names",
    "withdraw_finding",
]
