"""打印: the sheets for site visits, the readiness report, and any table as it is shown."""

from __future__ import annotations

from desktop.features.reports.documents.package_papers import (
    render_contents,
    render_forms,
    render_handover,
    render_indexes,
)
from desktop.features.reports.finding_jobs import (
    print_bulletin,
    print_cards,
    print_notices,
    print_photo_pairs,
)
from desktop.features.reports.jobs import (
    DOCUMENTS,
    print_funds,
    print_guide,
    print_listing,
    print_onepage,
    print_photos,
    print_readiness,
    print_return_slips,
    print_sheets,
    print_spacing,
    print_tasks,
)
from desktop.features.reports.package_types import (
    PackageForm,
    PackageLine,
    PackagePapers,
)
from desktop.features.reports.readiness_sources import readiness_report
from desktop.features.reports.round_jobs import ROUND_DOCUMENTS, RoundChoice
from desktop.features.reports.sources import SheetChoice, check_book
from desktop.features.reports.types import Heading, MissingGlyph, Printed, TableData

__all__ = [
    "DOCUMENTS",
    "ROUND_DOCUMENTS",
    "Heading",
    "MissingGlyph",
    "PackageForm",
    "PackageLine",
    "PackagePapers",
    "Printed",
    "RoundChoice",
    "SheetChoice",
    "TableData",
    "check_book",
    "print_bulletin",
    "print_cards",
    "print_funds",
    "print_guide",
    "print_listing",
    "print_notices",
    "print_onepage",
    "print_photo_pairs",
    "print_photos",
    "print_readiness",
    "print_return_slips",
    "print_sheets",
    "print_spacing",
    "print_tasks",
    "readiness_report",
    "render_contents",
    "render_forms",
    "render_handover",
    "render_indexes",
]
