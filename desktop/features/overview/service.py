"""Everything the first page shows, read in one go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from db import Store
from db.tables.findings import finding_counts
from desktop.core.chart import RangeBar, TrendPoint
from desktop.core.clock import today
from desktop.core.resources import resource
from desktop.features.forecast import (
    Change,
    Forecast,
    Task,
    compare_with,
    forecast,
    in_order,
    range_bar,
    range_bars,
    snapshot_on,
    snapshots,
    tasks_of,
    trend_of,
)
from desktop.features.readiness import Readiness, days_words, readiness
from desktop.features.settings import current_edition
from desktop.features.workspace import operations

_SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Step:
    """Steps of one kind taken since yesterday: their words and how many."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page's content; `made` is None before there is an edition.

    first: what to do first; worst: what costs the most points; overdue and soon: tasks by due
    day; steps: what was done since yesterday; changes: how the figures moved since the snapshot
    taken on `since`.
    """

    state: Readiness
    days: str
    made: Forecast | None
    bars: tuple[RangeBar, ...]
    trend: tuple[TrendPoint, ...]
    first: tuple[Task, ...]
    worst: tuple[Task, ...]
    overdue: tuple[Task, ...]
    soon: tuple[Task, ...]
    open_findings: int
    late_findings: int
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    since: date | None


def overview(store: Store) -> Overview:
    """Work out what the first page shows."""
    state = readiness(store)
    made = forecast(store) if current_edition(store) is not None and state.projects else None
    tasks = tasks_of(store, made) if made is not None else ()
    day = today()
    dated = sorted((task for task in tasks if task.due is not None), key=_due)
    findings = finding_counts(store, day)
    changes, since = _changes(store, made, state, day)
    most = int(resource("forecast.json")["worst"])
    return Overview(
        state=state, days=days_words(state.days_left), made=made, bars=_bars(made),
        trend=trend_of(store, made) if made is not None else (),
        first=in_order(tasks, today=day)[:most],
        worst=tuple(sorted(tasks, key=lambda task: -task.gain)[:most]),
        overdue=tuple(task for task in dated if _due(task) < day),
        soon=tuple(task for task in dated if day <= _due(task) <= day + timedelta(_SOON_DAYS)),
        open_findings=findings.still, late_findings=findings.past, steps=_steps(store, day),
        changes=changes, since=since,
    )  # fmt: skip


def _due(task: Task) -> date:
    return task.due or date.max


def _bars(made: Forecast | None) -> tuple[RangeBar, ...]:
    if made is None:
        return ()
    places = made.scheme.places
    whole = range_bar("总分", made.final, places)
    return (whole, *range_bars(made.measured.methods, places))


def _steps(store: Store, day: date) -> tuple[Step, ...]:
    since = (day - timedelta(1)).isoformat()
    done = [step for step in operations(store) if step.at[:10] >= since and not step.undone]
    counts = Counter(step.label.split("“")[0].strip() for step in done if step.kind == "edit")
    return tuple(Step(label, count) for label, count in counts.most_common(8))


def _changes(
    store: Store, made: Forecast | None, state: Readiness, day: date
) -> tuple[tuple[Change, ...], date | None]:
    """Return how figures moved since the last snapshot of an earlier day."""
    if made is None:
        return (), None
    former = snapshot_on(snapshots(store, made.edition), day - timedelta(1))
    if former is None:
        return (), None
    moved = [change for change in compare_with(former, made, state)
             if change.by is not None and abs(change.by) >= Decimal("0.01")]  # fmt: skip
    return tuple(moved[:6]), former.taken.date()
