"""The command that takes pictures of every page works."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path


def test_one_command_takes_the_pictures(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.screens", str(tmp_path), "--only", "units"]
    command += ["--sizes", "1366x768", "--scales", "1", "--themes", "dark"]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2], capture_output=True)
    names = {file.name for file in tmp_path.glob("*.png")}
    assert "units-1366x768-100-dark.png" in names
    assert "units.empty-1366x768-100-dark.png" in names
    head = (tmp_path / "units-1366x768-100-dark.png").read_bytes()[16:24]
    assert struct.unpack(">II", head) == (1366, 768)
