"""打印: the sheets for site visits, the readiness report, and any table as it is shown."""

from __future__ import annotations

from desktop.features.reports.finding_jobs import (
    print_bulletin,
    print_cards,
    print_notices,
    print_photo_pairs,
)
from desktop.features.reports.jobs import (
    DOCUMENTS,
    print_listing,
    print_readiness,
    print_sheets,
)
from desktop.features.reports.sources import SheetChoice, check_book, readiness_report
from desktop.features.reports.types import MissingGlyph, Printed, TableData

__all__ = [
    "DOCUMENTS",
    "MissingGlyph",
    "Printed",
    "SheetChoice",
    "TableData",
    "check_book",
    "print_bulletin",
    "print_cards",
    "print_listing",
    "print_notices",
    "print_photo_pairs",
    "print_readiness",
    "print_sheets",
    "readiness_report",
]
