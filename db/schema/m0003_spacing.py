"""Roads and the places along them: adverts, toilets and whatever has to stand every n metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_SPACING = """
CREATE TABLE road (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
  class_ TEXT NOT NULL DEFAULT '', length_m REAL CHECK (length_m > 0),
  remark TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE road_mark (
  id TEXT PRIMARY KEY, road_id TEXT NOT NULL REFERENCES road(id), subject TEXT NOT NULL,
  chainage_m REAL NOT NULL, theme TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX road_mark_road ON road_mark(road_id, subject, chainage_m);
CREATE INDEX point_name ON point(name);
"""


def apply(database: Database) -> None:
    """Make the tables of spacing."""
    for statement in _SPACING.split(";"):
        if statement.strip():
            database.execute(statement)
