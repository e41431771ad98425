"""试报送: what would be refused, looked for before it is handed in."""

from __future__ import annotations

from db.tables.dossier import Exemption
from desktop.features.dossier.captions import (
    ELEMENTS,
    CaptionRow,
    caption_rows,
    propose_captions,
    save_captions,
)
from desktop.features.dossier.checks import CheckRow, DryRun, dry_run
from desktop.features.dossier.doubles import Double, doubles
from desktop.features.dossier.exemptions import (
    ExemptionRow,
    exempt,
    exempted,
    exemption_rows,
    withdraw,
)
from desktop.features.dossier.fact_dates import DocumentDates, FactDate, find_dates, type_date
from desktop.features.dossier.limits import TITLES as LIMIT_TITLES
from desktop.features.dossier.limits import Limits, all_limits, save_limits
from desktop.features.dossier.mending import Mend, mend_name, mend_picture
from desktop.features.dossier.privacy import blocking_hits
from desktop.features.dossier.reviewing import (
    Returned,
    ReturnSlip,
    find_documents,
    replace_file,
    return_slips,
)
from desktop.features.dossier.texts import Hit
from desktop.features.dossier.thumbnails import thumbnails
from desktop.features.dossier.traces import trace_hits
from desktop.features.dossier.window import (
    Move,
    Window,
    WindowRow,
    set_window,
    timeline,
    try_window,
    window_before,
    window_of,
    window_rows,
)

__all__ = [
    "ELEMENTS",
    "LIMIT_TITLES",
    "CaptionRow",
    "CheckRow",
    "DocumentDates",
    "Double",
    "DryRun",
    "Exemption",
    "ExemptionRow",
    "FactDate",
    "Hit",
    "Limits",
    "Mend",
    "Move",
    "ReturnSlip",
    "Returned",
    "Window",
    "WindowRow",
    "all_limits",
    "blocking_hits",
    "caption_rows",
    "doubles",
    "dry_run",
    "exempt",
    "exempted",
    "exemption_rows",
    "find_dates",
    "find_documents",
    "mend_name",
    "mend_picture",
    "propose_captions",
    "replace_file",
    "return_slips",
    "save_captions",
    "save_limits",
    "set_window",
    "thumbnails",
    "timeline",
    "trace_hits",
    "try_window",
    "type_date",
    "window_before",
    "window_of",
    "window_rows",
    "withdraw",
]
