"""The sample ledger, imported once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from db import Store, open_store
from desktop.core.clock import replace_source
from desktop.core.paths import samples
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.findings import StepInput, finding_rows, take_step


@contextmanager
def a_day_in_november() -> Iterator[None]:
    """Let it be a day after all days of these tests."""
    former = replace_source(lambda: datetime(2026, 11, 21, 10, 0).astimezone())
    try:
        yield
    finally:
        replace_source(former)


@pytest.fixture(scope="module", autouse=True)
def fixed_clock() -> Iterator[None]:
    """Keep the machine's clock out of the tests."""
    with a_day_in_november():
        yield


@pytest.fixture(scope="session")
def ledger_workspace(county_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county with its city ledger: some assigned, some fixed, some closed."""
    folder = tmp_path_factory.mktemp("ledger") / "w"
    shutil.copytree(county_workspace, folder)
    with a_day_in_november(), open_store(folder / "workspace.db") as store:
        _fill(store)
    return folder


def _fill(store: Store) -> None:
    request = ImportRequest("findings", samples() / "市级模拟测评反馈问题.xlsx")
    apply_import(store, preview_import(store, request))
    ids = [row.id for row in finding_rows(store).all() if row.state == "发现" and row.units]
    take_step(store, ids[:40], "assign", StepInput(on=date(2026, 5, 30), due=date(2026, 6, 10)))
    take_step(store, ids[:20], "fix", StepInput(on=date(2026, 6, 5)))
    take_step(store, ids[:10], "close", StepInput(on=date(2026, 6, 8)))


@pytest.fixture
def ledger_store(ledger_workspace: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it."""
    shutil.copytree(ledger_workspace, tmp_path / "ledger")
    store = open_store(tmp_path / "ledger" / "workspace.db")
    yield store
    store.close()
