"""档案材料: taking documents in, filing them in slots, reviewing them."""

from __future__ import annotations

from db.tables.evidence import Document, DocumentRow, Slot, SlotRow
from db.tables.proposals import Proposal, ProposalRow
from desktop.core.intake import Skipped
from desktop.features.evidence.intake import Added, AddResult, add_paths, blob_path
from desktop.features.evidence.previews import Preview, copy_to_open, preview_of
from desktop.features.evidence.proposals import (
    accept_proposals,
    proposal_rows,
    reject_proposals,
)
from desktop.features.evidence.reading.text import Extracted
from desktop.features.evidence.service import (
    ReturnReason,
    delete_documents,
    document_rows,
    edit_document,
    link_documents,
    return_reasons,
    review_documents,
    slot_rows,
    unlink_documents,
)
from desktop.features.evidence.store_check import ContentCheck, check_contents, verify_files
from desktop.features.evidence.texts import text_of, texts_of

__all__ = [
    "AddResult",
    "Added",
    "ContentCheck",
    "Document",
    "DocumentRow",
    "Extracted",
    "Preview",
    "Proposal",
    "ProposalRow",
    "ReturnReason",
    "Skipped",
    "Slot",
    "SlotRow",
    "accept_proposals",
    "add_paths",
    "blob_path",
    "check_contents",
    "copy_to_open",
    "delete_documents",
    "document_rows",
    "edit_document",
    "link_documents",
    "preview_of",
    "proposal_rows",
    "reject_proposals",
    "return_reasons",
    "review_documents",
    "slot_rows",
    "text_of",
    "texts_of",
    "unlink_documents",
    "verify_files",
]
