"""The trial hand-in from the command line."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import main
from desktop.core.paths import samples


@pytest.fixture
def folder(county_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the sample county with two units' materials."""
    made = Path(shutil.copytree(county_workspace, tmp_path / "w"))
    for name in ("文旅局", "团县委", "文明办"):
        say(made, "add", str(samples() / "报送材料" / name))
    return made


def say(folder: Path, *words: str, code: int = 0) -> Any:
    out = io.StringIO()
    assert main(["-w", str(folder), *words, "--json"], out) == code
    return json.loads(out.getvalue()) if code == 0 or out.getvalue() else None


def test_the_window_moves_only_when_told(folder: Path) -> None:
    found = say(folder, "window", "dates")
    assert {item["name"] for item in found if not item["found"]} == {
        "派单现场.jpg",
        "单据汇总.xlsx",
    }
    shown = say(folder, "window", "move", "--test-month", "2026-09")
    assert shown["new"] == ["2025-09-01", "2026-08-31"]
    assert shown["applied"] is False
    assert say(folder, "window")["window"] == ["2025-12-01", "2026-11-30"]
    say(folder, "window", "move", "--from", "2025-09-01", "--to", "2026-08-31", "--apply")
    listed = say(folder, "window", "list")
    assert listed["window"] == ["2025-09-01", "2026-08-31"]
    assert [row["name"] for row in listed["documents"] if row["state"] == "期外"] == [
        "DSC00871.jpg", "免费开放通知.pdf", "假期托管20250720.jpg",
    ]  # fmt: skip


def test_a_window_must_be_said(folder: Path) -> None:
    assert main(["-w", str(folder), "window", "move"], io.StringIO()) == 1
    assert main(["-w", str(folder), "window", "move", "--test-month", "九月"], io.StringIO()) == 1
