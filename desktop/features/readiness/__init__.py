"""准备度: how far each requirement's materials are; kept apart from any score."""

from __future__ import annotations

from desktop.features.readiness.service import (
    STATES,
    Group,
    Materials,
    Readiness,
    Unowned,
    days_words,
    read_materials,
    readiness,
)

__all__ = [
    "STATES",
    "Group",
    "Materials",
    "Readiness",
    "Unowned",
    "days_words",
    "read_materials",
    "readiness",
]
