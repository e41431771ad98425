"""Killed while taking materials in: what bears a name is whole, and running again is enough."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from db import Store, open_store, records
from db.tables.evidence import Revision
from desktop.core.content_store import LEFTOVER_PREFIX
from desktop.core.job import QuietContext
from desktop.core.paths import DATABASE_NAME, evidence_files
from desktop.features.evidence import add_paths, verify_files

ROOT = Path(__file__).resolve().parents[3]
_KILLS = 4
_RUN = "import sys; from desktop.cli.main import main; sys.exit(main(sys.argv[1:]))"


def test_kill_at_random_during_intake_and_run_again(store: Store, tmp_path: Path) -> None:
    workspace, dice = store.workspace, random.Random(7)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.bin").write_bytes(dice.randbytes(60_000))
    store.close()
    for _ in range(_KILLS):
        _killed(["-w", str(workspace), "add", str(folder)], 0.4 + dice.random())
        _whole(workspace)
    again = open_store(workspace / DATABASE_NAME)
    for leftover in evidence_files(workspace).glob(f"{LEFTOVER_PREFIX}*"):
        os.utime(leftover, (0, 0))
    result, _ = add_paths(QuietContext(), again, [folder])
    assert len(result.added) + result.known == 400
    assert len(records.find(again, Revision)) == 400
    assert verify_files(QuietContext(), again) == []
    again.close()


def _killed(arguments: list[str], seconds: float) -> None:
    """Start the program and kill it some time after it has begun to copy."""
    files = evidence_files(Path(arguments[1]))
    seen = len(list(files.rglob("*"))) if files.is_dir() else 0
    child = subprocess.Popen(
        [sys.executable, "-c", _RUN, *arguments], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(200):
        if child.poll() is not None or (files.is_dir() and len(list(files.rglob("*"))) > seen):
            break
        time.sleep(0.05)
    time.sleep(seconds * 0.2)
    if child.poll() is None:
        child.kill()
    child.wait()


def _whole(workspace: Path) -> None:
    for path in evidence_files(workspace).glob("??/*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    store = open_store(workspace / DATABASE_NAME)
    kept = {row.sha256 for row in records.find(store, Revision)}
    assert all((evidence_files(workspace) / sha[:2] / sha).is_file() for sha in kept)
    store.close()
