"""Which backups to keep: every one by hand, and of the others fewer the older they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

Dated = tuple[str, str, datetime]


def surplus(backups: Sequence[Dated], keep: Mapping[str, int]) -> tuple[str, ...]:
    """Return the names that may go, of (name, kind, made); `keep` counts days, weeks, months.

    Of each of the newest days, weeks and months with a daily backup, its newest one stays; of the
    others that the program makes by itself the newest `before` stay; those by hand stay all.
    """
    newest_first = sorted(backups, key=lambda item: (item[2], item[0]), reverse=True)
    daily = [item for item in newest_first if item[1] == "daily"]
    kept = {name for count, key in _buckets(keep) for name in _newest(daily, key, count)}
    before = [name for name, kind, _ in newest_first if kind not in ("daily", "manual")]
    return (*(name for name, _, _ in daily if name not in kept), *before[keep["before"] :])


def _buckets(
    keep: Mapping[str, int],
) -> Iterable[tuple[int, Callable[[datetime], tuple[int, ...]]]]:
    yield keep["day"], lambda made: (made.year, made.month, made.day)
    yield keep["week"], lambda made: tuple(made.isocalendar()[:2])
    yield keep["month"], lambda made: (made.year, made.month)


def _newest(
    daily: Iterable[Dated], key: Callable[[datetime], tuple[int, ...]], count: int
) -> list[str]:
    first: dict[tuple[int, ...], str] = {}
    for name, _, made in daily:
        first.setdefault(key(made), name)
    return list(first.values())[:count]
