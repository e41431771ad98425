"""The ordered migrations. One file is one step; a released file is never edited."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.copies import keep_copy
from db.schema import (
    m0001_start,
    m0002_visits,
    m0003_spacing,
    m0004_findings,
    m0005_packages,
    m0006_score,
    m0007_trust,
    m0008_proposals,
    m0009_dossier,
)
from db.schema.triggers import install_triggers

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database, Migrations

# "YJ" + "台" (0x53F0): tells our files from any other SQLite database.
APPLICATION_ID = 0x594A53F0

STEPS = (
    ("m0001_start", m0001_start.apply),
    ("m0002_visits", m0002_visits.apply),
    ("m0003_spacing", m0003_spacing.apply),
    ("m0004_findings", m0004_findings.apply),
    ("m0005_packages", m0005_packages.apply),
    ("m0006_score", m0006_score.apply),
    ("m0007_trust", m0007_trust.apply),
    ("m0008_proposals", m0008_proposals.apply),
    ("m0009_dossier", m0009_dossier.apply),
)


class TooNew(Exception):  # noqa: N818 - turned into StoreTooNew by the store
    """The file knows migrations that this version does not."""


def _migrations() -> Migrations:
    # Late, here and everywhere: reading sqlite-utils takes longer than opening a workspace.
    from sqlite_utils import Migrations

    migrations = Migrations("yingjian")
    for name, step in STEPS:
        migrations(name=name)(step)
    return migrations


def _applied(connection: sqlite3.Connection) -> set[str]:
    if not connection.execute("PRAGMA table_info(_sqlite_migrations)").fetchall():
        return set()
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set='yingjian'")
    return {name for (name,) in rows.fetchall()}


def pending(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the steps not applied yet; raise TooNew where the file is ahead of us."""
    applied = _applied(connection)
    known = [name for name, _ in STEPS]
    if applied - set(known):
        raise TooNew(sorted(applied - set(known)))
    return tuple(name for name in known if name not in applied)


def migrate(database: Database) -> None:
    """Bring the schema up to date, all of it or nothing; a file that holds data is copied first."""
    waiting = pending(database.conn)
    if not waiting:
        return
    if len(waiting) < len(STEPS):
        _copy_before(database)
    database.execute("PRAGMA foreign_keys=OFF")
    try:
        # One transaction: a file that knows a step but lacks its triggers would stop journaling.
        with database.atomic():
            _migrations().apply(database)
            install_triggers(database)
            database.execute(f"PRAGMA application_id={APPLICATION_ID}")
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise AssertionError(f"migration left dangling rows: {broken[:5]}")
    finally:
        database.execute("PRAGMA foreign_keys=ON")


def _copy_before(database: Database) -> None:
    """Keep the file as it was, under backups/, before anything of it is changed."""
    (_, _, file_name) = database.execute("PRAGMA database_list").fetchone()
    folder = Path(file_name).parent / "backups"
    keep_copy(database, folder / f"{datetime.now():%Y%m%d-%H%M%S-%f}-upgrade")
