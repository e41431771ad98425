"""One line of the table: what was done, how long by whom, and whether the goal is met."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bench.race import Call, Races, Timed

HEAD = (
    "| 做什么 | 我们 | 对照 | 对照的时间 | 量得 | 目标 | 达到 | 内存峰值 |\n"
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
        alone = "×" if self.peer else self.unit
        unit = self.goal.unit if self.goal is not None else alone
        held = f"{self.figure:.2f} ×" if self.figure is not None and unit == "×" else ""
        mark = {True: "是", False: "**否**", None: ""}[self.passes]
        note = f"（{self.note}）" if self.note else ""
        cells = (
            f"{self.work}{note}", _number(self.ours, self.unit), self.peer,
            _number(self.theirs, self.unit), held or _number(self.figure, unit), str(self.goal or ""), mark,
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


def beside(
    work: str, ours: Timed | None, peer: str, theirs: Timed | None, goal: Goal | None, *,
    scale: float = 1, plus: float = 0,
) -> Row:  # fmt: skip
    """Hold our time against a peer's, which is scaled where it did less and given `plus` seconds."""
    assert ours is not None
    if theirs is None:
        return Row(work, ours.seconds, "s", f"{peer}：没有安装", goal=goal, peak_mb=ours.peak_mb)
    other = theirs.seconds * scale + plus
    is_faster = goal is not None and goal.sign == "≥"
    ratio = other / ours.seconds if is_faster else ours.seconds / other
    return Row(work, ours.seconds, "s", peer, other, ratio, goal, ours.peak_mb)


def memory(work: str, ours: Timed | None, most_mb: float) -> Row:
    """Hold the memory at its peak against a bound."""
    assert ours is not None
    return Row(f"{work}：内存", ours.seconds, "s", figure=ours.peak_mb,
               goal=Goal("≤", most_mb, "MB"), peak_mb=ours.peak_mb)  # fmt: skip


def within(work: str, ours: Timed, seconds: float) -> Row:
    """Hold our time against a bound."""
    return Row(work, ours.seconds, "s", figure=ours.seconds, goal=Goal("≤", seconds, "s"),
               peak_mb=ours.peak_mb)  # fmt: skip


def grown(races: Races, work: str, small: Call, large: Call) -> Row:
    """Hold a work against itself at ten times the size."""
    raced = races.run({"small": small, "large": large}, runs=3)
    return beside(f"{work}：10 倍的量", raced["large"], "自己，1 倍", raced["small"], Goal("≤", 12))
