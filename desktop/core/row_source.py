"""How lists are asked for: the window and the database agree on this and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Query:
    """Words that must all occur, exact filters by column, and the order wanted."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()


class RowSource(Protocol):
    """Rows that are counted, filtered, sorted and paged where they lie; each has an `id`.

    `faults` are the errors reading may raise whose text is meant for the person.
    """

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """Return the errors reading may raise."""

    def count(self, query: Query) -> int:
        """Return how many rows the query finds."""

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Return `limit` rows from `offset` on."""

    def sums(self, query: Query, names: Sequence[str]) -> Sequence[float]:
        """Return the sum of each of some columns over the rows found."""
