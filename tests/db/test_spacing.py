"""Roads and marks in the store: what the database itself refuses, and older files."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db import Store, create_store, journal, open_store, records, schema
from db.ids import new_id
from db.tables.spacing import Road, RoadMark


def road(name: str = "甲路", length: float | None = 300.0) -> Road:
    return Road(new_id(), name, name, "主干道", length, "", 1)


def test_the_database_refuses_what_cannot_be(bare_store: Store) -> None:
    first = road()
    with bare_store.write("路"):
        records.insert(bare_store, [first, RoadMark(new_id(), first.id, "公厕", 5.0, "", "", "")])
    for wrong in (road(), road("乙路", 0.0), RoadMark(new_id(), "gone", "公厕", 5.0, "", "", "")):
        with pytest.raises(sqlite3.IntegrityError), bare_store.write("错"):
            records.insert(bare_store, [wrong])
    with pytest.raises(sqlite3.IntegrityError), bare_store.write("删"):
        records.delete(bare_store, Road, [first.id])


def test_marks_are_journaled(bare_store: Store) -> None:
    first = road()
    with bare_store.write("路") as step:
        records.insert(bare_store, [first, RoadMark(new_id(), first.id, "公厕", 5.0, "", "", "")])
    journal.undo(bare_store, step)
    assert records.find(bare_store, RoadMark) == ()
    assert records.find(bare_store, Road) == ()


def test_a_file_of_the_first_version_gets_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", schema.STEPS[:1])
        create_store(tmp_path / "workspace.db").close()
    with open_store(tmp_path / "workspace.db") as store:
        with store.write("路"):
            records.insert(store, [road()])
        assert [item.name for item in records.find(store, Road)] == ["甲路"]
