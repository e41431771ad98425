"""Ids that never collide between two PCs and keep the order they were made in."""

from __future__ import annotations

import random
import threading
import time

_lock = threading.Lock()
# Begun by the system's own chance; asking that for each of thousands of ids takes longer.
_chance = random.Random().getrandbits
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
        chance = _chance(62)
    begin, rest = f"{moment:012x}", f"{1 << 63 | chance:016x}"
    return f"{begin[:8]}-{begin[8:]}-7{count:03x}-{rest[:4]}-{rest[4:]}"


def not_before(known: str) -> None:
    """Let every id to come be later than one that is there already."""
    global _last
    number = int(known.replace("-", ""), 16)
    with _lock:
        _last = max(_last, number >> 80 << 12 | number >> 64 & 0xFFF)
