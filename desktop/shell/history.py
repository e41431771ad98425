"""历史: what happened to one record, or in the whole workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QVBoxLayout, QWidget

from desktop.core.resources import resource
from desktop.features.workspace import Operation, RowChange


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
        steps.setWordWrap(True)
        steps.addItems(list(lines) or ["还没有任何记录。"])
        layout.addWidget(head)
        layout.addWidget(steps)


def operation_lines(operations: Sequence[Operation]) -> list[str]:
    """Return the steps of a workspace in words."""
    return [
        f"{_moment(o.at)}  {o.who}  {o.label}（{o.rows} 条）{'  已撤销' if o.undone else ''}"
        for o in operations
    ]


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
