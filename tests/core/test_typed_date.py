"""Dates as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.typed_date import read_date

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-31", date(2026, 8, 31)), ("2026/8/31", date(2026, 8, 31)),
        ("2026.8.31", date(2026, 8, 31)), ("20260831", date(2026, 8, 31)),
        ("2025年8月31日", date(2025, 8, 31)), ("8.31", date(2026, 8, 31)),
        ("0831", date(2026, 8, 31)), ("8-31", date(2026, 8, 31)), ("８月３１日", date(2026, 8, 31)),
        ("8月31", date(2026, 8, 31)), ("8 月 31 号", date(2026, 8, 31)),
        ("8月底", date(2026, 8, 31)), ("2月末", date(2026, 2, 28)), ("2028年2月底", date(2028, 2, 29)),
        ("9月初", date(2026, 9, 1)), ("9月中旬", date(2026, 9, 15)), ("月底", date(2026, 11, 30)),
        ("年底", date(2026, 12, 31)), ("5号", date(2026, 11, 5)), ("今天", TODAY),
        ("明天", date(2026, 11, 22)), (" 8.31 ", date(2026, 8, 31)),
    ],
)  # fmt: skip
def test_what_is_meant(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "8", "2026", "13.1", "2.30", "1301", "8月", "31.8", "尽快", "2026-8", "0月底", "0000-1-1"],
)
def test_what_is_no_date_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UserError) as caught:
        read_date(text, TODAY)
    assert "8月底" in caught.value.advice


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_date_in_full_is_read(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert read_date(text, TODAY) == day


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with suppress(UserError):
        assert isinstance(read_date(text, TODAY), date)
