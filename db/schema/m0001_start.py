"""The first schema: frameworks, units, points, visits, findings, evidence, settings, journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_JOURNAL = """
CREATE TABLE operation (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, at TEXT NOT NULL,
  who TEXT NOT NULL, machine TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('edit','undo','redo')), target TEXT
) STRICT;
CREATE INDEX operation_target ON operation(target);
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL REFERENCES operation(id),
  table_name TEXT NOT NULL, row_id TEXT NOT NULL, before TEXT, after TEXT
) STRICT;
CREATE INDEX journal_operation ON journal(operation_id);
CREATE INDEX journal_row ON journal(row_id);
CREATE TABLE journal_state (operation_id TEXT) STRICT;
INSERT INTO journal_state VALUES (NULL);
CREATE TABLE setting (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL
) STRICT;
CREATE TABLE import_run (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, source_name TEXT NOT NULL, sha256 TEXT NOT NULL,
  mapping TEXT NOT NULL DEFAULT '{}', at TEXT NOT NULL, summary TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE TABLE import_baseline (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, row_id TEXT NOT NULL, row_values TEXT NOT NULL,
  UNIQUE (kind, row_id)
) STRICT;
"""

_FRAMEWORKS = """
CREATE TABLE framework (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, remark TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE edition (
  id TEXT PRIMARY KEY, framework_id TEXT NOT NULL REFERENCES framework(id),
  name TEXT NOT NULL, year INTEGER NOT NULL, full_score TEXT, source TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL DEFAULT 0,
  UNIQUE (framework_id, name)
) STRICT;
CREATE TABLE indicator (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL REFERENCES edition(id),
  parent_id TEXT REFERENCES indicator(id), level INTEGER NOT NULL CHECK (level >= 1),
  level_name TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '',
  full_code TEXT NOT NULL DEFAULT '', code_key TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '', score TEXT,
  veto INTEGER NOT NULL DEFAULT 0 CHECK (veto IN (0,1)), bonus INTEGER NOT NULL DEFAULT 0,
  remark TEXT NOT NULL DEFAULT '', text_hash TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL
) STRICT;
CREATE INDEX indicator_tree ON indicator(edition_id, parent_id, sort);
CREATE INDEX indicator_code ON indicator(edition_id, code_key);
CREATE TABLE requirement (
  id TEXT PRIMARY KEY, indicator_id TEXT NOT NULL REFERENCES indicator(id),
  method TEXT NOT NULL, text TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '',
  score TEXT, rule TEXT NOT NULL DEFAULT '{}', due TEXT, text_hash TEXT NOT NULL DEFAULT '',
  sort INTEGER NOT NULL DEFAULT 0, UNIQUE (indicator_id, method)
) STRICT;
CREATE TABLE negative_item (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL REFERENCES edition(id), code TEXT NOT NULL,
  area TEXT NOT NULL DEFAULT '', text TEXT NOT NULL, measure TEXT NOT NULL DEFAULT '',
  penalty TEXT, veto INTEGER NOT NULL DEFAULT 0 CHECK (veto IN (0,1)),
  remark TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL, UNIQUE (edition_id, code)
) STRICT;
"""

_UNITS = """
CREATE TABLE unit (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, full_name TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '', parent_id TEXT REFERENCES unit(id),
  remark TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL
) STRICT;
CREATE TABLE unit_alias (
  id TEXT PRIMARY KEY, unit_id TEXT NOT NULL REFERENCES unit(id), alias TEXT NOT NULL,
  alias_key TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX unit_alias_unit ON unit_alias(unit_id);
CREATE TABLE unit_contact (
  id TEXT PRIMARY KEY, unit_id TEXT NOT NULL REFERENCES unit(id), role TEXT NOT NULL,
  person TEXT NOT NULL DEFAULT '', post TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
  sort INTEGER NOT NULL DEFAULT 0, UNIQUE (unit_id, role)
) STRICT;
CREATE TABLE unit_group (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
  member_kinds TEXT NOT NULL DEFAULT '[]', remark TEXT NOT NULL DEFAULT ''
) STRICT;
"""

_POINTS = """
CREATE TABLE point_type (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, parent_id TEXT REFERENCES point_type(id),
  prefix TEXT NOT NULL DEFAULT '', route TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL
) STRICT;
CREATE TABLE edition_point_type (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL REFERENCES edition(id),
  point_type_id TEXT NOT NULL REFERENCES point_type(id), quota INTEGER,
  sort INTEGER NOT NULL DEFAULT 0, UNIQUE (edition_id, point_type_id)
) STRICT;
CREATE TABLE check_item (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL REFERENCES edition(id),
  point_type_id TEXT NOT NULL REFERENCES point_type(id), code TEXT NOT NULL,
  class_ TEXT NOT NULL DEFAULT '', text TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
  rule_text TEXT NOT NULL DEFAULT '', rule TEXT NOT NULL DEFAULT '{}', score TEXT,
  indicator_code TEXT NOT NULL DEFAULT '', indicator_id TEXT REFERENCES indicator(id),
  text_hash TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL, UNIQUE (edition_id, code)
) STRICT;
CREATE INDEX check_item_type ON check_item(edition_id, point_type_id, sort);
CREATE TABLE point (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL,
  point_type_id TEXT NOT NULL REFERENCES point_type(id), address TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '', community TEXT NOT NULL DEFAULT '',
  grid TEXT NOT NULL DEFAULT '', lng REAL CHECK (lng BETWEEN -180 AND 180),
  lat REAL CHECK (lat BETWEEN -90 AND 90), tags TEXT NOT NULL DEFAULT '[]',
  chief TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
  length_m REAL CHECK (length_m >= 0), route TEXT NOT NULL DEFAULT '',
  emergency_plan TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',
  sort INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX point_by_type ON point(point_type_id);
CREATE INDEX point_number ON point(number);
CREATE TABLE duty (
  id TEXT PRIMARY KEY, unit_id TEXT NOT NULL REFERENCES unit(id),
  role TEXT NOT NULL CHECK (role IN ('lead','owner','support','overseer','sponsor')),
  requirement_id TEXT REFERENCES requirement(id), point_id TEXT REFERENCES point(id),
  sort INTEGER NOT NULL DEFAULT 0,
  CHECK ((requirement_id IS NULL) != (point_id IS NULL)),
  UNIQUE (unit_id, role, requirement_id), UNIQUE (unit_id, role, point_id)
) STRICT;
CREATE INDEX duty_requirement ON duty(requirement_id);
CREATE INDEX duty_point ON duty(point_id);
"""

_VISITS = """
CREATE TABLE round (
  id TEXT PRIMARY KEY, edition_id TEXT NOT NULL REFERENCES edition(id), name TEXT NOT NULL,
  kind TEXT NOT NULL, starts TEXT, ends TEXT, state TEXT NOT NULL DEFAULT 'planned',
  detail TEXT NOT NULL DEFAULT '{}', remark TEXT NOT NULL DEFAULT '',
  sort INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE visit (
  id TEXT PRIMARY KEY, round_id TEXT NOT NULL REFERENCES round(id),
  point_id TEXT NOT NULL REFERENCES point(id), team TEXT NOT NULL DEFAULT '',
  route_sort INTEGER NOT NULL DEFAULT 0, sheet_no TEXT, visited_on TEXT,
  state TEXT NOT NULL DEFAULT 'planned', detail TEXT NOT NULL DEFAULT '{}',
  remark TEXT NOT NULL DEFAULT '', UNIQUE (round_id, point_id)
) STRICT;
CREATE INDEX visit_point ON visit(point_id);
CREATE TABLE answer (
  id TEXT PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visit(id),
  check_item_id TEXT NOT NULL REFERENCES check_item(id), entry INTEGER NOT NULL DEFAULT 1,
  verdict TEXT CHECK (verdict IN ('pass','fail','na')), amount TEXT,
  note TEXT NOT NULL DEFAULT '', entered_by TEXT NOT NULL DEFAULT '', entered_at TEXT,
  UNIQUE (visit_id, check_item_id, entry)
) STRICT;
CREATE INDEX answer_item ON answer(check_item_id);
"""

_FINDINGS = """
CREATE TABLE finding (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL, point_id TEXT REFERENCES point(id),
  place TEXT NOT NULL DEFAULT '', check_item_id TEXT REFERENCES check_item(id),
  indicator_id TEXT REFERENCES indicator(id), round_id TEXT REFERENCES round(id),
  visit_id TEXT REFERENCES visit(id), former_id TEXT REFERENCES finding(id),
  source TEXT NOT NULL DEFAULT '', text TEXT NOT NULL, class_ TEXT NOT NULL DEFAULT '',
  weight TEXT, state TEXT NOT NULL DEFAULT 'found', found TEXT, assigned TEXT, due TEXT,
  fixed TEXT, checked TEXT, closed TEXT, plan TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX finding_point ON finding(point_id);
CREATE INDEX finding_state ON finding(state, due);
CREATE TABLE finding_unit (
  id TEXT PRIMARY KEY, finding_id TEXT NOT NULL REFERENCES finding(id),
  unit_id TEXT NOT NULL REFERENCES unit(id), role TEXT NOT NULL DEFAULT 'owner',
  sort INTEGER NOT NULL DEFAULT 0, UNIQUE (finding_id, unit_id)
) STRICT;
CREATE INDEX finding_unit_unit ON finding_unit(unit_id);
CREATE TABLE finding_step (
  id TEXT PRIMARY KEY, finding_id TEXT NOT NULL REFERENCES finding(id), step TEXT NOT NULL,
  state_before TEXT NOT NULL, state_after TEXT NOT NULL, at TEXT NOT NULL,
  who TEXT NOT NULL DEFAULT '', unit_id TEXT REFERENCES unit(id),
  text TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX finding_step_finding ON finding_step(finding_id);
CREATE TABLE finding_photo (
  id TEXT PRIMARY KEY, finding_id TEXT NOT NULL REFERENCES finding(id),
  step_id TEXT REFERENCES finding_step(id), stage TEXT NOT NULL, sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL, name TEXT NOT NULL, taken TEXT, caption TEXT NOT NULL DEFAULT '{}',
  sort INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX finding_photo_finding ON finding_photo(finding_id);
"""

_EVIDENCE = """
CREATE TABLE slot (
  id TEXT PRIMARY KEY, requirement_id TEXT NOT NULL REFERENCES requirement(id),
  kind TEXT NOT NULL, title TEXT NOT NULL DEFAULT '',
  min_count INTEGER NOT NULL DEFAULT 1 CHECK (min_count >= 0),
  limits TEXT NOT NULL DEFAULT '{}', sort INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX slot_requirement ON slot(requirement_id, sort);
CREATE TABLE document (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, unit_id TEXT REFERENCES unit(id),
  fact_date TEXT, fact_date_source TEXT NOT NULL DEFAULT '', caption TEXT NOT NULL DEFAULT '{}',
  added_at TEXT NOT NULL, remark TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE revision (
  id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id),
  number INTEGER NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
  name TEXT NOT NULL, source_path TEXT NOT NULL DEFAULT '', source_modified TEXT,
  added_at TEXT NOT NULL, UNIQUE (document_id, number)
) STRICT;
CREATE INDEX revision_hash ON revision(sha256);
CREATE TABLE document_slot (
  id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id),
  slot_id TEXT NOT NULL REFERENCES slot(id),
  review TEXT NOT NULL DEFAULT 'pending' CHECK (review IN ('pending','passed','returned')),
  review_reason TEXT NOT NULL DEFAULT '', review_text TEXT NOT NULL DEFAULT '',
  reviewed_by TEXT NOT NULL DEFAULT '', reviewed_at TEXT,
  reviewed_revision_id TEXT REFERENCES revision(id), returns INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '', fact_date TEXT, fact_date_source TEXT NOT NULL DEFAULT '',
  sort INTEGER NOT NULL DEFAULT 0, UNIQUE (document_id, slot_id)
) STRICT;
CREATE INDEX document_slot_slot ON document_slot(slot_id);
"""


def apply(database: Database) -> None:
    """Make every table of the first version."""
    for part in (_JOURNAL, _FRAMEWORKS, _UNITS, _POINTS, _VISITS, _FINDINGS, _EVIDENCE):
        for statement in part.split(";"):
            if statement.strip():
                database.execute(statement)
