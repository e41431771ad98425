"""The sample county with its materials handed in and read once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import Store, open_store
from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.dossier import Window, find_dates, set_window
from desktop.features.evidence import add_paths

WINDOW = Window(date(2025, 9, 1), date(2026, 8, 31))


@pytest.fixture(scope="session")
def handed_in(county_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The materials taken in, their days found, the window of the sample set."""
    folder = tmp_path_factory.mktemp("handed") / "w"
    shutil.copytree(county_workspace, folder)
    with open_store(folder / "workspace.db") as store:
        add_paths(QuietContext(), store, [samples() / "报送材料"])
        find_dates(QuietContext(), store)
        set_window(store, WINDOW)
    return folder


@pytest.fixture
def full_store(handed_in: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it."""
    folder = tmp_path / "full"
    shutil.copytree(handed_in, folder)
    with open_store(folder / "workspace.db") as store:
        yield store
