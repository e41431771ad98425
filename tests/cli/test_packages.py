"""Packing and checking from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import main
from desktop.core.paths import samples


def run(*words: object) -> tuple[int, Any]:
    stream = io.StringIO()
    code = main([*map(str, words), "--json"], stream)
    text = stream.getvalue()
    return code, json.loads(text) if text else None


# The sample holds one person's numbers on purpose: somebody has to answer for them.
PASS = ("--pass-by", "张三", "--pass-reason", "已核对")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "w"
    run("init", folder, "--county", "青禾县")
    for kind, name in (("units", "责任单位通讯录.xls"),
                       ("indicators", "测评体系_县级_2026版任务分解表.xlsx")):  # fmt: skip
        run("-w", folder, "import", kind, samples() / name)
    run("-w", folder, "add", samples() / "报送材料")
    return folder


@pytest.mark.parametrize("volume", [(), ("--volume", "650M"), ("--volume", "4G"),
                                    ("--volume", "none")])  # fmt: skip
def test_build_then_verify(workspace: Path, tmp_path: Path, volume: tuple[str, ...]) -> None:
    code, built = run("-w", workspace, "package", "build", tmp_path / "out", *volume)
    assert code == 1
    assert "身份证" in built["error"]
    code, built = run("-w", workspace, "package", "build", tmp_path / "out", *volume, *PASS)
    assert code == 0
    assert {"folder", "name", "files", "bytes", "manifest_sha256", "volumes", "left_out"} <= set(
        built
    )
    assert bool(built["volumes"]) == bool(volume)
    for place in (tmp_path / "out", built["folder"], *built["volumes"]):
        code, checked = run("package", "verify", place)
        assert (code, checked["ok"], checked["faults"]) == (0, True, [])
    harmed = next(path for path in Path(built["folder"]).rglob("*.zip" if volume else "*.jpg"))
    raw = bytearray(harmed.read_bytes())
    raw[len(raw) // 2] ^= 4
    harmed.write_bytes(raw)
    code, checked = run("package", "verify", tmp_path / "out")
    assert (code, checked["ok"]) == (3, False)
    assert {"kind", "where", "what"} == set(checked["faults"][0])
    assert run("-w", workspace, "package", "build", tmp_path / "out", *volume,
               *PASS)[0] == 1  # fmt: skip


def test_choices_and_refusals(workspace: Path, tmp_path: Path) -> None:
    base = ("-w", workspace, "package", "build", tmp_path / "out")
    code, tree = run(*base, "--dry-run", "--round-window", "2026-01-01..2026-12-31", "--name", "试")
    assert (code, tree["name"]) == (0, "试")
    assert any("之外" in item["why"] for item in tree["left_out"])
    assert {"path", "name", "code", "bytes", "sha256"} == set(tree["files"][0])
    assert not (tmp_path / "out").exists()
    assert run(*base, "--round-window", "昨天")[0] == 1
    assert run(*base, "--only-passed")[0] == 1
    assert run(*base, "--rule", "{火星}")[0] == 1
    assert run(*base, "--volume", "3T")[0] == 2
    assert run("package", "verify", tmp_path / "none")[0] == 1
    assert run("package")[0] == 2


def test_store_verify(workspace: Path) -> None:
    assert run("-w", workspace, "store", "verify")[1]["files"] == 86
    blob = next(path for path in (workspace / "files").rglob("*") if path.is_file())
    kept = blob.read_bytes()
    blob.write_bytes(kept[:-1])
    code, checked = run("store", "verify", "-w", workspace)
    assert (code, [fault["kind"] for fault in checked["faults"]]) == (3, ["changed"])
    blob.write_bytes(kept)
    assert run("-w", workspace, "store", "verify")[0] == 0


def test_words_for_people(workspace: Path, tmp_path: Path) -> None:
    stream = io.StringIO()
    assert main(["-w", str(workspace), "package", "build", str(tmp_path), *PASS], stream) == 0
    assert main(["package", "verify", str(tmp_path)], stream) == 0
    said = stream.getvalue()
    assert "打好了" in said
    assert "包完好：60 份文件" in said
