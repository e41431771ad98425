"""Opening a page reads none of the libraries of prints and tables: each takes a second or so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[3]
# All but the page of prints, which is made of them.
_MODULES = (
    "desktop.features.findings.ui.page", "desktop.features.evidence.ui.page",
    "desktop.features.points.ui.page", "desktop.features.frameworks.ui.page",
    "desktop.features.packages.ui.page", "desktop.features.forecast.ui.page",
    "desktop.shell.findings", "desktop.shell.visits", "desktop.shell.dossier",
)  # fmt: skip


@pytest.mark.parametrize("module", _MODULES)
def test_a_page_is_read_without_the_libraries_of_prints_and_tables(module):
    script = (
        f"import sys, {module}\n"
        "sys.exit(','.join({'reportlab', 'openpyxl', 'docx', 'lxml'} & set(sys.modules)) or 0)"
    )
    read = subprocess.run(
        [sys.executable, "-c", script], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr
