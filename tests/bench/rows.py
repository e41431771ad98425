"""One line of the table: what was done, how long by whom, and whether the goal is met."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

HEAD = (
    "| 做什么 | 我们 | 对照 | 对照的时间 | 比值 | 目标 | 达到 | 内存峰值 |\n"
    "|---|--:|---|--:|--:|--:|:-:|--:|"
)


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound: `sign` is ≤ or ≥; `unit` is × for a ratio, else what is measured (s, ms, MB)."""

    sign: str
    bound: float
    unit: str = "×"

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}{'' if self.unit == '×' else ' '}{self.unit}"

    def holds(self, value: float) -> bool:
        """Tell whether a figure meets the bound."""
        return value >= self.bound if self.sign == "≥" else value <= self.bound


@dataclass(frozen=True, slots=True)
class Row:
    """A line; `figure` is what the goal speaks of, None where nothing could be measured."""

    work: str
    ours: float | None = None
    unit: str = "s"
    peer: str = ""
    theirs: float | None = None
    figure: float | None = None
    goal: Goal | None = None
    peak_mb: float | None = None
    note: str = ""

    @property
    def passes(self) -> bool | None:
        """Tell whether the goal is met, None where there is none or nothing to hold against it."""
        if self.goal is None or self.figure is None:
            return None
        return self.goal.holds(self.figure)

    def markdown(self) -> str:
        """Return the line of the table."""
        is_ratio = self.goal is None or self.goal.unit == "×"
        ratio = f"{self.figure:.2f}" if self.figure is not None and is_ratio else ""
        mark = {True: "是", False: "**否**", None: ""}[self.passes]
        note = f"（{self.note}）" if self.note else ""
        cells = (
            f"{self.work}{note}", _number(self.ours, self.unit), self.peer,
            _number(self.theirs, self.unit), ratio, str(self.goal or ""), mark,
            _number(self.peak_mb, "MB"),
        )  # fmt: skip
        return f"| {' | '.join(cells)} |"

    def as_json(self) -> dict[str, Any]:
        """Return the line for programs."""
        return asdict(self) | {"goal": str(self.goal or ""), "passes": self.passes}


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 0 if unit == "MB" or value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"
