"""The rows of a sheet under the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.features.visits.choices import NOT_ASKED_KEY, Choice, after, choices_of, takes_number
from desktop.features.visits.entry import SheetLine
from desktop.features.visits.ui.entry_row import EntryRow

_NEXT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
_MINUS = (Qt.Key.Key_Minus, Qt.Key.Key_Slash, Qt.Key.Key_Asterisk)


class EntryList(QScrollArea):
    """Rows with one of them current; keys answer it and go on.

    Signals: answered(row, Choice), numbered(row, text), moved(row), finished() when Enter is
    pressed on the last row, remark(row), finding(row).
    """

    answered = Signal(int, object)
    numbered = Signal(int, str)
    moved = Signal(int)
    finished = Signal()
    remark = Signal(int)
    finding = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("visits.entry.rows")
        self.setAccessibleName("检查表的各行")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.rows: list[EntryRow] = []
        self.row = 0
        self._typed = ""

    def show_lines(self, lines: Sequence[SheetLine]) -> None:
        """Show a sheet from its first open row."""
        body = QWidget()
        body.setObjectName("visits.entry.body")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows, group = [], None
        for number, line in enumerate(lines):
            if line.group != group:
                group = line.group
                head = QLabel(f"  {group or '其他'}")
                head.setProperty("role", "group")
                column.addWidget(head)
            row = EntryRow(line, number)
            row.picked.connect(lambda choice, number=number: self._pick(number, choice))
            row.pressed.connect(lambda number=number: self.go_to(number))
            column.addWidget(row)
            self.rows.append(row)
        column.addStretch()
        self.setWidget(body)
        first = next((n for n, line in enumerate(lines) if not line.is_answered), 0)
        self.go_to(first)

    def refresh(self, lines: Sequence[SheetLine]) -> None:
        """Show other answers of the same sheet."""
        for row, line in zip(self.rows, lines, strict=True):
            if row.line != line:
                row.set_line(line)

    def go_to(self, number: int) -> None:
        """Make a row the current one."""
        if not self.rows:
            return
        self.rows[min(self.row, len(self.rows) - 1)].set_current(False)
        self.row, self._typed = max(0, min(number, len(self.rows) - 1)), ""
        row = self.rows[self.row]
        row.set_current(True)
        self.ensureWidgetVisible(row, 0, 80)
        self.moved.emit(self.row)

    def _pick(self, number: int, choice: Choice) -> None:
        self.setFocus()
        self.answered.emit(number, choice)

    def keyPressEvent(self, event: Any) -> None:
        if not self.rows or not self._key(event.key(), event.text()):
            super().keyPressEvent(event)

    def _key(self, key: int, text: str) -> bool:
        """Do what a key means on the current row; tell whether it meant anything."""
        if key in _NEXT:
            self._go_on(enter=key != Qt.Key.Key_Down)
        elif key == Qt.Key.Key_Up:
            self.go_to(self.row - 1)
        elif key == Qt.Key.Key_F2:
            self.remark.emit(self.row)
        elif key == Qt.Key.Key_F3:
            self.finding.emit(self.row)
        else:
            return self._answer(key, text)
        return True

    def _go_on(self, *, enter: bool) -> None:
        if self.row + 1 < len(self.rows):
            self.go_to(self.row + 1)
        elif enter:
            self.finished.emit()

    def _answer(self, key: int, text: str) -> bool:
        line = self.rows[self.row].line
        if takes_number(line) and (text.isdigit() or text == "." or key == Qt.Key.Key_Backspace):
            self._typed = self._typed[:-1] if key == Qt.Key.Key_Backspace else self._typed + text
            self.numbered.emit(self.row, self._typed)
            return True
        wanted = NOT_ASKED_KEY if key in _MINUS else text
        choice = next((c for c in choices_of(line.rule) if c.key and c.key == wanted), None)
        if key == Qt.Key.Key_Space:
            choice = after(line)
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.answered.emit(self.row, None)
            return True
        if choice is None:
            return False
        self.answered.emit(self.row, choice)
        return True
