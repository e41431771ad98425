"""Archive packages that were built: by which choice, with what in them, let out by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_PACKAGES = """
CREATE TABLE package (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, made TEXT NOT NULL, folder TEXT NOT NULL,
  edition TEXT NOT NULL, choice TEXT NOT NULL DEFAULT '{}',
  files INTEGER NOT NULL CHECK (files >= 0), bytes INTEGER NOT NULL CHECK (bytes >= 0),
  manifest_sha256 TEXT NOT NULL, left_out TEXT NOT NULL DEFAULT '[]',
  hits TEXT NOT NULL DEFAULT '[]', override_by TEXT NOT NULL DEFAULT '',
  override_reason TEXT NOT NULL DEFAULT '',
  CHECK (hits = '[]' OR (override_by != '' AND override_reason != ''))
) STRICT
"""


def apply(database: Database) -> None:
    """Make the table of packages."""
    database.execute(_PACKAGES)
