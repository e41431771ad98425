"""Kills and failing calls at every place where a file is changed.

A usual run tries some places of each story; `python -m pytest -m long tests/faults` tries each
place with each fault.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.scenes import SCENES

ROOT = Path(__file__).resolve().parents[2]
FAULTS = ("kill", "ENOSPC", "EIO", "EACCES")

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None,
    reason="failing calls are put in by a small C library: needs Linux and a C compiler",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("library") / "failing_calls.so"
    source = Path(__file__).with_name("failing_calls.c")
    subprocess.run(
        ["cc", "-O1", "-shared", "-fPIC", "-o", str(target), str(source), "-ldl"], check=True
    )
    return target


def sweep(library: Path, folder: Path, *words: str) -> dict[str, Any]:
    scene, *rest = words
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.driver", scene, str(folder / "sweep"), *rest],
        cwd=ROOT, env={**os.environ, "LD_PRELOAD": str(library)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@pytest.mark.parametrize("scene", list(SCENES))
def test_some_places_with_each_fault(library: Path, tmp_path: Path, scene: str) -> None:
    result = sweep(library, tmp_path, scene, ",".join(FAULTS), "12")
    assert result["broken"] == []
    assert result["tried"] >= 9
    assert result["killed"] >= 2
    assert result["refused"] >= 2


@pytest.mark.parametrize("scene", ["entry", "import", "backup", "restore", "export", "migration"])
def test_without_protection_the_sweep_fails(library: Path, tmp_path: Path, scene: str) -> None:
    result = sweep(library, tmp_path, scene, "kill", "12", "unprotected")
    assert result["broken"]


def test_a_full_disk_opens_reads_exports_elsewhere_and_closes(
    library: Path, tmp_path: Path
) -> None:
    said = sweep(library, tmp_path, "full-disk")
    assert "磁盘已满" in said["reason"]
    assert (said["units"], said["exported"], said["files"]) == (5, 5, 3)
    assert "磁盘已满" in said["refused"]


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("scene", list(SCENES))
def test_every_place(library: Path, tmp_path: Path, scene: str, fault: str) -> None:
    result = sweep(library, tmp_path, scene, fault, "0")
    assert result["broken"] == []
    assert result["tried"] == result["places"] > 20
    if fault == "kill":
        assert result["killed"] == result["tried"]
