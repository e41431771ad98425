"""A forecast as charts: ranges by part and the trend with real results beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from db import Store
from desktop.core.chart import RangeBar, TrendPoint
from desktop.core.clock import today
from desktop.features.forecast.service import Forecast
from desktop.features.forecast.snapshots import real_results, snapshots
from desktop.features.forecast.types import Line, Span
from desktop.features.scoring import rounded


def range_bar(name: str, span: Span, places: int = 2) -> RangeBar:
    """Return a span as a bar with its words."""
    low, likely, high, full = (rounded(part, places) for part in
                               (span.low, span.likely, span.high, span.full))  # fmt: skip
    words = f"{low}～{high}，可能 {likely} / {full}" if low != high else f"{low} / {full}"
    return RangeBar(name, float(low), float(likely), float(high), float(full), words)


def range_bars(lines: Iterable[Line], places: int = 2) -> tuple[RangeBar, ...]:
    """Return the parts of a total as bars."""
    return tuple(range_bar(line.name, line.span, places) for line in lines)


def trend_of(store: Store, made: Forecast) -> tuple[TrendPoint, ...]:
    """Return each day's last snapshot, today, and real results brought to the full mark."""
    days = {kept.taken.date(): kept.final for kept in snapshots(store, made.edition)}
    points = [_point(day, span) for day, span in (days | {today(): made.final}).items()]
    for result, _ in real_results(store, made.edition):
        if result.tested is not None:
            score = float(result.score * made.final.full / result.full)
            points.append(TrendPoint(result.tested, score, score, score, real=True))
    return tuple(points)


def _point(day: date, span: Span) -> TrendPoint:
    return TrendPoint(day, float(span.low), float(span.likely), float(span.high))
