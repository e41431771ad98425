"""Documents by month against the days that count."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.chart import Box, ChartStyle, Words
from desktop.core.chart_months import Timeline, month_chart, timeline_of

WINDOW = (date(2025, 9, 1), date(2026, 8, 31))
STYLE = ChartStyle(600.0, 28.0, 12.0, lambda text: len(text) * 9.0)
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(st.lists(st.tuples(st.none() | DAYS, st.booleans()), max_size=40),
       st.none() | st.tuples(DAYS, DAYS).map(lambda pair: tuple(sorted(pair))))  # fmt: skip
def test_every_document_is_counted_once_and_drawn_inside(
    days: list[tuple[date | None, bool]], window: tuple[date, date] | None
) -> None:
    timeline = timeline_of(days, window)
    inside, outside = timeline.totals
    assert inside == sum(1 for day, counting in days if day and counting)
    assert outside == sum(1 for day, counting in days if day and not counting)
    assert timeline.undated == sum(1 for day, _ in days if day is None)
    months = [one.month for one in timeline.months]
    following = [(month + timedelta(31)).replace(day=1) for month in months[:-1]]
    assert months[1:] == following
    drawing = month_chart(timeline, STYLE)
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            assert -0.01 <= shape.x <= shape.x + shape.wide <= drawing.wide + 0.01
            assert -0.01 <= shape.y <= shape.y + shape.high <= drawing.high + 0.01


def test_what_is_drawn_is_said_with_its_numbers() -> None:
    days = [(date(2026, 3, 5), True), (date(2026, 3, 9), True), (date(2025, 8, 30), False),
            (None, False)]  # fmt: skip
    drawing = month_chart(timeline_of(days, WINDOW), STYLE)
    assert drawing.spoken == "2025-08 期内 0 份，期外 1 份；2026-03 期内 2 份，期外 0 份"
    words = [shape.text for shape in drawing.shapes if isinstance(shape, Words)]
    assert {"期内 2 份", "期外 1 份", "2", "1", "2025-08"} <= set(words)
    assert any("没有日期 1 份" in one and "2025-09-01 至 2026-08-31" in one for one in words)


def test_a_stray_year_does_not_press_the_others_together() -> None:
    timeline = timeline_of([(date(1998, 1, 1), False), (date(2026, 3, 5), True)], WINDOW)
    assert len(timeline.months) == 36
    assert timeline.months[0].name == "2023-09 及以前"
    assert timeline.totals == (1, 1)
    assert month_chart(Timeline(), STYLE).spoken == ""
