"""The time of day, replaceable in tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(3000, 1, 1, tzinfo=UTC)

_source: Callable[[], datetime] = lambda: datetime.now().astimezone()  # noqa: E731


def now() -> datetime:
    """Return the local time with its offset."""
    return _source()


def today() -> date:
    """Return the local date."""
    return _source().date()


def local_time(stamp: float) -> datetime:
    """Return the local time of a file's stamp, in seconds since 1970, with its offset.

    Not by fromtimestamp, which Windows refuses before 1970: there the offset is that of 1970.
    After 3000, where Windows knows none either, the time is that of 3000.
    """
    seconds = min(stamp, (_LAST - _EPOCH).total_seconds())
    moment = _EPOCH + timedelta(seconds=seconds)
    offset = max(moment, _EPOCH).astimezone().utcoffset()
    return moment.astimezone(timezone(offset or timedelta()))


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
