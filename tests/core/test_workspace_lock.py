"""One writer per workspace; what a crash or a stranger left is recognised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from db import Store, StoreUnavailable
from desktop.core import places, workspace_lock
from desktop.core.errors import UserError
from desktop.core.file_lock import FileLock
from desktop.core.places import shared_reason
from desktop.core.workspace_lock import LOCK_NAME, seal_fault
from desktop.features.settings import save_settings, setting
from desktop.features.workspace import create_workspace, open_workspace

ROOT = Path(__file__).resolve().parents[2]
_HOLD = """
import sys; sys.path.insert(0, {root!r})
from pathlib import Path
from desktop.features.workspace import open_workspace
store = open_workspace(Path({folder!r}))
print("writes" if not store.read_only else store.reason, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "县"
    create_workspace(folder, county="青禾县").close()
    return folder


def other_process(folder: Path) -> subprocess.Popen[str]:
    code = _HOLD.format(root=str(ROOT), folder=str(folder))
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str], *, kill: bool = False) -> None:
    if kill:
        process.kill()
    process.communicate()


def test_a_second_program_only_reads_and_says_who_writes_since_when(workspace: Path) -> None:
    other = other_process(workspace)
    try:
        assert first_line(other) == "writes"
        with open_workspace(workspace) as store:
            assert store.read_only
            assert "正在使用" in store.reason
            assert "电脑" in store.reason
            assert "起)" in store.reason
            assert setting(store, "county") == "青禾县"
            with pytest.raises(StoreUnavailable, match="只读") as refused:
                save_settings(store, {"office": "甲"})
            assert "等对方关闭" in str(refused.value)
    finally:
        end(other)
    with open_workspace(workspace) as store:
        assert not store.read_only


def test_without_the_lock_two_would_write(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = other_process(workspace)
    try:
        assert first_line(other) == "writes"
        monkeypatch.setattr(FileLock, "acquire", lambda self: True)
        with open_workspace(workspace) as store:
            assert not store.read_only
    finally:
        end(other)


def test_a_lock_left_by_a_crash_does_not_shut_anybody_out(workspace: Path) -> None:
    other = other_process(workspace)
    assert first_line(other) == "writes"
    end(other, kill=True)
    with open_workspace(workspace) as store:
        assert not store.read_only
        assert "没有正常关闭" in store.notices[0]
    with open_workspace(workspace) as store:
        assert store.notices == ()


def test_the_jobs_of_one_program_open_their_own_store(workspace: Path) -> None:
    with open_workspace(workspace) as store:
        with open_workspace(workspace) as job:
            assert not job.read_only
            save_settings(job, {"office": "甲办"})
        assert setting(store, "office") == "甲办"
        save_settings(store, {"office": "乙办"})
        assert "holder" in (workspace / LOCK_NAME).read_text(encoding="utf-8")
    assert "seal" in (workspace / LOCK_NAME).read_text(encoding="utf-8")


def test_a_database_changed_behind_our_back_is_noticed(workspace: Path) -> None:
    file = workspace / "workspace.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with open_workspace(workspace) as store:
        assert "不一样" in store.notices[0]
        assert "不一样" in seal_fault(workspace)


def test_reading_leaves_the_seal_and_writing_renews_it(workspace: Path) -> None:
    sealed = (workspace / LOCK_NAME).read_bytes()
    open_workspace(workspace).close()
    assert (workspace / LOCK_NAME).read_bytes() == sealed
    with open_workspace(workspace) as store:
        save_settings(store, {"office": "甲办"})
        assert seal_fault(workspace) == ""
    assert (workspace / LOCK_NAME).read_bytes() != sealed
    assert seal_fault(workspace) == ""


def test_a_broken_database_keeps_its_lock_file_as_it_was(workspace: Path) -> None:
    sealed = (workspace / LOCK_NAME).read_bytes()
    (workspace / "workspace.db").write_bytes(b"")
    with pytest.raises(StoreUnavailable, match="空文件"):
        open_workspace(workspace)
    assert (workspace / LOCK_NAME).read_bytes() == sealed
    assert (workspace / "workspace.db").read_bytes() == b""


@pytest.mark.parametrize("content", ["", "{", "[]", '{"holder": {"x": 1}}', "\x00" * 40])
def test_a_damaged_lock_file_shuts_nobody_out(workspace: Path, content: str) -> None:
    (workspace / LOCK_NAME).write_text(content, encoding="utf-8")
    with open_workspace(workspace) as store:
        assert not store.read_only
    assert "seal" in json.loads((workspace / LOCK_NAME).read_text(encoding="utf-8"))


def test_a_folder_that_cannot_be_written_is_read(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: FileLock, path: Path) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(FileLock, "__init__", refuse)
    with open_workspace(workspace) as store:
        assert store.read_only
        assert "复制到本机磁盘" in store.reason


def test_a_full_disk_still_opens_to_read(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FileLock, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileLock, "write", refuse)
    with open_workspace(workspace) as store:
        assert "磁盘已满" in store.reason


@pytest.mark.parametrize(
    "name", ["OneDrive", "OneDrive - 某某局", "坚果云", "我的坚果云", "Nutstore Files", "dropbox"]
)
def test_a_sync_folder_is_read_only_with_the_way_out(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "县"
    create_workspace(folder, county="青禾县").close()
    target = tmp_path / name / "资料" / "县"
    target.parent.mkdir(parents=True)
    folder.rename(target)
    with open_workspace(target) as store:
        assert store.read_only
        assert name in store.reason
        assert "复制到本机" in store.reason
    with pytest.raises(UserError, match="不能新建"):
        create_workspace(tmp_path / name / "新", county="乙县")


def test_a_marker_of_a_sync_program_counts(tmp_path: Path) -> None:
    (tmp_path / "同事共享").mkdir()
    assert shared_reason(tmp_path / "同事共享") == ""
    (tmp_path / "同事共享" / ".stfolder").mkdir()
    assert "同步文件夹" in shared_reason(tmp_path / "同事共享" / "县")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells by the kind of drive")
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_network_mounts_are_told_from_local_ones(tmp_path: Path, kind: str) -> None:
    table = (
        f"/dev/sda1 / ext4 rw 0 0\n//srv/x {tmp_path}/共享 {kind} rw 0 0\n"
        f"//srv/y {tmp_path}/with\\040blank {kind} rw 0 0\n"
    )
    assert "网络共享" in shared_reason(tmp_path / "共享" / "县", mounts=table)
    assert "网络共享" in shared_reason(tmp_path / "with blank" / "县", mounts=table)
    assert shared_reason(tmp_path / "共享甲" / "县", mounts=table) == ""
    assert shared_reason(tmp_path, mounts=table) == ""


def test_a_windows_share_by_its_name() -> None:
    class Share(type(Path())):  # type: ignore[misc]
        def __str__(self) -> str:
            return "\\\\server\\share\\县"

    assert places.is_network(Share("x"))


def test_the_owner_of_a_lock_is_nobody_where_it_cannot_be_read() -> None:
    assert workspace_lock._taken(None).startswith("另一个迎检台")


def test_gate_and_name_of_a_store(store: Store) -> None:
    store.who = "张三"
    save_settings(store, {"office": "甲办"})
    assert store.query("SELECT who FROM operation ORDER BY seq DESC LIMIT 1") == [("张三",)]

    def refuse(label: str, right: str) -> None:
        raise UserError(f"不许{label}:{right}")

    store.gate = refuse
    with pytest.raises(UserError, match=r"不许修改设置:settings\.edit"):
        save_settings(store, {"office": "乙办"})
    assert setting(store, "office") == "甲办"
