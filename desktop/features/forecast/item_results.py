"""What each check item came to over a whole round, counted in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from db import Store, records
from db.tables.points import CheckItem
from db.tables.score import field_answers, field_asked, last_answered_round
from db.tables.visits import Round
from desktop.features.scoring import Given, judge, rule_from_json


@dataclass(frozen=True, slots=True)
class ItemResult:
    """A check item over all visits that ask it: points low to high of full, verdicts counted."""

    item: CheckItem
    low: Decimal
    high: Decimal
    full: Decimal
    bonus: bool
    counts: Mapping[str, int]

    @property
    def open(self) -> int:
        """Return at how many points nobody has answered."""
        return self.counts["open"]


def scored_round(store: Store, edition_id: str) -> Round | None:
    """Return the latest round, running or closed, that has an answer."""
    found = last_answered_round(store, edition_id)
    return records.get(store, Round, found) if found else None


def item_results(store: Store, item: Round) -> tuple[ItemResult, ...]:
    """Judge a round item by item.

    In a running round points not entered yet are unknown; in a closed one they were not checked.
    """
    answers: dict[str, list[Any]] = {}
    for row in field_answers(store, item.id):
        answers.setdefault(row[0], []).append(row)
    asked = field_asked(store, item.id, planned=item.state == "running")
    checks = records.find(store, CheckItem, edition_id=item.edition_id, order="sort")
    return tuple(
        _result(check, answers.get(check.id, ()), asked[check.id])
        for check in checks
        if check.id in asked
    )


def _result(check: CheckItem, rows: Any, asked: int) -> ItemResult:
    rule, mark = rule_from_json(check.rule), check.score or Decimal(1)
    low = high = full = Decimal(0)
    counts = {"pass": 0, "fail": 0, "na": 0, "open": 0}
    answered = 0
    for _, verdict, amount, length, times in rows:
        outcome = judge(
            rule, mark, Given(verdict, None if amount is None else Decimal(amount)),
            length_m=None if length is None else Decimal(str(length)),
        )  # fmt: skip
        answered += times
        counts[outcome.verdict or "open"] += times
        if outcome.counts:
            low, high = low + outcome.low * times, high + outcome.high * times
            full += outcome.full * times
    unanswered = asked - answered
    counts["open"] += unanswered
    # What nobody answered is worth anything from nothing to its full mark.
    return ItemResult(
        check, low, high + mark * unanswered, full + mark * unanswered, rule.role == "bonus",
        counts,
    )  # fmt: skip
