"""What the page of findings can have printed, handed over by the shell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Prints:
    """Cards by id; notices and photo pairs by finding ids; a bulletin by id, as PDF or docx."""

    cards: Callable[[Ids], None]
    notices: Callable[[Ids], None]
    pairs: Callable[[Ids], None]
    bulletin: Callable[[str, bool], None]
