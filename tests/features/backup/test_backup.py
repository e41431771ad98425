"""Backups are proven before they count, hold what they say, and restore into a new folder."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Store, StoreUnavailable, records
from db.copies import SUMS_NAME
from db.tables.evidence import Document
from db.tables.points import Point
from desktop.core import clock
from desktop.core.errors import InputError, UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.paths import samples
from desktop.core.resources import resource
from desktop.features.backup import (
    backup_info,
    check_deep,
    daily_backup,
    export_encrypted,
    is_daily_due,
    keep_before,
    list_backups,
    make_backup,
    offer_backups,
    open_encrypted,
    restore,
    salvage,
    service,
    verify_backup,
)
from desktop.features.backup import contents as contents_module
from desktop.features.backup.rules import surplus
from desktop.features.backup.service import thin_out
from desktop.features.evidence import add_paths
from desktop.features.settings import save_settings, setting
from desktop.features.workspace import open_workspace, operations

CTX = QuietContext()
KEEP = {"day": 7, "week": 5, "month": 12, "before": 10}


@pytest.fixture
def filed(county_store: Store) -> Store:
    """The sample county with a few materials in it, without the backups of its making."""
    shutil.rmtree(county_store.workspace / "backups")
    add_paths(CTX, county_store, [samples() / "报送材料" / "水务公司"])
    return county_store


def names_of(store: Store) -> list[str]:
    return [row.name for row in records.find(store, Point)]


def test_a_backup_says_what_it_holds_and_restores_to_the_same(filed: Store, tmp_path: Path) -> None:
    info = make_backup(CTX, filed, with_files=True)
    assert info == backup_info(info.folder)
    assert dict(info.counts)["点位"] == 260
    assert info.files == dict(info.counts)["材料"] > 0
    assert "含材料原文件" in info.files_text
    assert list(verify_backup(CTX, info.folder)) == []
    save_settings(filed, {"office": "后来改的"})
    done = restore(CTX, info.folder, tmp_path / "新县")
    assert done.missing == ()
    with open_workspace(tmp_path / "新县") as again:
        assert names_of(again) == names_of(filed)
        assert setting(again, "office") == ""
        assert check_deep(CTX, again) == []


def test_without_files_it_says_so_and_takes_them_from_the_workspace(
    filed: Store, tmp_path: Path
) -> None:
    info = make_backup(CTX, filed)
    assert info.files is None
    assert "不含材料原文件" in info.files_text
    bare = restore(CTX, info.folder, tmp_path / "甲")
    assert len(bare.missing) == info.files_named > 0
    whole = restore(CTX, info.folder, tmp_path / "乙", files_from=filed.workspace)
    assert whole.missing == ()
    assert whole.files == info.files_named


def test_damaged_evidence_is_never_restored_as_good(filed: Store, tmp_path: Path) -> None:
    blob = next(p for p in (filed.workspace / "files").rglob("*") if p.is_file())
    blob.write_bytes(b"something else")
    info = make_backup(CTX, filed, with_files=True)
    assert len(info.missing) == 1
    assert "已缺 1 个" in info.files_text
    done = restore(CTX, info.folder, tmp_path / "甲", files_from=filed.workspace)
    assert done.missing == info.missing


def test_restoring_never_touches_what_is_there(filed: Store, tmp_path: Path) -> None:
    info = make_backup(CTX, filed)
    (tmp_path / "旧").mkdir()
    (tmp_path / "旧" / "重要.txt").write_text("x")
    with pytest.raises(UserError, match="已经有内容"):
        restore(CTX, info.folder, tmp_path / "旧")
    with pytest.raises(UserError, match="已经有内容"):
        restore(CTX, info.folder, filed.workspace)
    assert [p.name for p in (tmp_path / "旧").iterdir()] == ["重要.txt"]
    (tmp_path / "空").mkdir()
    assert restore(CTX, info.folder, tmp_path / "空").folder == tmp_path / "空"


def test_a_cancelled_backup_or_restore_leaves_nothing(filed: Store, tmp_path: Path) -> None:
    info = make_backup(CTX, filed, with_files=True)

    class Stops:
        def __init__(self, at: int) -> None:
            self.left = at

        def step(self, done: int, total: int, text: str) -> None:
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    before = sorted(p.name for p in (filed.workspace / "backups").iterdir())
    for at in range(3):
        with pytest.raises(Cancelled):
            make_backup(Stops(at), filed, with_files=True)
        with pytest.raises(Cancelled):
            restore(Stops(at), info.folder, tmp_path / "新")
    assert sorted(p.name for p in (filed.workspace / "backups").iterdir()) == before
    assert not (tmp_path / "新").exists()
    assert list(tmp_path.glob(".yingjian-*")) == []


def test_a_full_stick_is_told_before_anything_is_copied(
    filed: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1000

    monkeypatch.setattr(contents_module.shutil, "disk_usage", lambda path: Full)
    with pytest.raises(UserError, match="空间不够"):
        make_backup(CTX, filed, into=tmp_path / "U盘")
    assert not (tmp_path / "U盘").exists()


def test_a_place_that_cannot_be_written_is_told(filed: Store, tmp_path: Path) -> None:
    (tmp_path / "U盘").write_text("a file where the stick should be")
    with pytest.raises(UserError, match="写不进"):
        make_backup(CTX, filed, into=tmp_path / "U盘")


def test_a_corrupt_workspace_is_not_backed_up_as_if_it_were_well(filed: Store) -> None:
    filed.execute("PRAGMA foreign_keys=OFF")
    with filed.write("悬空"):
        filed.execute("INSERT INTO edition (id, framework_id, name, year) VALUES ('e','no','x',1)")
    with pytest.raises(UserError, match="备份没有做成"):
        make_backup(CTX, filed)
    assert list_backups(filed.workspace) == ()


def test_daily_once_a_day_and_only_after_a_change(store: Store) -> None:
    day = [datetime(2026, 3, 1, 9, tzinfo=UTC)]
    former = clock.replace_source(lambda: day[0])
    try:
        assert daily_backup(CTX, store) is not None
        save_settings(store, {"office": "甲"})
        assert not is_daily_due(store)
        day[0] += timedelta(days=1)
        assert is_daily_due(store)
        assert daily_backup(CTX, store) is not None
        day[0] += timedelta(days=1)
        assert daily_backup(CTX, store) is None
        save_settings(store, {"office": "乙"})
        assert keep_before(store, "import") is not None
        assert keep_before(store, "import") is None
        day[0] = datetime(1970, 1, 1, tzinfo=UTC)
        save_settings(store, {"office": "丙"})
        assert daily_backup(CTX, store) is not None
    finally:
        clock.replace_source(former)
    kinds = [info.kind for info in list_backups(store.workspace)]
    assert kinds == ["import", "daily", "daily", "daily"]


def test_a_year_of_days_is_thinned(store: Store) -> None:
    made = datetime(2025, 1, 1, 8, tzinfo=UTC)
    names: list[tuple[str, str, datetime]] = []
    for number in range(400):
        names.append((f"d{number}", "daily", made + timedelta(days=number)))
        gone = set(surplus(names, KEEP))
        names = [item for item in names if item[0] not in gone]
    assert len(names) <= 7 + 5 + 12
    assert [f"d{n}" for n in range(393, 400)] == [name for name, _, _ in names][-7:]
    assert names[0][2] < made + timedelta(days=100)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["daily", "manual", "import", "upgrade"]),
            st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)),
        ),
        max_size=60,
    )
)
def test_thinning_keeps_the_newest_and_everything_by_hand(
    given: list[tuple[str, datetime]],
) -> None:
    named = [(str(i), kind, made) for i, (kind, made) in enumerate(given)]
    gone = set(surplus(named, KEEP))
    for kind in ("daily", "import"):
        of_kind = [item for item in named if item[1] == kind]
        if of_kind:
            newest = max(item[2] for item in of_kind)
            assert any(item[0] not in gone for item in of_kind if item[2] == newest)
    assert not any(item[0] in gone for item in named if item[1] == "manual")
    assert surplus([item for item in named if item[0] not in gone], KEEP) == ()


def flips(folder: Path, count: int, seed: int) -> list[tuple[Path, int, int]]:
    """Choose bits all over a folder's files, by their size."""
    chance = random.Random(seed)
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    sizes = [path.stat().st_size for path in files]
    chosen = chance.choices(files, weights=sizes, k=count)
    return [(path, chance.randrange(path.stat().st_size), chance.randrange(8)) for path in chosen]


def flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(place)
        (byte,) = stream.read(1)
        stream.seek(place)
        stream.write(bytes([byte ^ (1 << bit)]))


def flips_found(folder: Path, count: int, check: Any) -> int:
    found = 0
    for path, place, bit in flips(folder, count, seed=count):
        flip(path, place, bit)
        found += bool(check())
        flip(path, place, bit)
    return found


@pytest.mark.parametrize("count", [30, pytest.param(300, marks=pytest.mark.long)])
def test_every_flipped_bit_in_a_backup_is_found(filed: Store, count: int) -> None:
    info = make_backup(CTX, filed, with_files=True)
    assert flips_found(info.folder, count, lambda: verify_backup(CTX, info.folder)) == count
    assert list(verify_backup(CTX, info.folder)) == []
    for name in (SUMS_NAME, "backup.json"):
        size = (info.folder / name).stat().st_size
        for place in range(0, size, max(1, size // 12)):
            flip(info.folder / name, place, 3)
            assert verify_backup(CTX, info.folder), (name, place)
            flip(info.folder / name, place, 3)


def test_without_the_sums_most_flips_go_unseen(
    filed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.features.backup import checking

    info = make_backup(CTX, filed, with_files=True)
    monkeypatch.setattr(checking, "_unequal", lambda ctx, folder: iter(()))
    assert flips_found(info.folder, 12, lambda: verify_backup(CTX, info.folder)) < 12


def whole_check(folder: Path) -> bool:
    try:
        with open_workspace(folder) as store:
            found = bool(check_deep(CTX, store))
    except StoreUnavailable:
        return True
    return found


@pytest.mark.parametrize("count", [30, pytest.param(300, marks=pytest.mark.long)])
def test_every_flipped_bit_in_the_live_store_is_found(
    filed: Store, tmp_path: Path, count: int
) -> None:
    info = make_backup(CTX, filed, with_files=True)
    place = restore(CTX, info.folder, tmp_path / "新").folder
    open_workspace(place).close()
    sealed = (place / "workspace.lock").read_bytes()
    found = 0
    targets = [p for p in flips(place, count + 20, seed=7) if p[0].name != "workspace.lock"]
    for path, offset, bit in targets[:count]:
        flip(path, offset, bit)
        found += whole_check(place)
        flip(path, offset, bit)
        (place / "workspace.lock").write_bytes(sealed)
    assert found == count
    assert not whole_check(place)


def test_without_the_seal_some_flips_in_the_store_go_unseen(
    filed: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.features.backup import checking

    whole = make_backup(CTX, filed, with_files=True)
    place = restore(CTX, whole.folder, tmp_path / "新").folder
    assert not whole_check(place)
    monkeypatch.setattr(checking, "seal_fault", lambda folder: "")
    found = 0
    for path, offset, bit in [(place / "workspace.db", 4096 * n + 2000, 4) for n in range(3, 13)]:
        flip(path, offset, bit)
        found += whole_check(place)
        flip(path, offset, bit)
    assert found < 10


def test_without_a_temporary_folder_verifying_says_so(
    filed: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    info = make_backup(CTX, filed)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert "试恢复没有做成" in verify_backup(CTX, info.folder)[0].what


def test_a_missing_or_added_file_is_found(filed: Store) -> None:
    info = make_backup(CTX, filed, with_files=True)
    extra = info.folder / "extra.txt"
    extra.write_text("x")
    assert [p.where for p in verify_backup(CTX, info.folder)] == ["extra.txt"]
    extra.unlink()
    blob = next(p for p in (info.folder / "files").rglob("*") if p.is_file())
    blob.unlink()
    assert blob.name in verify_backup(CTX, info.folder)[0].where
    (info.folder / SUMS_NAME).unlink()
    assert "没有 SHA256.txt" in verify_backup(CTX, info.folder)[0].what


def test_a_backup_that_is_not_whole_is_not_restored(filed: Store, tmp_path: Path) -> None:
    info = make_backup(CTX, filed)
    flip(info.folder / "workspace.db", 5000, 1)
    with pytest.raises(InputError, match="不完好"):
        restore(CTX, info.folder, tmp_path / "新")
    assert not (tmp_path / "新").exists()


def test_broken_databases_name_their_backups(filed: Store) -> None:
    info = make_backup(CTX, filed)
    said = offer_backups(filed.workspace)
    assert str(info.folder) in said
    assert "1 份备份" in said


def test_a_stale_journal_beside_a_restored_database_cannot_be(filed: Store, tmp_path: Path) -> None:
    info = make_backup(CTX, filed)
    place = restore(CTX, info.folder, tmp_path / "新").folder
    assert not [p for p in place.iterdir() if p.name.startswith("workspace.db-")]


def test_salvage_saves_what_can_be_read_and_lists_what_is_lost(
    filed: Store, tmp_path: Path
) -> None:
    whole = len(operations(filed, limit=-1))
    filed.close()
    file = filed.path
    data = bytearray(file.read_bytes())
    chance = random.Random(5)
    for _ in range(12):
        page = chance.randrange(10, len(data) // 4096) * 4096
        data[page : page + 4096] = bytes(4096)
    file.write_bytes(data)
    done = salvage(CTX, filed.workspace, tmp_path / "新")
    assert file.read_bytes() == data
    assert done.rows > 500
    assert done.lost
    with open_workspace(tmp_path / "新") as saved:
        assert len(records.find(saved, Point)) > 100
        assert 0 < len(operations(saved, limit=-1)) <= whole
        save_settings(saved, {"office": "还能写"})
    listed = (tmp_path / "新" / "抢救清单.txt").read_text(encoding="utf-8")
    assert "没有带过来" in listed


def test_salvage_of_a_truncated_and_of_a_healthy_database(filed: Store, tmp_path: Path) -> None:
    filed.close()
    healthy = salvage(CTX, filed.workspace, tmp_path / "好")
    assert healthy.lost == ()
    assert healthy.missing == ()
    with open_workspace(tmp_path / "好") as saved:
        assert len(records.find(saved, Point)) == 260
        assert records.find(saved, Document)
        assert check_deep(CTX, saved) == []
    data = filed.path.read_bytes()
    filed.path.write_bytes(data[: len(data) // 2])
    half = salvage(CTX, filed.workspace, tmp_path / "半")
    assert 0 < half.rows < healthy.rows
    assert half.lost


def test_salvage_of_rubbish_is_refused(tmp_path: Path) -> None:
    (tmp_path / "坏").mkdir()
    for content in (b"", b"PK\x03\x04" * 3000):
        (tmp_path / "坏" / "workspace.db").write_bytes(content)
        with pytest.raises(UserError, match="没有抢救出内容"):
            salvage(CTX, tmp_path / "坏", tmp_path / "新")
        assert not (tmp_path / "新").exists()
    with pytest.raises(UserError, match="找不到"):
        salvage(CTX, tmp_path / "无", tmp_path / "新")


def test_an_encrypted_export_needs_its_password(filed: Store, tmp_path: Path) -> None:
    file = tmp_path / "导出.zip"
    with pytest.raises(UserError, match="口令太短"):
        export_encrypted(CTX, filed, file, "123")
    export_encrypted(CTX, filed, file, "青禾县-2026", with_files=True)
    packed = file.read_bytes()
    assert "青禾大道".encode() not in packed
    assert b"SQLite format" not in packed
    with pytest.raises(UserError, match="口令不对"):
        open_encrypted(CTX, file, "wrong password", tmp_path / "出")
    folder = open_encrypted(CTX, file, "青禾县-2026", tmp_path / "出")
    with open_workspace(restore(CTX, folder, tmp_path / "新").folder) as again:
        assert names_of(again) == names_of(filed)
    damaged = bytearray(packed)
    damaged[len(packed) // 2] ^= 1
    file.write_bytes(damaged)
    with pytest.raises(UserError):
        open_encrypted(CTX, file, "青禾县-2026", tmp_path / "出2")
    assert [p for p in (tmp_path / "出2").iterdir()] == []
    assert not list(filed.workspace.glob(".yingjian-*"))


def test_upgrades_are_listed_as_backups(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from db import open_store, schema

    def later(database: Any) -> None:
        database.execute("CREATE TABLE later (id TEXT PRIMARY KEY) STRICT")

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("m9998_later", later)))
    open_store(store.path).close()
    (info,) = list_backups(store.workspace)
    assert info.kind_text == "升级前"
    assert list(verify_backup(CTX, info.folder)) == []


def test_the_database_of_a_backup_is_not_changed_by_looking(filed: Store) -> None:
    info = make_backup(CTX, filed)
    before = (info.folder / "workspace.db").read_bytes()
    verify_backup(CTX, info.folder)
    assert (info.folder / "workspace.db").read_bytes() == before
    with sqlite3.connect(info.folder / "workspace.db") as copy:
        assert copy.execute("SELECT count(*) FROM point").fetchone() == (260,)
    copy.close()
    assert (
        json.loads((info.folder / "backup.json").read_text(encoding="utf-8"))["county"] == "青禾县"
    )


def test_row79_while_the_clock_is_set_back_no_backup_goes(store: Store) -> None:
    day = [datetime(2026, 3, 1, 9, tzinfo=UTC)]
    former = clock.replace_source(lambda: day[0])
    try:
        for _ in range(resource("backup.json")["keep"]["before"] + 2):
            day[0] += timedelta(hours=1)
            made = make_backup(CTX, store, kind="import")
        whole = len(list_backups(store.workspace))
        day[0] = datetime(1970, 1, 1, tzinfo=UTC)
        assert thin_out(store.workspace, just_made=make_backup(CTX, store, kind="import")) == ()
        assert len(list_backups(store.workspace)) == whole + 1
    finally:
        clock.replace_source(former)
    shutil.rmtree(list_backups(store.workspace)[-1].folder)
    assert len(thin_out(store.workspace, just_made=made)) == 2


def test_row79_two_backups_of_one_second_have_two_names(store: Store) -> None:
    former = clock.replace_source(lambda: datetime(2026, 10, 25, 2, 30, tzinfo=UTC))
    try:
        folders = {make_backup(CTX, store).folder for _ in range(3)}
    finally:
        clock.replace_source(former)
    assert len(folders) == 3


def test_row76_a_stick_pulled_while_copying_leaves_no_backup_and_keeps_the_old(
    filed: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "U盘"
    old = make_backup(CTX, filed, into=stick, with_files=True)

    def gone(*given: Any, **more: Any) -> Any:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(service, "write_sums", gone)
        with pytest.raises(UserError, match="写不进"):
            make_backup(CTX, filed, into=stick, with_files=True)
    assert [path.name for path in stick.iterdir()] == [old.folder.name]
    assert list(verify_backup(CTX, old.folder)) == []
