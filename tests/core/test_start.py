"""What is read at the start is known, since it decides how fast the window opens.

Where a test here fails, import what it names inside the function that needs it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.shell.pages import READ_AHEAD

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "PIL", "chinese_calendar", "concurrent", "defusedxml", "docx", "lxml", "multiprocessing",
    "numpy", "openpyxl", "pypdf", "pypdfium2", "pypinyin", "python_calamine", "pyzipper",
    "reportlab", "sqlite_utils", "zxingcpp",
}  # fmt: skip
PAINTED = "import desktop.shell.start"
# What opening the sample county and showing its first page reads, done as the program does it.
OPENED = """
import os, pathlib, sys, tempfile
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QSettings
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
    QSettings.setPath(QSettings.Format.IniFormat, scope, sys.argv[1])
from desktop.shell.start import MainWindow, make_application
application = make_application(["x"])
from desktop.shell.app import Program
program = Program(MainWindow())
program.window.show()
assert program.open(pathlib.Path(sys.argv[2]))
application.processEvents()
"""
# Every page, and what each reads on the worker.
ALL_PAGES = """
from desktop.shell.pages import PAGES
for page in PAGES:
    program.window.go_to(page.name)
    application.processEvents()
    while program.is_busy:
        application.processEvents()
"""
CLOSED = "\nprogram.window.close()"
UNTIL_READ = f"""
from PySide6.QtTest import QTest
while {READ_AHEAD[-1]!r} not in sys.modules:
    QTest.qWait(20)
"""
WRITERS = {"PIL", "docx", "lxml", "openpyxl", "pypdf", "reportlab", "zxingcpp"}
NAMES = "\nimport sys\nprint('\\n'.join(sys.modules))"


def read_by(statement: str, *words: str) -> set[str]:
    """Return the modules a fresh Python holds after a statement."""
    done = subprocess.run(
        [sys.executable, "-c", statement + NAMES, *words],
        cwd=ROOT, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return set(done.stdout.decode().split())


def tops(names: set[str]) -> set[str]:
    """Return the packages of modules."""
    return {name.partition(".")[0] for name in names}


def test_the_window_is_painted_before_anything_of_the_field_is_read() -> None:
    read = read_by(PAINTED)
    assert tops(read) & (HEAVY | {"db", "sqlite3"}) == set()
    assert {name for name in read if name.startswith("desktop.features")} == set()


def test_the_first_page_needs_no_library_of_files_and_no_other_page(
    tmp_path: Path, county_workspace: Path
) -> None:
    read = read_by(OPENED + CLOSED, str(tmp_path), str(county_workspace))
    assert tops(read) & HEAVY == set()
    pages = {name for name in read if name.endswith(".ui.page")}
    assert pages == {"desktop.features.overview.ui.page"}
    for feature in ("exchange", "reports", "packages", "visits", "evidence", "dossier"):
        assert f"desktop.features.{feature}" not in read


def test_the_pages_are_read_in_advance_a_little_later(
    tmp_path: Path, county_workspace: Path
) -> None:
    read = read_by(OPENED + UNTIL_READ + CLOSED, str(tmp_path), str(county_workspace))
    assert {f"desktop.features.{name}.ui.page" for name in (
        "frameworks", "units", "points", "visits", "findings", "evidence", "dossier", "packages",
        "forecast", "reports", "backup",
    )} <= read  # fmt: skip
    assert tops(read) & WRITERS == set()


def test_no_page_needs_what_writes_files(tmp_path: Path, county_workspace: Path) -> None:
    read = read_by(OPENED + ALL_PAGES + CLOSED, str(tmp_path), str(county_workspace))
    assert "desktop.features.reports.ui.page" in read
    assert tops(read) & WRITERS == set()


def test_no_source_is_read_for_what_pyside_looks_for() -> None:
    looked = """
import linecache
from desktop.shell.qt_reading import read_qt
read_qt()
import desktop.shell.app
assert not [name for name in linecache.cache if "desktop" in name]
"""
    assert "desktop.shell.app" in read_by(looked)


@pytest.mark.parametrize("name", ["PySide6", "pypdfium2", "zxingcpp", "pypinyin", "sqlite_utils"])
def test_a_command_reads_no_more_than_it_needs(name: str) -> None:
    assert name not in tops(read_by("import desktop.cli.main"))
