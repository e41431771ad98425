"""What the program is started for, and the folder of a portable one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.core import paths
from desktop.core.launching import WindowWanted, open_streams, window_wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], WindowWanted()),
        (["-w", "青禾"], WindowWanted("青禾")),
        (["--workspace", "青禾", "--picture", "a.png"], WindowWanted("青禾", "a.png")),
        (["demo", "青禾"], None),
        (["-w"], None),
        (["-w", "青禾", "check"], None),
        (["--version"], None),
    ],
)
def test_words_are_a_window_or_a_command(words: list[str], wanted: WindowWanted | None) -> None:
    assert window_wanted(words) == wanted


@pytest.mark.parametrize("name", ["打开工作区.yingjian", "改过名 (1).YINGJIAN"])
def test_a_marker_opens_the_folder_it_lies_in(tmp_path: Path, name: str) -> None:
    assert window_wanted([str(tmp_path / name)]) == WindowWanted(str(tmp_path))


def test_a_program_is_portable_by_the_mark_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "yingjian.exe"))
    mark = tmp_path / paths.PORTABLE_MARK
    mark.touch()
    assert paths.portable_data() is None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.portable_data() == tmp_path / "data"
    mark.unlink()
    assert paths.portable_data() is None


def test_a_program_without_a_console_can_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    open_streams()
    opened = sys.stdout, sys.stderr
    assert [stream.write("青") for stream in opened] == [1, 1]
    for stream in opened:
        stream.close()
