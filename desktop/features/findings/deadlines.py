"""Working days with holidays and 调休. Pure.

A year whose arrangement nobody has published yet is never guessed: a deadline in it has to be
given as a date, and days overdue in it are left out of the count and named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar

from desktop.core.resources import resource


class YearUnknown(Exception):  # noqa: N818 - turned into UserError by the services
    """The holidays of a year are not known; `year` says which."""

    def __init__(self, year: int) -> None:
        super().__init__(str(year))
        self.year = year


@dataclass(frozen=True, slots=True)
class WorkDays:
    """A number of working days; `unknown_years` could not be counted, so it is a least number."""

    count: int
    unknown_years: tuple[int, ...] = ()

    def __str__(self) -> str:
        if not self.unknown_years:
            return f"{self.count} 个工作日"
        years = "、".join(map(str, self.unknown_years))
        return f"至少 {self.count} 个工作日（{years} 年放假安排未收录，没有计入）"


@cache
def is_workday(day: date) -> bool:
    """Tell whether people work that day; raise YearUnknown where the year is not covered."""
    own = _own_year(day.year)
    if own is not None:
        holidays, workdays = own
        return day.isoformat() in workdays or (
            day.weekday() < 5 and day.isoformat() not in holidays
        )
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise YearUnknown(day.year) from error


@cache
def _own_year(year: int) -> tuple[frozenset[str], frozenset[str]] | None:
    found = resource("holidays.json")["years"].get(str(year))
    return (frozenset(found["holidays"]), frozenset(found["workdays"])) if found else None


def deadline(start: date, workdays: int) -> date:
    """Return the day `workdays` working days after `start`; raise YearUnknown."""
    day = start
    while workdays > 0:
        day += timedelta(days=1)
        workdays -= is_workday(day)
    return day


def overdue(due: date | None, until: date) -> WorkDays:
    """Return the working days after `due` up to and with `until`, 0 where it is not overdue."""
    count = 0
    unknown: dict[int, None] = {}
    for day in _days_after(due, until):
        try:
            count += is_workday(day)
        except YearUnknown as error:
            unknown[error.year] = None
    return WorkDays(count, tuple(unknown))


def _days_after(due: date | None, until: date) -> Iterator[date]:
    if due is not None:
        for number in range(1, (until - due).days + 1):
            yield due + timedelta(days=number)
