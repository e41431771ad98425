"""试报送: what would be refused, looked for before it is handed in."""

from __future__ import annotations

from db.tables.dossier import Exemption
from desktop.features.dossier.doubles import Double, doubles
from desktop.features.dossier.exemptions import exempt, exempted, withdraw
from desktop.features.dossier.fact_dates import DocumentDates, FactDate, find_dates
from desktop.features.dossier.privacy import blocking_hits
from desktop.features.dossier.reviewing import (
    Returned,
    ReturnSlip,
    find_documents,
    replace_file,
    return_slips,
)
from desktop.features.dossier.texts import Hit
from desktop.features.dossier.traces import trace_hits
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
    "Double",
    "Exemption",
    "FactDate",
    "Hit",
    "Move",
    "ReturnSlip",
    "Returned",
    "Window",
    "WindowRow",
    "blocking_hits",
    "doubles",
    "exempt",
    "exempted",
    "find_dates",
    "find_documents",
    "replace_file",
    "return_slips",
    "set_window",
    "trace_hits",
    "try_window",
    "window_before",
    "window_of",
    "window_rows",
    "withdraw",
]
