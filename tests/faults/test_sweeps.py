"""Kills and failing calls at every place where a file is changed.

A usual run tries some places of each story; `python -m pytest -m long tests/faults` tries each
place with each fault.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.faults.__main__ import FAULTS, build_library, sweep
from tests.faults.scenes import SCENES

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None,
    reason="failing calls are put in by a small C library: needs Linux and a C compiler",
)


# A check of these starts an interpreter for each place.
SLOW = {"scans", "export", "replacing", "zip"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_library(tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize("scene", list(SCENES))
def test_some_places_with_each_fault(library: Path, tmp_path: Path, scene: str) -> None:
    result = sweep(library, tmp_path, scene, ",".join(FAULTS), "5" if scene in SLOW else "12")
    assert result["broken"] == []
    assert result["tried"] >= (4 if scene in SLOW else 9)
    assert result["killed"] >= (1 if scene in SLOW else 2)
    assert result["refused"] >= 2


@pytest.mark.parametrize(
    "scene", ["entry", "import", "backup", "restore", "salvage", "migration", "package"]
)
def test_without_protection_the_sweep_fails(library: Path, tmp_path: Path, scene: str) -> None:
    result = sweep(library, tmp_path, scene, "kill", "12", "unprotected")
    assert result["broken"]


# Few of their places lie where the protection counts: some of them would miss it.
@pytest.mark.long
@pytest.mark.parametrize("scene", ["volumes", "encrypted", "export"])
def test_without_protection_every_place_finds_it(library: Path, tmp_path: Path, scene: str) -> None:
    assert sweep(library, tmp_path, scene, "kill", "0", "unprotected")["broken"]


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
