"""打印: the sheets for site visits, the readiness report, and any table as it is shown."""

from __future__ import annotations

from desktop.features.reports.jobs import (
    DOCUMENTS,
    print_guide,
    print_listing,
    print_readiness,
    print_sheets,
    print_spacing,
)
from desktop.features.reports.round_jobs import ROUND_DOCUMENTS, RoundChoice
from desktop.features.reports.sources import SheetChoice, check_book, readiness_report
from desktop.features.reports.types import MissingGlyph, Printed, TableData

__all__ = [
    "DOCUMENTS",
    "ROUND_DOCUMENTS",
    "MissingGlyph",
    "Printed",
    "RoundChoice",
    "SheetChoice",
    "TableData",
    "check_book",
    "print_guide",
    "print_listing",
    "print_readiness",
    "print_sheets",
    "print_spacing",
    "readiness_report",
]
