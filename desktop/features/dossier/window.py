"""时限窗: the days within which a document must fall, for each round, and what falls outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from db import Store
from db.tables.settings import read_setting, write_setting
from desktop.core.changes import Changes, Kind
from desktop.core.chart_months import Timeline, timeline_of
from desktop.core.errors import UserError
from desktop.core.resources import resource
from desktop.features.dossier.fact_dates import is_certain
from desktop.features.evidence import DocumentRow, document_rows
from desktop.features.settings import material_window, save_settings, test_date

_KEY = "evidence_windows"
INSIDE, OUTSIDE, UNKNOWN = "期内", "期外", "没有日期"
STATES = (OUTSIDE, UNKNOWN, INSIDE)


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that count."""

    starts: date
    ends: date

    def __str__(self) -> str:
        return f"{self.starts.isoformat()} 至 {self.ends.isoformat()}"

    def holds(self, day: date) -> bool:
        """Tell whether a day counts."""
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A document and where its day lies."""

    id: str
    name: str
    unit: str | None
    codes: tuple[str, ...]
    day: date | None
    source: str
    certain: bool
    state: str
    source_path: str


@dataclass(frozen=True, slots=True)
class Move:
    """What another window would change, shown before anything is changed."""

    former: Window | None
    new: Window
    falls_out: tuple[WindowRow, ...]
    comes_in: tuple[WindowRow, ...]


def window_before(test_month: date, months: int | None = None) -> Window:
    """Return the months (12 where not said) that end with the month before the test's."""
    ends = test_month.replace(day=1) - timedelta(days=1)
    count = months or int(resource("dossier.json")["window_months"])
    number = ends.year * 12 + ends.month - count
    return Window(date(number // 12, number % 12 + 1, 1), ends)


def window_of(store: Store, round_id: str = "") -> Window | None:
    """Return a round's window, else the workspace's, else the months before the test.

    The workspace's window is the setting that the readiness report goes by too; of a side that
    nobody has said, the usual months stand in.
    """
    kept: Mapping[str, list[str]] = read_setting(store, _KEY, {})
    if round_id in kept:
        return Window(*map(date.fromisoformat, kept[round_id]))
    first, last = material_window(store)
    day = test_date(store)
    usual = window_before(day) if day else None
    starts, ends = first or (usual and usual.starts), last or (usual and usual.ends)
    return Window(starts, ends) if starts and ends else None


def set_window(store: Store, window: Window, round_id: str = "") -> tuple[None, Changes]:
    """Keep a window for a round, or for the workspace; raise UserError where it ends first."""
    if window.ends < window.starts:
        raise UserError("时限窗的止日早于起日。", "原来的时限窗没有改动。")
    days = (window.starts.isoformat(), window.ends.isoformat())
    with store.write(f"时限窗改为 {window}", right="dossier.window"):
        if round_id:
            kept = read_setting(store, _KEY, {})
            write_setting(store, _KEY, {**kept, round_id: days})
        else:
            save_settings(store, dict(zip(("window_from", "window_to"), days, strict=True)))
    return None, frozenset({Kind.SETTING, Kind.DOCUMENT, Kind.OPERATION})


def window_rows(store: Store, window: Window | None) -> tuple[WindowRow, ...]:
    """Return every document with where its day lies, those outside first."""
    rows = [_placed(row, window) for row in document_rows(store).all()]
    return tuple(sorted(rows, key=lambda row: (STATES.index(row.state), row.day or date.max)))


def timeline(store: Store) -> Timeline:
    """Return of which months the documents are, against the workspace's window."""
    window = window_of(store)
    rows = window_rows(store, window)
    days = ((row.day, row.state == INSIDE) for row in rows)
    return timeline_of(days, (window.starts, window.ends) if window else None)


def try_window(store: Store, window: Window, round_id: str = "") -> Move:
    """Show what another window would let fall out and take in; nothing is changed."""
    former = window_of(store, round_id)
    before = {row.id: row.state for row in window_rows(store, former)}
    after = window_rows(store, window)
    return Move(
        former, window,
        tuple(r for r in after if r.state == OUTSIDE and before[r.id] != OUTSIDE),
        tuple(r for r in after if r.state == INSIDE and before[r.id] != INSIDE),
    )  # fmt: skip


def _placed(row: DocumentRow, window: Window | None) -> WindowRow:
    state = UNKNOWN
    if row.fact_date is not None:
        state = INSIDE if window is None or window.holds(row.fact_date) else OUTSIDE
    return WindowRow(
        row.id, row.name, row.unit, row.codes, row.fact_date, row.fact_date_source,
        is_certain(row.fact_date_source), state, row.source_path,
    )  # fmt: skip
