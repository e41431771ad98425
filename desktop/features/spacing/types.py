"""What is asked of roads, and what came out."""

from __future__ import annotations

from dataclasses import dataclass

from db.tables.spacing import MarkRow
from desktop.features.spacing.rules import Gap


@dataclass(frozen=True, slots=True)
class Limit:
    """At most this many metres between marks of a subject on a class of road, and who says so."""

    subject: str
    class_: str
    most_m: float
    source: str


@dataclass(frozen=True, slots=True)
class RoadResult:
    """One road judged for one subject.

    `id` is the road's; `point_id` the point of the same name. `limit_m`, `length_m` and
    `longest_m` are None where unknown; `notes` say what a person should look at.
    """

    id: str
    road: str
    class_: str
    length_m: float | None
    point_id: str | None
    subject: str
    limit_m: float | None
    marks: tuple[MarkRow, ...]
    gaps: tuple[Gap, ...]
    longest_m: float | None
    state: str
    notes: tuple[str, ...]

    @property
    def mark_count(self) -> int:
        """Return how many marks are recorded."""
        return len(self.marks)

    @property
    def over(self) -> int:
        """Return how many gaps are longer than the limit."""
        return sum(gap.over for gap in self.gaps)

    @property
    def needed(self) -> int:
        """Return how many more marks are needed at least."""
        return sum(len(gap.add_at) for gap in self.gaps)

    @property
    def words(self) -> str:
        """Return the notes as one text."""
        return "；".join(self.notes)
