"""Site visits: numbered rounds, draws that can be repeated, scanned sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_VISITS = """
ALTER TABLE round ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX visit_sheet ON visit(sheet_no);
CREATE TABLE draw (
  id TEXT PRIMARY KEY, round_id TEXT NOT NULL REFERENCES round(id), made TEXT NOT NULL,
  seed TEXT NOT NULL, record TEXT NOT NULL
) STRICT;
CREATE INDEX draw_round ON draw(round_id);
CREATE TABLE scan (
  id TEXT PRIMARY KEY, visit_id TEXT REFERENCES visit(id), page INTEGER,
  sha256 TEXT NOT NULL, source_page INTEGER NOT NULL DEFAULT 1,
  source_part INTEGER NOT NULL DEFAULT 1, bytes INTEGER NOT NULL, name TEXT NOT NULL,
  source_path TEXT NOT NULL DEFAULT '', added_at TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '', UNIQUE (sha256, source_page, source_part)
) STRICT;
CREATE INDEX scan_visit ON scan(visit_id);
CREATE INDEX finding_visit ON finding(visit_id);
"""


def apply(database: Database) -> None:
    """Make what site visits need beyond the first version."""
    for statement in _VISITS.split(";"):
        if statement.strip():
            database.execute(statement)
