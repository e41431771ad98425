"""Score and forecast: schemes, typed results, negative events, preconditions, tasks, snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_SCORE = """
ALTER TABLE requirement ADD COLUMN rule_text TEXT NOT NULL DEFAULT '';
CREATE TABLE score_scheme (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL UNIQUE REFERENCES edition(id),
  scheme TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE TABLE requirement_result (
  id TEXT PRIMARY KEY, requirement_id TEXT NOT NULL UNIQUE REFERENCES requirement(id),
  verdict TEXT CHECK (verdict IN ('pass','fail','na')), amount TEXT, percent TEXT,
  on_date TEXT, source TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE negative_event (
  id TEXT PRIMARY KEY, negative_item_id TEXT NOT NULL REFERENCES negative_item(id),
  happened TEXT NOT NULL, text TEXT NOT NULL DEFAULT '', points TEXT,
  effect TEXT NOT NULL DEFAULT '' CHECK (effect IN ('','deduct','stop','out','none'))
) STRICT;
CREATE INDEX negative_event_item ON negative_event(negative_item_id);
CREATE TABLE precondition (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL REFERENCES edition(id), name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('score','events','status')), at_least TEXT, actual TEXT,
  codes TEXT NOT NULL DEFAULT '[]',
  met TEXT NOT NULL DEFAULT '' CHECK (met IN ('','yes','no')),
  remark TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL DEFAULT 0, UNIQUE (edition_id, name)
) STRICT;
CREATE TABLE task_need (
  id TEXT PRIMARY KEY, requirement_id TEXT NOT NULL UNIQUE REFERENCES requirement(id),
  days TEXT, money TEXT, remark TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE snapshot (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL REFERENCES edition(id), taken TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '', content TEXT NOT NULL
) STRICT;
CREATE INDEX snapshot_taken ON snapshot(edition_id, taken);
CREATE TABLE real_result (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL REFERENCES edition(id), name TEXT NOT NULL,
  year INTEGER NOT NULL, tested TEXT, score TEXT NOT NULL, full TEXT NOT NULL DEFAULT '100',
  rank INTEGER, ranked INTEGER, gap TEXT, counts INTEGER NOT NULL DEFAULT 0 CHECK (counts IN (0,1)),
  remark TEXT NOT NULL DEFAULT '', UNIQUE (edition_id, name)
) STRICT;
"""


def apply(database: Database) -> None:
    """Make what score and forecast need."""
    for statement in _SCORE.split(";"):
        if statement.strip():
            database.execute(statement)
