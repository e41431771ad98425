"""Keeping the machine from falling asleep while it works."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001


@contextmanager
def awake() -> Iterator[None]:
    """Keep Windows from sleeping for as long as this thread is inside; the screen may go dark."""
    kernel32 = _kernel32()
    if kernel32 is None:
        yield
        return
    kernel32.SetThreadExecutionState(_CONTINUOUS | _SYSTEM_REQUIRED)
    try:
        yield
    finally:
        kernel32.SetThreadExecutionState(_CONTINUOUS)


def _kernel32() -> Any:
    if sys.platform != "win32":
        return None
    import ctypes

    return ctypes.WinDLL("kernel32")
