"""计分: check rules as data, and the one engine that turns answers into points."""

from __future__ import annotations

from desktop.features.scoring.judge import Given, Outcome, judge, required
from desktop.features.scoring.rounding import rounded
from desktop.features.scoring.rule import (
    Rule,
    default_percents,
    is_counted,
    rule_from_json,
    rule_to_json,
)
from desktop.features.scoring.texts import rule_from_text
from desktop.features.scoring.totals import Total, mean_of, total, weighted

__all__ = [
    "Given",
    "Outcome",
    "Rule",
    "Total",
    "default_percents",
    "is_counted",
    "judge",
    "mean_of",
    "required",
    "rounded",
    "rule_from_json",
    "rule_from_text",
    "rule_to_json",
    "total",
    "weighted",
]
