"""The clock of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from desktop.core.clock import replace_source


@pytest.fixture(autouse=True)
def fixed_clock() -> Iterator[None]:
    """Let it be a day after all days of these tests."""
    former = replace_source(lambda: datetime(2026, 11, 21, 10, 0).astimezone())
    yield
    replace_source(former)
