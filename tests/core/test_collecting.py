"""The collector pauses for a step and then is as it was."""

from __future__ import annotations

import gc

import pytest

from desktop.core.collecting import collector_paused


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_afterwards_as_it_was(is_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        with pytest.raises(ValueError, match="midway"), collector_paused():
            assert not gc.isenabled()
            raise ValueError("midway")
        assert gc.isenabled() == is_on
    finally:
        (gc.enable if before else gc.disable)()
