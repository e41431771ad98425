"""The store keeps all of an operation or nothing, and says why it cannot."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import (
    Store,
    StoreTooNew,
    StoreUnavailable,
    create_store,
    journal,
    open_store,
    records,
    schema,
)
from db.ids import new_id
from db.maintenance import find_faults
from db.tables.frameworks import Framework


def add(store: Store, name: str) -> Framework:
    made = Framework(new_id(), name)
    with store.write(f"新增{name}"):
        records.insert(store, [made])
    return made


def test_write_keeps_everything_or_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="stop"), store.write("两条"):
        records.insert(store, [Framework(new_id(), "甲")])
        raise ValueError("stop")
    assert records.find(store, Framework) == ()
    assert all(o.label != "两条" for o in journal.operations(store))


def test_inner_write_joins_the_outer(store: Store) -> None:
    with store.write("外"):
        add(store, "甲")
        with pytest.raises(ValueError, match="inner"), store.write("里"):
            records.insert(store, [Framework(new_id(), "乙")])
            raise ValueError("inner")
    assert [row.name for row in records.find(store, Framework)] == ["甲"]
    assert journal.operations(store)[0].label == "外"


def test_a_write_outside_an_operation_is_refused(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        records.insert(store, [Framework(new_id(), "甲")])
    assert records.find(store, Framework) == ()


def test_an_operation_without_change_leaves_no_trace(store: Store) -> None:
    before = journal.operations(store)
    with store.write("什么也没改"):
        pass
    assert journal.operations(store) == before


def test_reopening_finds_what_was_saved(store: Store) -> None:
    add(store, "甲")
    with open_store(store.path) as again:
        assert [row.name for row in records.find(again, Framework)] == ["甲"]
        assert again.query("PRAGMA synchronous") == [(2,)]
        assert again.query("PRAGMA foreign_keys") == [(1,)]
        assert again.query("PRAGMA journal_mode") == [("truncate",)]


def test_read_only_refuses_to_write(store: Store) -> None:
    with open_store(store.path, read_only=True) as reader:
        with pytest.raises(StoreUnavailable, match="只读"), reader.write("改"):
            pass
        assert reader.read_only


def test_a_second_writer_is_told(store: Store) -> None:
    with open_store(store.path) as other:
        other.execute("PRAGMA busy_timeout=0")
        with (
            store.write("占用"),
            pytest.raises(StoreUnavailable, match="占用"),
            other.write("也想写"),
        ):
            pass


def test_a_full_disk_is_told_and_nothing_is_lost(store: Store) -> None:
    add(store, "甲")
    (pages,) = store.query("PRAGMA page_count")[0]
    store.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnavailable, match="磁盘已满"), store.write("很多"):
        records.insert(store, [Framework(new_id(), f"{i}" * 400) for i in range(2000)])
    store.execute("PRAGMA max_page_count=1000000")
    assert [row.name for row in records.find(store, Framework)] == ["甲"]
    add(store, "乙")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"PK\x03\x04 not a database at all" * 40, "不是迎检台"),
        ("一段文字".encode() * 300, "不是迎检台"),
    ],
)
def test_foreign_files_are_refused_and_untouched(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "workspace.db"
    file.write_bytes(content)
    with pytest.raises(StoreUnavailable, match=words):
        open_store(file)
    assert file.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreUnavailable, match="不是迎检台"):
        open_store(file)
    assert file.read_bytes() == before


def test_missing_and_existing_files_are_told(tmp_path: Path, store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="找不到"):
        open_store(tmp_path / "none.db")
    with pytest.raises(StoreUnavailable, match="已经存在"):
        create_store(store.path)


def test_a_truncated_file_is_told(store: Store) -> None:
    data = store.path.read_bytes()
    store.path.write_bytes(data[: len(data) // 2 - 100])
    with pytest.raises(StoreUnavailable), open_store(store.path) as broken:
        if find_faults(broken):
            raise StoreUnavailable("损坏")


def test_a_file_of_a_later_version_is_refused_and_untouched(store: Store) -> None:
    store.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('yingjian', 'm9999_future', '2030')"
    )
    before = store.path.read_bytes()
    with pytest.raises(StoreTooNew, match="更新版本"):
        open_store(store.path)
    assert store.path.read_bytes() == before


def test_an_upgrade_copies_the_file_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, "甲")

    def second(database: object) -> None:
        database.execute("CREATE TABLE later (id TEXT PRIMARY KEY, name TEXT) STRICT")  # type: ignore[attr-defined]

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("m0002_later", second)))
    with pytest.raises(StoreUnavailable, match="旧版本"):
        open_store(store.path, read_only=True)
    with open_store(store.path) as upgraded:
        assert schema.pending(upgraded.database) == ()
        with upgraded.write("新表"):
            upgraded.execute("INSERT INTO later VALUES ('1', '乙')")
        assert journal.history(upgraded, "1")[0].after == {"id": "1", "name": "乙"}
    copies = list((store.workspace / "backups").glob("*-upgrade/workspace.db"))
    assert len(copies) == 1
    with sqlite3.connect(copies[0]) as copy:
        assert copy.execute("SELECT name FROM framework").fetchall() == [("甲",)]
    copy.close()


def test_ids_sort_by_time() -> None:
    made = [new_id() for _ in range(500)]
    assert made == sorted(made)
    assert len(set(made)) == 500


def test_maintenance_finds_dangling_rows(store: Store) -> None:
    assert find_faults(store) == ()
    store.execute("PRAGMA foreign_keys=OFF")
    with store.write("悬空"):
        store.execute(
            "INSERT INTO edition (id, framework_id, name, year) VALUES ('e', 'none', '版', 2026)"
        )
    assert any("edition" in fault for fault in find_faults(store))


def test_row79_ids_keep_their_order_when_the_clock_is_set_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [add(store, name).id for name in "甲乙丙"]
    monkeypatch.setattr("db.ids.time.time_ns", lambda: 0)
    monkeypatch.setattr("db.ids._last", 0)
    with open_store(store.path) as again:
        made += [add(again, name).id for name in "丁戊"]
        assert made == sorted(made)
        rows = records.find(again, Framework, order="id")
        assert [row.name for row in rows] == list("甲乙丙丁戊")


def test_row79_undo_goes_by_order_and_never_by_the_clock(store: Store) -> None:
    for name, year in (("甲", 2026), ("乙", 1970), ("丙", 2025)):
        with store.write(name, at=datetime(year, 3, 29, 1, 59, tzinfo=UTC)):
            records.insert(store, [Framework(new_id(), name)])
    assert [item.label for item in journal.operations(store)][:3] == ["丙", "乙", "甲"]
    for name in "丙乙甲":
        target = journal.undo_target(store)
        assert target is not None
        assert target.label == name
        journal.undo(store, target)
    assert records.find(store, Framework) == ()
