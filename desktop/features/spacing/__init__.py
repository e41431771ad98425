"""间距核算: marks along roads, the gaps between them, and where one is missing."""

from __future__ import annotations

from db.tables.spacing import MarkRow, Road, RoadMark, RoadRow
from desktop.features.spacing.limits import (
    any_class,
    known_subjects,
    limits,
    longest_m,
    save_limits,
    standard_subject,
    subject_in,
)
from desktop.features.spacing.results import (
    mark_rows,
    recorded_subjects,
    road_rows,
    spacing_results,
    subjects,
)
from desktop.features.spacing.rules import (
    FAILED,
    OPEN,
    PASSED,
    Gap,
    Reading,
    chainage_text,
    grid_step,
    labelled,
    metres_text,
    read_metres,
)
from desktop.features.spacing.service import (
    delete_marks,
    delete_roads,
    edit_mark,
    edit_road,
)
from desktop.features.spacing.types import Limit, RoadResult

__all__ = [
    "FAILED",
    "OPEN",
    "PASSED",
    "Gap",
    "Limit",
    "MarkRow",
    "Reading",
    "Road",
    "RoadMark",
    "RoadResult",
    "RoadRow",
    "any_class",
    "chainage_text",
    "delete_marks",
    "delete_roads",
    "edit_mark",
    "edit_road",
    "grid_step",
    "known_subjects",
    "labelled",
    "limits",
    "longest_m",
    "mark_rows",
    "metres_text",
    "read_metres",
    "recorded_subjects",
    "road_rows",
    "save_limits",
    "spacing_results",
    "standard_subject",
    "subject_in",
    "subjects",
]
