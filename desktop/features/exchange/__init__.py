"""Office tables in and out: reading, previewing, importing as one step, exporting."""

from __future__ import annotations

from desktop.features.exchange.results_book import export_results
from desktop.features.exchange.service import (
    KINDS,
    apply_import,
    export_table,
    kind_of,
    notes_as_json,
    preview_book,
    preview_import,
)
from desktop.features.exchange.types import ImportPreview, ImportRequest, ImportResult, Note
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook

__all__ = [
    "KINDS",
    "ImportPreview",
    "ImportRequest",
    "ImportResult",
    "Note",
    "OutColumn",
    "OutSheet",
    "apply_import",
    "export_results",
    "export_table",
    "kind_of",
    "notes_as_json",
    "preview_book",
    "preview_import",
    "write_workbook",
]
