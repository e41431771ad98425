"""Fixtures that most tests share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from db import Store, create_store, open_store
from desktop.core.paths import samples
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.operators import guard
from desktop.features.workspace import create_workspace

# The same examples every time: a change is judged by what it does, not by the day's luck.
# `HYPOTHESIS_PROFILE=explore python -m pytest` looks for new ones.
settings.register_profile("same", derandomize=True, max_examples=30)
settings.register_profile("explore", max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

SAMPLE_TABLES = {
    "units": "责任单位通讯录.xls",
    "indicators": "测评体系_县级_2026版任务分解表.xlsx",
    "checks": "点位检查标准_2026版.xlsx",
    "points": "点位台账.xlsx",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a QApplication."""
    for item in items:
        if {"qtbot", "qapp"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("gui")


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace migrated once; tests get copies."""
    folder = tmp_path_factory.mktemp("empty") / "w"
    create_workspace(folder, county="青禾县", test_date="2026-12-20").close()
    return folder


@pytest.fixture(scope="session")
def county_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county with its four tables imported once; tests get copies."""
    folder = tmp_path_factory.mktemp("county") / "w"
    with create_workspace(folder, county="青禾县", test_date="2026-12-20") as store:
        for kind, name in SAMPLE_TABLES.items():
            apply_import(store, preview_import(store, ImportRequest(kind, samples() / name)))
    return folder


def _copy(source: Path, target: Path) -> Iterator[Store]:
    shutil.copytree(source, target)
    store = open_store(target / "workspace.db")
    guard(store)
    yield store
    assert not store.is_writing
    store.close()


@pytest.fixture
def store(empty_workspace: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty workspace of its own."""
    yield from _copy(empty_workspace, tmp_path / "w")


@pytest.fixture
def county_store(county_workspace: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the sample county."""
    yield from _copy(county_workspace, tmp_path / "county")


@pytest.fixture
def link() -> Callable[[Path, Path], None]:
    """Make a link at the first path to the second; skip where this account may not make one."""

    def make(place: Path, target: Path) -> None:
        try:
            place.symlink_to(target, target_is_directory=target.is_dir())
        except OSError as error:
            if sys.platform != "win32":
                raise
            pytest.skip(f"Windows lets this account make no links: {error}")
        if not place.is_symlink():
            pytest.skip("this system says that it makes links and makes none")

    return make


@pytest.fixture
def bare_store(tmp_path: Path) -> Iterator[Store]:
    """A database without anything in it."""
    with create_store(tmp_path / "bare.db") as made:
        yield made
