"""Places a document may belong to, waiting for somebody's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# Going with its slot: a guess keeps nothing from being deleted.
_PROPOSALS = """
CREATE TABLE proposal (
  id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id),
  slot_id TEXT NOT NULL REFERENCES slot(id) ON DELETE CASCADE,
  confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  reason TEXT NOT NULL, UNIQUE (document_id, slot_id)
) STRICT;
CREATE INDEX proposal_slot ON proposal(slot_id);
"""


def apply(database: Database) -> None:
    """Make the table of proposals."""
    for statement in _PROPOSALS.split(";"):
        if statement.strip():
            database.execute(statement)
