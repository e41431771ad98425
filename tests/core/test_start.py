"""What is imported at the start is known, since it decides how fast the window opens."""

from __future__ import annotations

import subprocess
import sys

import pytest

# The writers of xlsx and PDF still come early, with Pillow and lxml behind them: time that could be had.
EARLY = {"openpyxl", "reportlab", "segno", "PIL", "lxml", "docx"}
LATE = {"python_calamine", "pypdfium2", "zxingcpp", "pypinyin"}


def loaded_by(statement: str) -> set[str]:
    code = (
        f"{statement}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    return set(done.stdout.decode().split())


@pytest.mark.parametrize("statement", ["import desktop.shell.app", "import desktop.cli.main"])
def test_no_reader_of_files_comes_early(statement: str) -> None:
    assert loaded_by(statement) & (EARLY | LATE) <= EARLY


def test_a_command_needs_no_qt() -> None:
    assert "PySide6" not in loaded_by("import desktop.cli.main")
