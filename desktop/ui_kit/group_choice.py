"""Grouping a table by a column: chosen in a menu and folded by mouse and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from desktop.ui_kit.grouped_rows import HeadingRole

if TYPE_CHECKING:
    from desktop.ui_kit.table import RecordTable

_OPENS = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True,
          Qt.Key.Key_Space: None, Qt.Key.Key_Return: None, Qt.Key.Key_Enter: None}  # fmt: skip


class GroupChoice(QObject):
    """Which column one table is grouped by; headings fold by a click, Enter, Space, ← and →."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        table.view.installEventFilter(self)
        for view in (table.view, table.view.pinned):
            view.clicked.connect(self._clicked)

    def offer(self, menu: QMenu) -> None:
        """Add the columns one can group by to a menu."""
        model = self._table.model
        choice = menu.addMenu("分组")
        choice.setObjectName("groups")
        for key, title in (("", "不分组"), *((one.key, one.title) for one in model.columns[1:])):
            action = choice.addAction(title)
            action.setCheckable(True)
            action.setChecked(key == model.query.group)
            action.triggered.connect(lambda _=False, key=key: self.group_by(key))
        if model.rows.grouping.groups:
            choice.addSeparator()
            choice.addAction("全部折叠", lambda: self.fold_all(is_open=False))
            choice.addAction("全部展开", lambda: self.fold_all(is_open=True))

    def group_by(self, key: str) -> None:
        """Group by a column, "" for no groups."""
        table = self._table
        table.show_query(table.model.query, group=key)
        rows = table.model.rows
        if key and rows.found and not rows.grouping.groups and not rows.is_busy:
            table.refused.emit("这一列每行都不一样，分不成组。\n列表没有变。")
            table.show_query(table.model.query, group="")

    def fold_all(self, *, is_open: bool) -> None:
        """Fold or open every group."""
        model = self._table.model
        for group in reversed(range(len(model.rows.grouping.groups))):
            model.fold(model.rows.grouping.heading_row(group), is_open=is_open)

    def _clicked(self, index: QModelIndex) -> None:
        if index.data(HeadingRole):
            self._table.model.fold(index.row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            index, key = self._table.view.currentIndex(), Qt.Key(event.key())
            if key in _OPENS and index.data(HeadingRole):
                self._table.model.fold(index.row(), is_open=_OPENS[key])
                return True
        return super().eventFilter(watched, event)
