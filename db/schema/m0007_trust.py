"""Who works on the workspace: operators with a role and an optional password."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# A leading underscore keeps a table out of the journal: 历史 must not show password hashes.
_OPERATORS = """
CREATE TABLE operator (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('entry','review','admin')),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0,1)), sort INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE _password (
  operator_id TEXT PRIMARY KEY REFERENCES operator(id) ON DELETE CASCADE,
  salt TEXT NOT NULL, cost INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT;
"""


def apply(database: Database) -> None:
    """Make the operators' tables."""
    for statement in _OPERATORS.split(";"):
        if statement.strip():
            database.execute(statement)
