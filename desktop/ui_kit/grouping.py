"""Headings among the rows of a list: where they stand, which groups are folded. No Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

# Headings beyond this are no help: the list is shown without any.
MOST_GROUPS = 5_000


class Grouping:
    """The rows shown where the rows found are grouped; without groups both are the same.

    `groups` are (value, rows) in the order shown.
    """

    def __init__(self, groups: Sequence[tuple[str, int]] = (), folded: Iterable[str] = ()) -> None:
        self.groups = tuple(groups) if len(groups) <= MOST_GROUPS else ()
        self.folded = set(folded)
        open_rows = (0 if value in self.folded else rows for value, rows in self.groups)
        self._found = [0, *accumulate(rows for _, rows in self.groups)]
        self._shown = [0, *accumulate(rows + 1 for rows in open_rows)]

    def count(self, found: int) -> int:
        """Return how many rows are shown, headings too."""
        return self._shown[-1] if self.groups else found

    def heading_at(self, row: int) -> int | None:
        """Return the number of the group whose heading stands in a row, None elsewhere."""
        group = bisect_right(self._shown, row) - 1
        is_heading = 0 <= group < len(self.groups) and self._shown[group] == row
        return group if is_heading else None

    def offset_of(self, row: int) -> int | None:
        """Return which of the rows found stands in a row, None for a heading."""
        if not self.groups:
            return row
        group = bisect_right(self._shown, row) - 1
        inside = row - self._shown[group] - 1
        return None if inside < 0 or group >= len(self.groups) else self._found[group] + inside

    def row_of(self, offset: int) -> int | None:
        """Return the row where one of the rows found stands, None in a folded group."""
        if not self.groups:
            return offset
        group = self.group_with(offset)
        if group >= len(self.groups) or self.is_folded(group):
            return None
        return self._shown[group] + 1 + offset - self._found[group]

    def group_of(self, row: int) -> int | None:
        """Return the number of the group a row belongs to, its heading's too."""
        group = bisect_right(self._shown, row) - 1
        return group if 0 <= group < len(self.groups) else None

    def start_of(self, group: int) -> int:
        """Return which of the rows found is a group's first."""
        return self._found[group]

    def folding(self, group: int) -> Grouping:
        """Return the same with one group folded, or open where it was folded."""
        return Grouping(self.groups, self.folded ^ {self.groups[group][0]})

    def group_with(self, offset: int) -> int:
        """Return the number of the group one of the rows found belongs to."""
        return bisect_right(self._found, offset) - 1

    def is_folded(self, group: int) -> bool:
        """Tell whether a group shows its heading alone."""
        return self.groups[group][0] in self.folded

    def heading_row(self, group: int) -> int:
        """Return the row a group's heading stands in."""
        return self._shown[group]
