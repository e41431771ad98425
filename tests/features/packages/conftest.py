"""The sample county with its materials taken in, and bags to hurt."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Store, open_store
from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.evidence import add_paths
from desktop.features.packages import Choice, Order, build_package


@pytest.fixture(scope="session")
def filed_workspace(county_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county with its materials filed once; tests get copies."""
    folder = tmp_path_factory.mktemp("filed") / "w"
    shutil.copytree(county_workspace, folder)
    with open_store(folder / "workspace.db") as store:
        add_paths(QuietContext(), store, [samples() / "报送材料"])
    return folder


@pytest.fixture
def filed_store(filed_workspace: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the county with materials."""
    shutil.copytree(filed_workspace, tmp_path / "filed")
    with open_store(tmp_path / "filed" / "workspace.db") as store:
        yield store


@pytest.fixture(scope="session")
def built_packages(filed_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder package and a zip package built once, in folders `folder` and `zip`."""
    place = tmp_path_factory.mktemp("built")
    shutil.copytree(filed_workspace, place / "w")
    with open_store(place / "w" / "workspace.db") as store:
        for name, volume in (("folder", ""), ("zip", "none")):
            build_package(QuietContext(), store, place / name, Order(Choice(volume=volume)))
    return place


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of runs that take minutes."""
    config.addinivalue_line("markers", "long: takes minutes; runs only when asked for (-m long)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long runs out unless they are asked for."""
    if "long" not in (config.option.markexpr or ""):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="long; run with -m long"))
