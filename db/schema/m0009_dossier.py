"""What a person lets stand in spite of a check: by name and with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_EXEMPTION = """
CREATE TABLE exemption (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('privacy','trace','double')),
  key TEXT NOT NULL, reason TEXT NOT NULL CHECK (reason != ''),
  who TEXT NOT NULL CHECK (who != ''), at TEXT NOT NULL, UNIQUE (kind, key)
) STRICT
"""


def apply(database: Database) -> None:
    """Make the table of exemptions."""
    database.execute(_EXEMPTION)
