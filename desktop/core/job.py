"""Long work: reporting progress and being cancelled, without Qt."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - it is an outcome, not an error
    """The person asked to stop; whatever was begun is taken back."""


class JobContext(Protocol):
    """What a job reports to."""

    def step(self, done: int, total: int, text: str) -> None:
        """Report `done` of `total` (total 0: unknown); raise Cancelled when asked to stop."""


class QuietContext:
    """Reports to nobody and is never cancelled: for tests and short command lines."""

    def step(self, done: int, total: int, text: str) -> None:
        """Do nothing."""
