"""Errors whose text is meant for the person at the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `where` names file, sheet and cell or field, `what` says what is wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}:{self.what}" if self.where else self.what


class UserError(Exception):
    """A refusal: what happened and where, and in `advice` what was not changed and what to do."""

    def __init__(self, text: str, advice: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.text}\n{self.advice}" if self.advice else self.text


class InputError(UserError):
    """A refusal that lists every fault found in what was given."""

    def __init__(self, text: str, problems: Iterable[Problem] = (), advice: str = "") -> None:
        super().__init__(text, advice)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        lines = [self.text, *(f"  {problem}" for problem in self.problems)]
        return "\n".join([*lines, self.advice] if self.advice else lines)
