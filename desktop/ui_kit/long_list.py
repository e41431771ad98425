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
    """Shows what it showed until a query is answered; rows not read yet are None for a moment.

    Signals: changing() and changed() around holding other rows, arrived(first, last) when rows
    have been read, failed() where they cannot be; `fault` says why, until they can.
    """

    changing = Signal()
    changed = Signal()
    arrived = Signal(int, int)
    failed = Signal()

    def __init__(self, source: LongRows, parent: QObject) -> None:
        super().__init__(parent)
        self.fault = ""
        self._source = source
        self._found: Found | None = None
        self._records: dict[int, dict[str, Any]] = {}
        self._wanted: set[int] = set()
        self._looking = LatestAnswer(self, source.faults)
        self._reading = LatestAnswer(self, source.faults)
        self._query: tuple[Query, Sequence[str]] = Query(), ()
        self._first = QTimer(self, singleShot=True, interval=0)
        self._first.timeout.connect(self._look)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        self._looking.answered.connect(self._show)
        self._reading.answered.connect(self._arrive)
        for asked in (self._looking, self._reading):
            asked.refused.connect(self._refuse)

    @property
    def is_busy(self) -> bool:
        """Tell whether something is still to come."""
        waits = self._first.isActive() or self._soon.isActive()
        return waits or self._looking.is_busy or self._reading.is_busy

    @property
    def count(self) -> int:
        """Return how many rows were found."""
        return len(self._ids)

    @property
    def _ids(self) -> Sequence[str]:
        return self._found.ids if self._found is not None else ()

    @property
    def groups(self) -> Sequence[tuple[str, int]]:
        """Return (value, rows) of the groups the query asked for."""
        return self._found.groups if self._found is not None else ()

    def ask(self, query: Query, sums: Sequence[str]) -> None:
        """Look a query up; a newer one replaces it."""
        # A list being built asks twice, before and after its remembered order: the last counts.
        self._query = query, sums
        self._first.start()

    def _look(self) -> None:
        source, (query, sums) = self._source, self._query
        self._looking.ask(lambda: source.look_up(query, _PAGE, sums))

    def _show(self, found: Found | None) -> None:
        self.changing.emit()
        self.fault = ""
        self._found = found
        self._records = {0: _by_id(found.first)} if found is not None else {}
        self._wanted.clear()
        self.changed.emit()

    def _refuse(self, why: str) -> None:
        self._show(None)
        self.fault = why
        self.failed.emit()

    def shown(self, row: int) -> Any:
        """Return a row to be painted; where it is not read yet, it will arrive."""
        page = row // _PAGE
        if page not in self._records:
            self._wanted.add(page)
            self._soon.start()
            return None
        return self._records[page].get(self._ids[row])

    def record(self, row: int) -> Any:
        """Return a row, read here and now where it must be; None where it has gone meanwhile."""
        page = row // _PAGE
        if page not in self._records:
            try:
                self._keep(page, self._source.rows_of(_page(self._ids, page)))
            except self._source.faults as error:
                self._refuse(str(error))
                return None
        return self._records[page].get(self._ids[row])

    def all(self) -> list[Any]:
        """Return every row found."""
        return list(self._source.rows_of(self._ids))

    def total(self) -> int:
        """Return how many rows there are without any query."""
        return self._found.total if self._found is not None else 0

    def sums(self) -> Sequence[float]:
        """Return the sums over all rows found."""
        return self._found.sums if self._found is not None else ()

    def ids(self, first: int, last: int) -> list[str]:
        """Return the ids of some rows."""
        return list(self._ids[first : last + 1])

    def places(self, ids: set[str]) -> list[int]:
        """Return which rows bear one of some ids."""
        return [row for row, one in enumerate(self._ids) if one in ids]

    def place_of(self, row_id: str) -> int | None:
        """Return the number of the row with an id, None where it is not among those found."""
        return next(iter(self.places({row_id})), None)

    def _keep(self, page: int, rows: Sequence[Any]) -> None:
        if len(self._records) >= _KEPT_PAGES:
            self._records.clear()
        self._records[page] = _by_id(rows)

    def _read(self) -> None:
        """Ask for the rows wanted since the last painting, whatever was wanted before."""
        pages, self._wanted = sorted(self._wanted), set()
        groups = [_page(self._ids, page) for page in pages]
        source, ids = self._source, [one for group in groups for one in group]
        self._reading.ask(lambda: (pages, groups, source.look_at(ids)))

    def _arrive(self, answer: tuple[list[int], list[Sequence[str]], Sequence[Any]]) -> None:
        pages, groups, rows = answer
        read = _by_id(rows)
        for page, group in zip(pages, groups, strict=True):
            # Other rows may have been found meanwhile.
            if group == _page(self._ids, page):
                self._keep(page, [read[one] for one in group if one in read])
                self.arrived.emit(page * _PAGE, page * _PAGE + len(group) - 1)


def _by_id(rows: Sequence[Any]) -> dict[str, Any]:
    return {row.id: row for row in rows}


def _page(ids: Sequence[str], page: int) -> Sequence[str]:
    return ids[page * _PAGE : (page + 1) * _PAGE]
