"""问题台账: faults at points, from their finding to their closing."""

from __future__ import annotations

from db.tables.cards import Bulletin, Card, CardRow
from db.tables.findings import Finding, FindingPhoto, FindingRow, FindingStep, FindingUnit
from desktop.features.findings.boards import BoardRow, Ranking, boards, ranking, reminders
from desktop.features.findings.bulletins import (
    agrees,
    bulletins,
    edit_bulletin,
    find_bulletin,
    make_bulletin,
    recount,
)
from desktop.features.findings.cards import (
    Proposal,
    card_rows,
    cards_of,
    colour_word,
    issue_cards,
    propose_cards,
    reply_card,
    void_card,
)
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
    "BoardRow",
    "Bulletin",
    "Card",
    "CardRow",
    "Finding",
    "FindingPhoto",
    "FindingRow",
    "FindingStep",
    "FindingUnit",
    "Proposal",
    "Ranking",
    "Repeat",
    "StepInput",
    "StepRule",
    "WorkDays",
    "YearUnknown",
    "able",
    "add_photo",
    "agrees",
    "blank_finding",
    "boards",
    "bulletins",
    "card_rows",
    "cards_of",
    "chain",
    "colour_word",
    "date_faults",
    "deadline",
    "edit_bulletin",
    "find_bulletin",
    "find_repeat",
    "finding_rows",
    "is_workday",
    "issue_cards",
    "likeness",
    "link_repeats",
    "make_bulletin",
    "note_finding",
    "overdue",
    "photos_of",
    "possible_steps",
    "propose_cards",
    "proposed_due",
    "proposed_repeats",
    "ranking",
    "recount",
    "reminders",
    "reply_card",
    "set_units",
    "steps_of",
    "take_step",
    "void_card",
    "withdraw_finding",
]
