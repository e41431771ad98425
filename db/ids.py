"""Ids that never collide between two PCs and keep the order they were made in."""

from __future__ import annotations

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """Return a new UUIDv7 as text, later than every other made or told of here.

    Milliseconds and a counter of 12 bits go before the chance, so that a clock set back, or more
    ids than time goes by, never puts a later step before an earlier one.
    """
    global _last
    with _lock:
        _last = max(_last + 1, time.time_ns() // 1_000_000 << 12)
        moment, count = _last >> 12, _last & 0xFFF
    return str(UUID(int=moment << 80 | 7 << 76 | count << 64 | 2 << 62 | secrets.randbits(62)))


def not_before(known: str) -> None:
    """Let every id to come be later than one that is there already."""
    global _last
    number = UUID(known).int
    with _lock:
        _last = max(_last, number >> 80 << 12 | number >> 64 & 0xFFF)
