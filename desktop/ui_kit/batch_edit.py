"""One field of many rows changed as one step, seen before it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.text import show_bidi
from desktop.ui_kit.cell_editors import ChoiceCell, make_editor
from desktop.ui_kit.pasting import Edits
from desktop.ui_kit.rows_model import Column, cell_text

_WIDTH, _HEIGHT = 560, 460
_SHOWN = 1000


class BatchDialog(QDialog):
    """Asks for a field and its new words, and lists what would change; `apply` does it."""

    def __init__(
        self, parent: QWidget, columns: Sequence[Column], records: Sequence[Any],
        apply: Callable[[Edits], bool],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("batch")
        self.setWindowTitle(f"批量修改 {len(records)} 条")
        self.resize(_WIDTH, _HEIGHT)
        self._name, self._records, self._apply = columns[0], records, apply
        self._editable = [column for column in columns if column.editable]
        self._field, self._words = QComboBox(), QStackedWidget()
        self._inputs = [make_editor(column) for column in self._editable]
        self._field.addItems([column.title for column in self._editable])
        self._changes = QListWidget()
        self._save = QPushButton()
        for widget, name, title in (
            (self._field, "field", "改哪一项"), (self._words, "inputs", "改成（空着就是清空）"),
            (self._changes, "changes", "改动清单"), (self._save, "save", "确定修改"),
        ):  # fmt: skip
            widget.setObjectName(f"batch.{name}")
            widget.setAccessibleName(title)
        self._save.setProperty("role", "primary")
        self._fill()
        self._build()
        self._field.currentIndexChanged.connect(self._turn)
        self._save.clicked.connect(self._do)
        self._preview()

    def _fill(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words.setSizePolicy(policy)
        for column, box in zip(self._editable, self._inputs, strict=True):
            box.setObjectName(f"batch.words.{column.key}")
            box.setAccessibleName(f"{column.title}改成")
            changed = box.editTextChanged if isinstance(box, ChoiceCell) else box.textChanged
            changed.connect(self._preview)
            self._words.addWidget(box)

    def _turn(self, number: int) -> None:
        self._words.setCurrentIndex(number)
        self._preview()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for widget in (self._field, self._words, self._changes):
            label = QLabel(widget.accessibleName())
            label.setBuddy(widget)
            column.addWidget(label)
            column.addWidget(widget, 1 if widget is self._changes else 0)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self._save)
        column.addLayout(row)
        self._inputs[0].setFocus()

    def _edits(self) -> Edits:
        """Return the rows that would be another than they are."""
        number = self._field.currentIndex()
        column, words = self._editable[number], self._inputs[number].words().strip()
        return [
            (record, {column.key: words})
            for record in self._records
            if cell_text(column, record) != words
        ]

    def _preview(self) -> None:
        column, edits = self._editable[self._field.currentIndex()], self._edits()
        self._changes.clear()
        for record, values in edits[:_SHOWN]:
            former = cell_text(column, record) or "（空）"
            later = values[column.key] or "（空）"
            line = f"{cell_text(self._name, record)}：{former} → {later}"
            self._changes.addItem(show_bidi(line).replace("\n", " "))
        if len(edits) > _SHOWN:
            self._changes.addItem(f"……另有 {len(edits) - _SHOWN} 条")
        same = len(self._records) - len(edits)
        self._save.setText(f"改 {len(edits)} 条" + (f"（{same} 条本来就是）" if same else ""))
        self._save.setEnabled(bool(edits))

    def _do(self) -> None:
        if self._apply(self._edits()):
            self.accept()
