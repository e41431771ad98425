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


def day_words(day: date) -> str:
    """Return a day as official texts write it, without leading noughts: 2026年8月31日.

    Not by strftime, which refuses Chinese words on Windows.
    """
    return f"{day.year}年{day.month}月{day.day}日"


def replace_source(source: Callable[[], datetime]) -> Callable[[], datetime]:
    """Take time from `source` from now on; return the former source."""
    global _source
    former, _source = _source, source
    return former
