"""How a list is laid on paper, as a person chooses it before printing."""

from __future__ import annotations

from dataclasses import dataclass

PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
# Top, right, bottom and left in millimetres.
MARGINS = {
    "窄": (10.0, 10.0, 14.0, 10.0),
    "标准": (15.0, 15.0, 18.0, 15.0),
    "宽": (25.0, 20.0, 22.0, 28.0),
}
AUTO, UPRIGHT, LYING = "自动", "竖放", "横放"
SCALES = ("60", "70", "80", "90", "100", "115", "130")


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper, the way it lies, margins and the size of letters in percent.

    Columns always share the width of one page: a smaller scale gets more words into a line.
    """

    paper: str = "A4"
    way: str = AUTO
    margins: str = "标准"
    scale: int = 100

    def size(self, *, is_wide: bool) -> tuple[float, float]:
        """Return width and height in millimetres; 自动 lies where the list is wide."""
        across, down = PAPERS[self.paper]
        lies = is_wide if self.way == AUTO else self.way == LYING
        return (down, across) if lies else (across, down)
