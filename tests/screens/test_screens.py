"""The command that takes the pictures goes through a page's tabs as they are now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_pictures_are_taken_of_a_page_and_all_its_tabs(tmp_path: Path) -> None:
    words = ("--only", "visits", "dossier", "--sizes", "1366x768", "--scales", "1",
             "--themes", "light")  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.screens", str(tmp_path), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    taken = {path.name.partition("-")[0] for path in tmp_path.glob("*.png")}
    assert {"visits", "visits.tab2", "visits.empty", "dossier", "dossier.tab3"} <= taken
