"""The fault lines of a sheet: one under each row that failed."""

from __future__ import annotations

from pathlib import Path

from desktop.features.visits.answering import fault_details, keep_photo, save_fault
from desktop.features.visits.entry import EntrySheet, SheetLine
from desktop.features.visits.ui.entry_list import EntryList
from desktop.features.visits.ui.finding_line import FindingLine
from desktop.ui_kit.context import UiContext


class FindingLines:
    """Opens and closes the lines as the sheet's findings come and go."""

    def __init__(self, context: UiContext, rows: EntryList) -> None:
        self._context, self._rows = context, rows
        self._lines: dict[int, tuple[str, FindingLine]] = {}

    def clear(self) -> None:
        """Forget the lines of a sheet that is shown no more."""
        self._lines = {}

    def show(self, sheet: EntrySheet) -> None:
        """Open a line under each row with a fault; the second typist sees none."""
        for number, line in enumerate(sheet.lines):
            wanted = line.finding.id if line.finding and sheet.entry == 1 else None
            if number in self._lines and self._lines[number][0] != wanted:
                self._close(number)
            if wanted is not None and number not in self._lines:
                self._lines[number] = (wanted, self._open(number, line))

    def go_to(self, row: int) -> None:
        """Let the keys go to a row's fault."""
        if row in self._lines:
            self._lines[row][1].start()

    def _close(self, number: int) -> None:
        _, line = self._lines.pop(number)
        line.hide()
        line.setParent(None)
        line.deleteLater()

    def _open(self, row: int, line: SheetLine) -> FindingLine:
        finding = line.finding
        assert finding is not None
        units, photos = fault_details(self._context.store, finding.id)
        name = f"visits.entry.finding{row}"
        made = FindingLine(name, finding.number, finding.text, units, photos)
        made.saved.connect(lambda words, names: self._save(finding.id, words, names))
        made.photo.connect(lambda path: self._add_photo(row, finding.id, path))
        made.left.connect(self._rows.setFocus)
        self._rows.rows[row].put_below(made)
        return made

    def _save(self, finding_id: str, words: str, names: str) -> None:
        self._context.perform(lambda: save_fault(self._context.store, finding_id, words, names))

    def _add_photo(self, row: int, finding_id: str, path: Path) -> None:
        self._context.perform(
            lambda: keep_photo(self._context.store, finding_id, path), "照片已收好"
        )
        if row in self._lines:
            _, photos = fault_details(self._context.store, finding_id)
            self._lines[row][1].show_photos(photos)
