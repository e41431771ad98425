"""历史: what happened to one record, or in the whole workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.resources import resource
from desktop.core.row_source import RowSource
from desktop.features.workspace import Operation, RowChange
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable

_COLUMNS = (
    Column("at", "时间", 136), Column("who", "谁", 80), Column("machine", "电脑", 90),
    Column("label", "做了什么", 330), Column("kind", "种类", 60),
    Column("rows", "记录", 60, right=True), Column("state", "状态", 70),
)  # fmt: skip

_FILTERS = (
    ("period", "全部时间", ("今天", "前六天", "更早")),
    ("kind", "全部种类", ("修改", "撤销", "重做")),
    ("state", "全部", ("已撤销",)),
)  # fmt: skip


class HistoryDialog(QDialog):
    """A list of steps, newest first."""

    def __init__(self, parent: QWidget, title: str, lines: Sequence[str]) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setWindowTitle(f"历史：{title}")
        self.resize(640, 420)
        layout = QVBoxLayout(self)
        head = QLabel(f"{title}，共 {len(lines)} 步")
        head.setProperty("role", "section")
        steps = QListWidget()
        steps.setObjectName("history.list")
        steps.setAccessibleName("改动")
        steps.setWordWrap(True)
        steps.addItems(list(lines) or ["还没有任何记录。"])
        layout.addWidget(head)
        layout.addWidget(steps)


class OperationsDialog(QDialog):
    """Every step of the workspace with a filter; any of them can be taken back.

    `undo` gets the chosen step's id, shows a refusal itself and tells whether it was done;
    `people` are those to filter by.
    """

    def __init__(
        self, parent: QWidget, source: RowSource, undo: Callable[[str], bool],
        obstacles: Callable[[str], Sequence[RowChange]], *, people: Sequence[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("operations")
        self.setWindowTitle("历史：全部操作")
        self.resize(860, 520)
        self._undo, self._obstacles = undo, obstacles
        self.table = RecordTable(
            "operations", source, _COLUMNS, empty="还没有任何操作。",
            filters=(("who", "全部人员", tuple(people)), *_FILTERS),
        )  # fmt: skip
        self._words = QLabel("选中一步，可以单独撤销它；后面的步骤不动。")
        self._words.setObjectName("operations.words")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._button = QPushButton("撤销选中的一步")
        self._button.setObjectName("operations.undo")
        self._button.setEnabled(False)
        self._button.clicked.connect(self._undo_chosen)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        self.table.selection_changed.connect(self._chosen)
        self.table.view.selectionModel().selectionChanged.connect(self._chosen)

    def _chosen(self) -> None:
        """Say what stands in the way of the step chosen."""
        steps = [row for row in self.table.selected() if row.kind == "修改" and not row.state]
        if len(steps) != 1:
            self._button.setEnabled(False)
            self._words.setText("选中一步没有撤销过的修改，可以单独撤销它。")
            return
        lines = obstacle_lines(self._obstacles(steps[0].id))
        self._button.setEnabled(not lines)
        if lines:
            self._words.setText("\n".join(["还不能单独撤销，请先撤销后面这些步骤：", *lines]))
        else:
            self._words.setText(f"可以撤销：{steps[0].label}")

    def _undo_chosen(self) -> None:
        chosen = self.table.selected()
        if chosen and self._undo(chosen[0].id):
            self.table.reload()
        self._chosen()


def obstacle_lines(changes: Sequence[RowChange]) -> list[str]:
    """Return the steps in the way in words, newest first, each once, at most five."""
    steps: dict[str, tuple[Operation, int]] = {}
    for change in changes:
        operation, rows = steps.get(change.operation.id, (change.operation, 0))
        steps[operation.id] = (operation, rows + 1)
    lines = [
        f"{_moment(operation.at)}  {operation.who}  {operation.label}（同样的记录 {rows} 条）"
        for operation, rows in steps.values()
    ]
    return [*lines[:5], f"……还有 {len(lines) - 5} 步"] if len(lines) > 5 else lines


def change_lines(changes: Sequence[RowChange]) -> list[str]:
    """Return what happened to one record in words, newest first."""
    lines = []
    for change in reversed(changes):
        before, after = change.before or {}, change.after or {}
        parts = [
            f"{title}：{_words(name, before.get(name))} → {_words(name, after.get(name))}"
            for name, title in resource("field_words.json")["fields"].items()
            if name in after and before.get(name) != after[name] and change.before is not None
        ]
        made = "新建" if change.before is None else "删除" if change.after is None else "修改"
        what = "；".join(parts) or made
        operation = change.operation
        lines.append(f"{_moment(operation.at)}  {operation.who}  {operation.label}\n{what}")
    return lines


def _words(name: str, value: Any) -> str:
    known = resource("field_words.json")["values"].get(name, {})
    return str(known.get(value, value)) if value not in (None, "") else "空"


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")
