"""打印: the sheets for site visits, the readiness report, and any table as it is shown."""

from __future__ import annotations

from desktop.features.reports.jobs import (
    DOCUMENTS,
    print_funds,
    print_listing,
    print_onepage,
    print_readiness,
    print_sheets,
    print_tasks,
)
from desktop.features.reports.readiness_sources import readiness_report
from desktop.features.reports.sources import SheetChoice, check_book
from desktop.features.reports.types import MissingGlyph, Printed, TableData

__all__ = [
    "DOCUMENTS",
    "MissingGlyph",
    "Printed",
    "SheetChoice",
    "TableData",
    "check_book",
    "print_funds",
    "print_listing",
    "print_onepage",
    "print_readiness",
    "print_sheets",
    "print_tasks",
    "readiness_report",
]
