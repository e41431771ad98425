"""准备度: how far each requirement's materials are; kept apart from any score."""

from __future__ import annotations

from desktop.features.readiness.service import (
    STATES,
    Group,
    Readiness,
    Unowned,
    days_words,
    readiness,
)

__all__ = ["STATES", "Group", "Readiness", "Unowned", "days_words", "readiness"]
