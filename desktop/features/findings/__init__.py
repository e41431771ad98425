"""问题台账: faults at points, from their finding to their closing."""

from __future__ import annotations

from db.tables.findings import Finding, FindingPhoto, FindingRow, FindingStep, FindingUnit
from desktop.features.findings.deadlines import (
    WorkDays,
    YearUnknown,
    deadline,
    is_workday,
    overdue,
)
from desktop.features.findings.repeats import (
    Repeat,
    chain,
    find_repeat,
    likeness,
    link_repeats,
    proposed_repeats,
)
from desktop.features.findings.rules import STATES, STEPS, StepRule, date_faults
from desktop.features.findings.service import (
    STAGES,
    add_photo,
    blank_finding,
    finding_rows,
    note_finding,
    photos_of,
    set_units,
    steps_of,
    withdraw_finding,
)
from desktop.features.findings.steps import StepInput, able, possible_steps, proposed_due, take_step

__all__ = [
    "STAGES",
    "STATES",
    "STEPS",
    "Finding",
    "FindingPhoto",
    "FindingRow",
    "FindingStep",
    "FindingUnit",
    "Repeat",
    "StepInput",
    "StepRule",
    "WorkDays",
    "YearUnknown",
    "able",
    "add_photo",
    "blank_finding",
    "chain",
    "date_faults",
    "deadline",
    "find_repeat",
    "finding_rows",
    "is_workday",
    "likeness",
    "link_repeats",
    "note_finding",
    "overdue",
    "photos_of",
    "possible_steps",
    "proposed_due",
    "proposed_repeats",
    "set_units",
    "steps_of",
    "take_step",
    "withdraw_finding",
]
