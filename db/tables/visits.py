"""Rounds, visits and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Visit:
    """One point's place in a round, with its sheet and the day it was visited."""

    TABLE: ClassVar[str] = "visit"
    id: str
    round_id: str
    point_id: str
    team: str
    route_sort: int
    sheet_no: str | None
    visited_on: str | None
    state: str
    detail: str
    remark: str
