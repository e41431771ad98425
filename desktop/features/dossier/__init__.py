"""试报送: what would be refused, looked for before it is handed in."""

from __future__ import annotations

from desktop.features.dossier.fact_dates import DocumentDates, FactDate, find_dates
from desktop.features.dossier.window import (
    Move,
    Window,
    WindowRow,
    set_window,
    try_window,
    window_before,
    window_of,
    window_rows,
)

__all__ = [
    "DocumentDates",
    "FactDate",
    "Move",
    "Window",
    "WindowRow",
    "find_dates",
    "set_window",
    "try_window",
    "window_before",
    "window_of",
    "window_rows",
]
