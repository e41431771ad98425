"""What is let stand in spite of a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Exemption:
    """放行: a hit named by `key` that `who` lets stand, and why; kind is privacy, trace or double.

    The key never holds the number it lets pass, only its masked form.
    """

    TABLE: ClassVar[str] = "exemption"
    id: str
    kind: str
    key: str
    reason: str
    who: str
    at: str
