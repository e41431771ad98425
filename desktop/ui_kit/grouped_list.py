"""The rows of a list as they are shown: with the headings of their groups between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.core.row_source import Query
from desktop.ui_kit.grouping import Grouping
from desktop.ui_kit.long_list import LongList
from desktop.ui_kit.short_list import ShortList


class GroupedList(QObject):
    """Counts rows as they are shown and finds them in the list below, `inner`.

    Signals: those of the list below; arrived(first, last) in rows as they are shown.
    """

    changing = Signal()
    changed = Signal()
    arrived = Signal(int, int)
    failed = Signal()

    def __init__(self, inner: LongList | ShortList) -> None:
        super().__init__(inner.parent())
        self.inner = inner
        self.grouping = Grouping()
        self._group = ""
        inner.changing.connect(self.changing)
        inner.changed.connect(self._group_again)
        inner.arrived.connect(self._arrive)
        inner.failed.connect(self.failed)

    @property
    def fault(self) -> str:
        """Return why the rows cannot be read, nothing where they can."""
        return self.inner.fault

    @property
    def is_busy(self) -> bool:
        """Tell whether something is still to come."""
        return self.inner.is_busy

    @property
    def found(self) -> int:
        """Return how many rows were found, without the headings."""
        return self.inner.count

    @property
    def count(self) -> int:
        """Return how many rows are shown."""
        return self.grouping.count(self.found) if self.found else 0

    def ask(self, query: Query, sums: Sequence[str]) -> None:
        """Ask for other rows; folded groups stay folded while the column is the same."""
        if query.group != self._group:
            self._group, self.grouping.folded = query.group, set()
        self.inner.ask(query, sums)

    def _group_again(self) -> None:
        self.grouping = Grouping(self.inner.groups, self.grouping.folded)
        self.changed.emit()

    def _arrive(self, first: int, last: int) -> None:
        rows = [self.grouping.row_of(offset) for offset in range(first, last + 1)]
        shown = [row for row in rows if row is not None]
        if shown:
            # The headings above say what their first row says.
            self.arrived.emit(max(0, shown[0] - 1), shown[-1])

    def record(self, row: int) -> Any:
        """Return a row's record, None for a heading and where it has gone meanwhile."""
        offset = self.grouping.offset_of(row)
        return None if offset is None else self.inner.record(offset)

    def shown(self, row: int) -> Any:
        """Return a row to be painted, None for a heading and where it is still to come."""
        offset = self.grouping.offset_of(row)
        return None if offset is None else self.inner.shown(offset)

    def first_of(self, group: int) -> Any:
        """Return the first row of a group, None where it is still to come."""
        return self.inner.shown(self.grouping.start_of(group))

    def all(self) -> list[Any]:
        """Return every row found."""
        return self.inner.all()

    def total(self) -> int:
        """Return how many rows there are without any query."""
        return self.inner.total()

    def sums(self) -> Sequence[float]:
        """Return the sums over all rows found."""
        return self.inner.sums()

    def ids(self, first: int, last: int) -> list[str]:
        """Return the ids of some rows as they are shown."""
        if not self.grouping.groups:
            return self.inner.ids(first, last)
        offsets = (self.grouping.offset_of(row) for row in range(first, last + 1))
        known = (offset for offset in offsets if offset is not None)
        return [row_id for offset in known for row_id in self.inner.ids(offset, offset)]

    def places(self, ids: set[str]) -> list[int]:
        """Return which of the rows shown bear one of some ids."""
        offsets = self.inner.places(ids)
        if not self.grouping.groups:
            return offsets
        rows = map(self.grouping.row_of, offsets)
        return [row for row in rows if row is not None]

    def place_of(self, row_id: str) -> int | None:
        """Return the row with an id as it is shown, None where it is not found or folded away."""
        offset = self.inner.place_of(row_id)
        return None if offset is None else self.grouping.row_of(offset)
