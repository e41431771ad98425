"""The panel at the right of a list: the selected record in full, and what last happened to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.ui_kit.rows_model import cell_text
from desktop.ui_kit.table import RecordTable

Lines = Sequence[tuple[str, str]]
_WIDTH, _LEAST, _SHARE = 360, 220, 0.3
_DELAY_MS = 40
_SHOWN_CHANGES = 5


class DetailPanel(QFrame):
    """Follows the selection of some tables, only one of which is visible at a time."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("detail")
        self.setAccessibleName("详情")
        self._tables: list[tuple[RecordTable, Callable[[Any], Lines]]] = []
        self._history: Callable[[str], Sequence[str]] = _no_history
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._show)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setObjectName(f"{name}.detail.text")
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self._show()

    def follow(
        self, table: RecordTable, detail: Callable[[Any], Lines] | None,
        history: Callable[[str], Sequence[str]] | None,
    ) -> None:  # fmt: skip
        """Show a table's selection; without `detail` every column in full."""
        self._tables.append((table, detail or (lambda record: column_lines(table, record))))
        self._history = history or self._history
        table.selection_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is selected now, after a moment: keys may still be moving on."""
        if self.isVisible():
            self._timer.start()

    def fit(self, room: int) -> None:
        """Take less of a narrow page."""
        self.setFixedWidth(max(_LEAST, min(_WIDTH, int(room * _SHARE))))

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        for table, detail in self._tables:
            if table.isVisible() and table.selection.count():
                self._area.setWidget(_column(self._parts(table, detail)))
                return
        self._area.setWidget(_column([("", "选中一行，这里显示它的全部内容。")]))

    def _parts(self, table: RecordTable, detail: Callable[[Any], Lines]) -> Lines:
        record, count = next(iter(table.selected(1)), None), table.selection.count()
        if record is None:
            return []
        parts = [("title", cell_text(table.model.columns[0], record))]
        if count > 1:
            parts.append(("", f"选中了 {count} 条，这是第一条。"))
        for label, words in detail(record):
            parts += [("label", label), ("text", words)]
        changes = self._history(record.id)[:_SHOWN_CHANGES]
        if changes:
            parts.append(("section", "最近改动"))
            parts += [("", line) for line in changes]
        return parts


def column_lines(table: RecordTable, record: Any) -> Lines:
    """Return the columns that hold something, but the first, which is the title."""
    lines = [(column.title, cell_text(column, record)) for column in table.model.columns[1:]]
    return [(title, words) for title, words in lines if words]


def _no_history(_row_id: str) -> Sequence[str]:
    return ()


_ROLES = {"title": "section", "section": "section", "label": "secondary", "": "secondary"}


def _column(parts: Sequence[tuple[str, str]]) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.setSpacing(2)
    for kind, words in parts:
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("role", _ROLES.get(kind))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if kind in ("label", "section", ""):
            layout.addSpacing(8)
        layout.addWidget(label)
    layout.addStretch()
    return box
