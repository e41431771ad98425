"""What can come of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# Least bad first.
ENDS = {
    "ok": "imported", "no": "refused by name", "time": "over time", "memory": "over memory",
    "crash": "crashed",
}  # fmt: skip
BAD = ("time", "memory", "crash")


@dataclass(frozen=True)
class Way:
    """How one way in ended: a key of ENDS, the words said, and the seconds it took."""

    way: str
    end: str
    words: str
    seconds: float


@dataclass(frozen=True)
class Thrown:
    """One file and how every way in ended."""

    path: Path
    ways: tuple[Way, ...]

    @property
    def end(self) -> str:
        """Return how the file ended: the worst there was, else imported where anything read it.

        That any file is stored unopened as a material does not count as reading it.
        """
        stores = () if self.path.suffix == ".zip" else ("intake", "in-zip")
        ends = [way.end for way in self.ways if way.end in BAD or way.way not in stores]
        return ending(ends)

    def as_json(self, folder: Path) -> dict[str, Any]:
        """Return it for --json."""
        ways = [asdict(way) for way in self.ways]
        return {"path": str(self.path.relative_to(folder)), "end": self.end, "ways": ways}


def ending(ends: Sequence[str]) -> str:
    """Return the worst of some endings; imported beats refused."""
    worst = [end for end in reversed(ENDS) if end in BAD and end in ends]
    return worst[0] if worst else "ok" if "ok" in ends else "no"
