"""Working days as the State Council arranges them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.features.findings.deadlines import YearUnknown, deadline, is_workday, overdue

DAYS = st.dates(date(2025, 1, 2), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-10-01", False), ("2026-10-10", True), ("2026-02-14", True), ("2026-02-16", False),
     ("2026-06-06", False), ("2026-06-08", True)],
)  # fmt: skip
def test_holidays_and_shifted_days(day: str, works: bool) -> None:
    assert is_workday(date.fromisoformat(day)) is works


def test_a_deadline_over_the_national_day() -> None:
    # 30 Sept is a Wednesday; 1–7 Oct are free; 8, 9 and the shifted Saturday 10 count.
    assert deadline(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert overdue(date(2026, 9, 30), date(2026, 10, 10)).count == 3
    assert overdue(date(2026, 9, 30), date(2026, 10, 7)).count == 0


def test_an_unknown_year_is_said_and_not_guessed() -> None:
    with pytest.raises(YearUnknown) as caught:
        deadline(date(2003, 12, 29), 5)
    assert caught.value.year == 2003
    late = overdue(date(2003, 12, 29), date(2004, 1, 9))
    assert late.unknown_years == (2003,)
    assert late.count == 6
    assert "2003 年放假安排未收录" in str(late)


@given(DAYS, st.integers(1, 12))
def test_a_deadline_is_a_working_day_and_counts_back(start: date, count: int) -> None:
    day = deadline(start, count)
    assert is_workday(day)
    assert overdue(start, day).count == count
    assert overdue(start, day - timedelta(1)).count == count - 1
