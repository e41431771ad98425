"""A list short enough to be counted and paged where it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.row_source import PlacedRows, Query, RowSource

T = TypeVar("T")
_PAGE = 200
_KEPT_PAGES = 20
_FOUND_AGAIN = 5000


class ShortList(QObject):
    """Counts and reads rows at once; `fault` says why they cannot be read, until they can.

    Signals: changing() and changed() around holding other rows, arrived(first, last) never,
    failed() where the rows cannot be read.
    """

    changing = Signal()
    changed = Signal()
    arrived = Signal(int, int)
    failed = Signal()
    is_busy = False

    def __init__(self, source: RowSource, parent: QObject) -> None:
        super().__init__(parent)
        self.fault = ""
        self._source = source
        self._query = Query()
        self._sums: Sequence[str] = ()
        self._pages: dict[int, Sequence[Any]] = {}
        self.count = 0
        self.groups: Sequence[tuple[str, int]] = ()

    def ask(self, query: Query, sums: Sequence[str]) -> None:
        """Ask the source anew."""
        self.changing.emit()
        self._query, self._sums = query, sums
        self._pages.clear()
        self.fault = ""
        self.count = self._read(lambda: self._source.count(query), 0)
        self.groups = self._read(lambda: self._source.groups(query), ()) if query.group else ()
        self.changed.emit()

    def _read(self, reading: Callable[[], T], nothing: T) -> T:
        if self.fault:
            return nothing
        try:
            return reading()
        except self._source.faults as error:
            self.fault = str(error)
            self.count = 0
            # Not at once: rows are read while they are painted.
            QTimer.singleShot(0, self, self.failed.emit)
            return nothing

    def record(self, row: int) -> Any:
        """Return a row's record, None where it has gone meanwhile."""
        number = row // _PAGE
        if number not in self._pages:
            if len(self._pages) > _KEPT_PAGES:
                self._pages.clear()
            query, source = self._query, self._source
            self._pages[number] = self._read(lambda: source.page(query, number * _PAGE, _PAGE), ())
        page = self._pages[number]
        return page[row % _PAGE] if row % _PAGE < len(page) else None

    def shown(self, row: int) -> Any:
        """Return a row to be painted."""
        return self.record(row)

    def all(self) -> list[Any]:
        """Return every row found."""
        return list(self._source.page(self._query, 0, self.count))

    def total(self) -> int:
        """Return how many rows there are without any query."""
        return self._read(lambda: self._source.count(Query()), 0)

    def sums(self) -> Sequence[float]:
        """Return the sums over all rows found."""
        return self._read(lambda: self._source.sums(self._query, self._sums), ())

    def ids(self, first: int, last: int) -> list[str]:
        """Return the ids of some rows."""
        records = (self.record(row) for row in range(first, last + 1))
        return [record.id for record in records if record is not None]

    def places(self, ids: set[str]) -> list[int]:
        """Return which of the first rows bear one of some ids."""
        records = ((row, self.record(row)) for row in range(min(self.count, _FOUND_AGAIN)))
        return [row for row, record in records if record is not None and record.id in ids]

    def place_of(self, row_id: str) -> int | None:
        """Return the number of the row with an id, None where it is not among those found."""
        source = self._source
        if isinstance(source, PlacedRows):
            return self._read(lambda: source.place_of(self._query, row_id), None)
        ids = (getattr(self.record(row), "id", None) for row in range(self.count))
        return next((row for row, found in enumerate(ids) if found == row_id), None)
