"""A final name always holds a whole file, whoever holds it for a moment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.files import atomic_write, replace_file


def held(monkeypatch: pytest.MonkeyPatch, code: int, times: int) -> list[int]:
    """Let os.replace fail as Windows does; return the list its calls are counted in."""
    calls: list[int] = []
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        calls.append(1)
        if len(calls) <= times:
            error = PermissionError(13, "held")
            error.winerror = code  # type: ignore[attr-defined]
            raise error
        replace(source, target)

    monkeypatch.setattr("desktop.core.files.os.replace", refuse)
    return calls


@pytest.mark.parametrize("code", [5, 32, 33])
def test_row80_81_a_file_held_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    source, target = tmp_path / "new", tmp_path / "old"
    source.write_text("new")
    target.write_text("old")
    waits: list[float] = []
    calls = held(monkeypatch, code, 5)
    replace_file(source, target, sleep=waits.append)
    assert (target.read_text(), len(calls), len(waits)) == ("new", 6, 5)


@pytest.mark.parametrize("code", [5, 32, 33, 99])
def test_row80_81_a_file_held_for_long_is_told_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    target = tmp_path / "old"
    target.write_text("old")
    calls = held(monkeypatch, code, 10_000)
    monkeypatch.setattr("desktop.core.files._RETRY_SECONDS", 0.2)
    with pytest.raises(UserError, match="写不进"), atomic_write(target) as temporary:
        temporary.write_text("new")
    assert (len(calls) == 1) == (code == 99)
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert target.read_text() == "old"


def test_a_fault_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "old"
    target.write_text("old")
    with pytest.raises(ValueError, match="broken"), atomic_write(target) as temporary:
        temporary.write_text("half")
        raise ValueError("broken")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
