"""One field of many rows changed as one step, seen before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from PySide6.QtCore import QTimer
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
_SHOWN = 300
# So many rows are read or looked at before the window answers again.
_SLICE = 1000


class BatchDialog(QDialog):
    """Asks for a field and its new words, and lists what would change; `apply` does it.

    Many thousand rows are read and compared little by little while the dialog stands there.
    """

    def __init__(
        self, parent: QWidget, columns: Sequence[Column], records: Iterator[Any], count: int,
        apply: Callable[[Edits], bool],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("batch")
        self.setWindowTitle(f"批量修改 {count} 条")
        self.resize(_WIDTH, _HEIGHT)
        self._name, self._apply = columns[0], apply
        self._coming, self._count, self._records = records, count, list[Any]()
        self._edits: Edits = []
        self._compared = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
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

    def stop_reading(self) -> None:
        """Leave where not all rows have been read yet: the list has become another."""
        if len(self._records) < self._count:
            self.reject()

    def _preview(self) -> None:
        """Compare every row with the words anew."""
        self._changes.clear()
        self._edits, self._compared = [], 0
        self._timer.start()
        self._go_on()

    def _go_on(self) -> None:
        """Read and compare some more rows, and say what is known."""
        if len(self._records) < self._count:
            more = list(islice(self._coming, _SLICE))
            self._records += more
            self._count = self._count if more else len(self._records)
        number = self._field.currentIndex()
        column, words = self._editable[number], self._inputs[number].words().strip()
        values = {column.key: words}
        for record in self._records[self._compared : self._compared + _SLICE]:
            former = cell_text(column, record)
            self._compared += 1
            if former == words:
                continue
            self._edits.append((record, values))
            if len(self._edits) <= _SHOWN:
                line = (
                    f"{cell_text(self._name, record)}：{former or '（空）'} → {words or '（空）'}"
                )
                self._changes.addItem(show_bidi(line).replace("\n", " "))
        self._say()

    def _say(self) -> None:
        is_done, found = self._compared == self._count, len(self._edits)
        if is_done:
            self._timer.stop()
        if is_done and found > _SHOWN:
            self._changes.addItem(f"……另有 {found - _SHOWN} 条")
        same = self._compared - found
        words = f"改 {found} 条" + (f"（{same} 条本来就是）" if same else "")
        self._save.setText(words if is_done else f"正在看 {self._compared} / {self._count} 条……")
        self._save.setEnabled(is_done and found > 0)

    def _do(self) -> None:
        if self._apply(self._edits):
            self.accept()
