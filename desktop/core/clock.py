"""The time of day, replaceable in tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

_source: Callable[[], datetime] = lambda: datetime.now().astimezone()  # noqa: E731


def now() -> datetime:
    """Return the local time with its offset."""
    return _source()


def today() -> date:
    """Return the local date."""
    return _source().date()


def replace_source(source: Callable[[], datetime]) -> Callable[[], datetime]:
    """Take time from `source` from now on; return the former source."""
    global _source
    former, _source = _source, source
    return former
