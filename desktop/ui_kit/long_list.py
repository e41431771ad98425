"""A long list kept by its ids: looked up, and read where it is shown, on a thread of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.row_source import Found, LongRows, Query
from desktop.ui_kit.latest import LatestAnswer

_PAGE = 100
_KEPT_PAGES = 40


class LongList(QObject):
    """Holds what the last query answered has found; rows not read yet are None for a moment.

    Signals: found(Found) when a query is answered, arrived(first, last) when rows have been read,
    refused(text) where they cannot be.
    """

    found = Signal(object)
    arrived = Signal(int, int)
    refused = Signal(str)

    def __init__(self, source: LongRows, parent: QObject) -> None:
        super().__init__(parent)
        self.ids: Sequence[str] = ()
        self._source = source
        self._records: dict[int, dict[str, Any]] = {}
        self._wanted: set[int] = set()
        self._looking = LatestAnswer(self, source.faults)
        self._reading = LatestAnswer(self, source.faults)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        self._looking.answered.connect(self.found)
        self._reading.answered.connect(self._arrived)
        for asked in (self._looking, self._reading):
            asked.refused.connect(self.refused)

    @property
    def is_busy(self) -> bool:
        """Tell whether something is still to come."""
        return self._looking.is_busy or self._reading.is_busy or self._soon.isActive()

    def ask(self, query: Query, sums: Sequence[str]) -> None:
        """Look a query up; a newer one replaces it."""
        source = self._source
        self._looking.ask(lambda: source.look_up(query, _PAGE, sums))

    def show(self, found: Found) -> None:
        """Hold other rows from now on."""
        self.ids = found.ids
        self._records = {0: _by_id(found.first)}
        self._wanted.clear()

    def shown(self, row: int) -> Any:
        """Return a row to be painted; where it is not read yet, it will arrive."""
        page = row // _PAGE
        if page not in self._records:
            self._wanted.add(page)
            self._soon.start()
            return None
        return self._records[page].get(self.ids[row])

    def record(self, row: int) -> Any:
        """Return a row, read here and now where it must be."""
        page = row // _PAGE
        if page not in self._records:
            self._keep(page, self._source.rows_of(self._ids_of(page)))
        return self._records[page].get(self.ids[row])

    def all(self) -> list[Any]:
        """Return every row found."""
        return list(self._source.rows_of(self.ids))

    def _ids_of(self, page: int) -> Sequence[str]:
        return self.ids[page * _PAGE : (page + 1) * _PAGE]

    def _keep(self, page: int, rows: Sequence[Any]) -> None:
        if len(self._records) >= _KEPT_PAGES:
            self._records.clear()
        self._records[page] = _by_id(rows)

    def _read(self) -> None:
        """Ask for the rows wanted since the last painting, whatever was wanted before."""
        pages, self._wanted = sorted(self._wanted), set()
        ids = [self._ids_of(page) for page in pages]
        source, every = self._source, [one for group in ids for one in group]
        self._reading.ask(lambda: (pages, ids, source.look_at(every)))

    def _arrived(self, answer: tuple[list[int], list[Sequence[str]], Sequence[Any]]) -> None:
        pages, ids, rows = answer
        read = _by_id(rows)
        for page, group in zip(pages, ids, strict=True):
            if group == self._ids_of(page):
                self._keep(page, [read[one] for one in group if one in read])
                self.arrived.emit(page * _PAGE, page * _PAGE + len(group) - 1)


def _by_id(rows: Sequence[Any]) -> dict[str, Any]:
    return {row.id: row for row in rows}
