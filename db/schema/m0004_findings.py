"""Findings in full: places without a point, what is to be done at once, cards, bulletins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# _card_series is not journaled on purpose: undoing an issue must not free a number on paper.
_FINDINGS = """
ALTER TABLE finding ADD COLUMN street TEXT NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN at_once INTEGER NOT NULL DEFAULT 0 CHECK (at_once IN (0,1));
CREATE INDEX finding_former ON finding(former_id);
CREATE TABLE card (
  id TEXT PRIMARY KEY, finding_id TEXT NOT NULL REFERENCES finding(id),
  unit_id TEXT NOT NULL REFERENCES unit(id),
  colour TEXT NOT NULL CHECK (colour IN ('white','yellow','red')),
  year INTEGER NOT NULL, number INTEGER NOT NULL CHECK (number > 0),
  issued TEXT NOT NULL, due TEXT, reason TEXT NOT NULL DEFAULT '',
  demand TEXT NOT NULL DEFAULT '', signer TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'issued' CHECK (state IN ('issued','replied','void')),
  replied TEXT, reply_who TEXT NOT NULL DEFAULT '', reply TEXT NOT NULL DEFAULT '',
  voided TEXT, void_reason TEXT NOT NULL DEFAULT '',
  UNIQUE (colour, year, number)
) STRICT;
CREATE INDEX card_finding ON card(finding_id);
CREATE TABLE _card_series (
  colour TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (colour, year)
) STRICT;
CREATE TABLE bulletin (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL, title TEXT NOT NULL,
  starts TEXT NOT NULL, ends TEXT NOT NULL, cut_off TEXT NOT NULL, made TEXT NOT NULL,
  journal_seq INTEGER NOT NULL, content TEXT NOT NULL, demands TEXT NOT NULL DEFAULT '',
  UNIQUE (number)
) STRICT;
"""


def apply(database: Database) -> None:
    """Make what the ledger, the cards and the bulletins need beyond the first version."""
    for statement in _FINDINGS.split(";"):
        if statement.strip():
            database.execute(statement)
