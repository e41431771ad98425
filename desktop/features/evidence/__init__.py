"""档案材料: taking documents in, filing them in slots, reviewing them."""

from __future__ import annotations

from db.tables.evidence import Document, DocumentRow, Slot, SlotRow
from desktop.core.intake import Skipped
from desktop.features.evidence.intake import Added, AddResult, add_paths, blob_path
from desktop.features.evidence.reading.text import Extracted
from desktop.features.evidence.service import (
    ReturnReason,
    delete_documents,
    document_file,
    document_rows,
    edit_document,
    link_documents,
    return_reasons,
    review_documents,
    slot_rows,
    unlink_documents,
    verify_files,
)
from desktop.features.evidence.texts import text_of, texts_of

__all__ = [
    "AddResult",
    "Added",
    "Document",
    "DocumentRow",
    "Extracted",
    "ReturnReason",
    "Skipped",
    "Slot",
    "SlotRow",
    "add_paths",
    "blob_path",
    "delete_documents",
    "document_file",
    "document_rows",
    "edit_document",
    "link_documents",
    "return_reasons",
    "review_documents",
    "slot_rows",
    "text_of",
    "texts_of",
    "unlink_documents",
    "verify_files",
]
