"""Where two typists differ: both answers side by side, one of them taken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.features.visits.entry import Difference, SheetLine, differences, settle
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.fields_area import FieldsArea, fit_screen

_WORDS = {"pass": "符合", "fail": "不符合", "na": "不适用", None: "未录"}
_WIDTH, _TEXT_COLUMN = 640, 1


class SettleDialog(QDialog):
    """Lists the rows that differ; the first entry stands unless the second is taken."""

    def __init__(self, parent: QWidget | None, context: UiContext, visit_id: str) -> None:
        super().__init__(parent)
        self.setObjectName("visits.settle")
        self.setWindowTitle("两遍录入不一致")
        self.setMinimumWidth(_WIDTH)
        self._context, self._visit_id = context, visit_id
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(_TEXT_COLUMN, 1)
        done = QPushButton("完成")
        done.setObjectName("visits.settle.done")
        done.setProperty("role", "primary")
        done.clicked.connect(self.accept)
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(_label("下面各行两遍录得不一样，请对照纸质表。不改就以第一遍为准。"))
        column.addWidget(FieldsArea(rows), 1)
        column.addLayout(end)
        self._fill()
        fit_screen(self)

    def _fill(self) -> None:
        for place, title in enumerate(("编号", "考察内容", "第一遍", "第二遍")):
            label = _label(title)
            label.setProperty("role", "secondary")
            self._grid.addWidget(label, 0, place)
        found = differences(self._context.store, self._visit_id)
        for row, unlike in enumerate(found, 1):
            self._row(row, unlike)
        self._grid.setRowStretch(len(found) + 1, 1)

    def _row(self, row: int, unlike: Difference) -> None:
        cells = (unlike.code, unlike.text, _said(unlike.first), _said(unlike.second))
        for place, text in enumerate(cells):
            self._grid.addWidget(_label(text, wraps=place == _TEXT_COLUMN), row, place)
        take = QPushButton("以第二遍为准")
        take.setObjectName(f"visits.settle.take{row}")
        take.setAccessibleName(f"{unlike.code} 以第二遍为准：{cells[-1]}")
        take.setAutoDefault(False)
        take.clicked.connect(lambda: self._take(unlike.item_id, take))
        self._grid.addWidget(take, row, len(cells))

    def _take(self, item_id: str, button: QPushButton) -> None:
        taken = self._context.perform(lambda: settle(self._context.store, self._visit_id, item_id))
        if taken is not None:
            button.setEnabled(False)
            button.setText("已改")


def _label(text: str, *, wraps: bool = False) -> QLabel:
    return QLabel(text, textFormat=Qt.TextFormat.PlainText, wordWrap=wraps)


def _said(line: SheetLine) -> str:
    number = "" if line.amount is None else f"（{line.amount:f}）"
    return f"{_WORDS[line.outcome.verdict]}{number}"
