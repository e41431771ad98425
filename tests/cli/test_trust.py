"""Backups, checks and repairs through the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import main


def run(*words: object) -> tuple[int, Any]:
    stream = io.StringIO()
    code = main([*map(str, words), "--json"], stream)
    text = stream.getvalue().strip()
    return code, json.loads(text) if text else None


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "县", "--county", "甲县")[0] == 0
    return tmp_path / "县"


def test_backup_verify_restore(workspace: Path, tmp_path: Path) -> None:
    code, made = run("-w", workspace, "backup")
    assert code == 0
    assert made["county"] == "甲县"
    assert made["with_files"] is False
    assert run("-w", workspace, "verify") == (0, {"ok": True, "backups": 1, "faults": []})
    assert [b["folder"] for b in run("-w", workspace, "backups")[1]] == [made["folder"]]
    code, done = run("restore", made["folder"], tmp_path / "新")
    assert (code, done["missing"]) == (0, [])
    assert run("-w", tmp_path / "新", "check", "--deep")[0] == 0
    assert run("restore", made["folder"], workspace)[0] == 1
    (Path(made["folder"]) / "backup.json").write_text("{}", encoding="utf-8")
    code, said = run("-w", workspace, "verify")
    assert (code, said["faults"][0]["where"].rpartition("/")[2]) == (3, "backup.json")
    assert run("-w", workspace, "check", "--deep")[0] == 3
    assert run("restore", made["folder"], tmp_path / "新2")[0] == 1


def test_to_a_stick_with_files_and_encrypted(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "U盘"
    assert run("-w", workspace, "backup", "--to", stick, "--with-files")[1]["with_files"]
    assert len(run("backups", stick)[1]) == 1
    file = tmp_path / "加密.zip"
    assert run("-w", workspace, "backup", "--encrypt", file)[0] == 1
    monkeypatch.setenv("YINGJIAN_EXPORT_PASSWORD", "long enough")
    assert run("-w", workspace, "backup", "--encrypt", file)[0] == 0
    assert run("restore", file, tmp_path / "解" / "新")[0] == 0
    monkeypatch.setenv("YINGJIAN_EXPORT_PASSWORD", "not the right one")
    assert run("restore", file, tmp_path / "解2" / "新")[0] == 1


def test_a_database_that_cannot_be_opened_offers_backups_and_salvage(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = run("-w", workspace, "backup")[1]
    good = (workspace / "workspace.db").read_bytes()
    for content in (b"", b"PK\x03\x04 something else" * 300, good[: len(good) // 3]):
        (workspace / "workspace.db").write_bytes(content)
        code, said = run("-w", workspace, "check")
        if code != 3:
            assert code == 4
            assert made["folder"] in said["error"]
        assert (workspace / "workspace.db").read_bytes() == content
    assert run("restore", made["folder"], tmp_path / "新")[0] == 0
    (workspace / "workspace.db").write_bytes(good)
    code, saved = run("-w", workspace, "salvage", tmp_path / "救")
    assert (code, saved["lost"]) == (0, [])
    assert run("-w", tmp_path / "救", "check", "--deep")[0] == 0
    assert run("salvage", tmp_path / "救2")[0] == 1
    assert "Traceback" not in capsys.readouterr().err


def test_what_a_crash_left_is_said(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    holder = {"who": "张三", "machine": "PC-7", "pid": 1, "since": "2026-03-01T08:30:00+08:00"}
    (workspace / "workspace.lock").write_text(json.dumps({"holder": holder}), encoding="utf-8")
    assert run("-w", workspace, "list", "units")[0] == 0
    said = capsys.readouterr().err
    assert "没有正常关闭" in said
    assert "张三" in said
    assert "PC-7" in said
