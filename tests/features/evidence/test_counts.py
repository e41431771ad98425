"""A guard of speed by counts: how often taking a file in opens a file."""

from __future__ import annotations

import sys
from pathlib import Path

from db import Store
from desktop.core.job import QuietContext
from desktop.features.evidence import add_paths

_FILES = 40
# The file itself, its copy, and the folder of the copy to make its name lasting.
_EACH, _BESIDES = 3, 20

_opened: list[str] | None = None


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _opened is not None:
        _opened.append(str(arguments[0]))


def test_a_file_taken_in_is_opened_few_times(store: Store, tmp_path: Path) -> None:
    global _opened
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(_FILES):
        (folder / f"3.2 材料{number}.txt").write_text(f"第{number}份" * 20, encoding="utf-8")
    sys.addaudithook(_listen)
    _opened = []
    result, _ = add_paths(QuietContext(), store, [folder])
    opened, _opened = _opened, None
    assert len(result.added) == _FILES
    assert len(opened) <= _EACH * _FILES + _BESIDES, "\n".join(opened)
