"""The selected rows of a list: counted and named without reading them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from desktop.ui_kit.rows_model import RowsModel
from desktop.ui_kit.table_view import TableView

_ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class RowSelection(QObject):
    """What is selected in a view over a model; it is kept where the rows are read again."""

    def __init__(self, view: TableView, model: RowsModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._kept_runs: list[tuple[int, int]] = []
        self._kept: list[str] = []
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._select_again)

    def _keep(self) -> None:
        self._kept_runs = self._runs()
        self._kept = self._ids_of(self._kept_runs)

    def _select_again(self) -> None:
        chosen = QItemSelection()
        for first, last in self._runs_again():
            chosen.select(self._model.index(first, 0), self._model.index(last, 0))
        if chosen.count():
            self._view.selectionModel().select(chosen, _ROWS)

    def _runs_again(self) -> list[tuple[int, int]]:
        """Return where the rows kept stand now, which is mostly where they stood."""
        if self._ids_of(self._kept_runs) == self._kept:
            return self._kept_runs
        return _runs_of(self._model.rows.places(set(self._kept)))

    def _runs(self) -> list[tuple[int, int]]:
        """Return the selected rows as (first, last) in the order shown."""
        ranges = self._view.selectionModel().selection()
        parts = (ranges.at(number) for number in range(ranges.count()))
        return sorted({(part.top(), part.bottom()) for part in parts})

    def count(self) -> int:
        """Return how many rows are selected."""
        return sum(last - first + 1 for first, last in self._runs())

    def ids(self) -> list[str]:
        """Return their ids in the order shown."""
        return self._ids_of(self._runs())

    def _ids_of(self, runs: Sequence[tuple[int, int]]) -> list[str]:
        return [row_id for first, last in runs for row_id in self._model.rows.ids(first, last)]

    def records(self, most: int | None = None) -> list[Any]:
        """Return their records in the order shown, or the first of them."""
        return list(self.each(most))

    def each(self, most: int | None = None) -> Iterator[Any]:
        """Return their records, each read when it is wanted, of the rows selected now."""
        rows = [range(first, last + 1) for first, last in self._runs()]
        records = (self._model.record(row) for row in islice(chain.from_iterable(rows), most))
        return (record for record in records if record is not None)


def _runs_of(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return rising rows as (first, last) of those that follow each other."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
