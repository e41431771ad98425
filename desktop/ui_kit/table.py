"""A list with its filter line: type to filter, click to sort, columns remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.core.row_source import Query, RowSource
from desktop.ui_kit.batch_edit import BatchDialog
from desktop.ui_kit.column_choice import ColumnChoice
from desktop.ui_kit.group_choice import GroupChoice
from desktop.ui_kit.grouped_rows import GroupedRows
from desktop.ui_kit.pasting import Edits, pasted_edits
from desktop.ui_kit.row_selection import RowSelection
from desktop.ui_kit.rows_model import Column, RecordRole
from desktop.ui_kit.states import EmptyState, ErrorState
from desktop.ui_kit.table_view import TableView
from desktop.ui_kit.view_choice import ViewChoice
from desktop.ui_kit.wrapping import WrappingRow

_DEBOUNCE_MS = 150
_LIST_WIDTH = 200
_FILTER_WIDTH = 90
# A Chinese character is as wide as this many of the letters a box counts.
_LETTERS = 1.5


class RecordTable(QWidget):
    """A table over a row source.

    Signals: selection_changed() when other rows are selected, activated(record) on Enter or
    double click where the cell is not edited in place, refused(text) where pasting cannot be.

    An empty list says `empty` and offers the next `step` (words of the button, what it does).
    """

    selection_changed = Signal()
    activated = Signal(object)
    refused = Signal(str)

    def __init__(
        self, name: str, source: RowSource, columns: Sequence[Column], *, empty: str,
        filters: Sequence[tuple[str, str, Sequence[str]]] = (), title: str = "",
        step: tuple[str, Callable[[], None]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.name = name
        self.model = GroupedRows(source, columns)
        self.view = TableView(self)
        self.view.setObjectName(f"{name}.table")
        self.view.setAccessibleName(title or "列表")
        self.view.setModel(self.model)
        self.selection = RowSelection(self.view, self.model)
        self._batch: Callable[[Edits], bool] | None = None
        self._filter = QLineEdit(placeholderText="输入文字或拼音首字母筛选，空格分开多个词")
        self._filter.setObjectName(f"{name}.filter")
        self._filter.setAccessibleName("筛选")
        self._filter.setClearButtonEnabled(True)
        self._count = QLabel()
        self._count.setObjectName(f"{name}.count")
        self._count.setProperty("role", "secondary")
        self._totals = QLabel()
        self._totals.setObjectName(f"{name}.totals")
        self._totals.setProperty("role", "secondary")
        self._choices = [self._choice(*item) for item in filters]
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._empty = EmptyState(name, empty, step)
        self._columns = ColumnChoice(name, self.view, self.model)
        self.groups = GroupChoice(self)
        self.views = ViewChoice(self)
        self._error = ErrorState(name, retry=True)
        self._build()
        self._connect()
        self._show_count()

    def _choice(self, key: str, title: str, values: Sequence[str]) -> tuple[str, QComboBox]:
        box = QComboBox()
        box.setObjectName(f"{self.name}.filter.{key}")
        box.setAccessibleName(title)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(max(6, round(len(title) * _LETTERS)))
        box.view().setMinimumWidth(_LIST_WIDTH)
        box.addItem(title, None)
        for value in values:
            box.addItem(value, value)
        return key, box

    def _build(self) -> None:
        bar = WrappingRow()
        self._filter.setMinimumWidth(_FILTER_WIDTH)
        bar.addWidget(self._filter)
        for _, box in self._choices:
            bar.addWidget(box)
        bar.addWidget(self._count)
        bar.addWidget(self.views.button)
        bar.addWidget(self._columns.button)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._error)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self._totals)

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self.apply_filter)
        for _, box in self._choices:
            box.currentIndexChanged.connect(self.apply_filter)
        self._empty.cleared.connect(self.clear_filter)
        self.view.selectionModel().selectionChanged.connect(self.selection_changed)
        self.view.doubleClicked.connect(self.view.entered_row)
        self.view.entered_row.connect(partial(_activate, self))
        self.model.failed.connect(self._show_count)
        self.model.modelReset.connect(self._after_reset)
        self._error.retried.connect(self.reload)
        self.view.pasted.connect(self._paste)
        self.view.typed.connect(partial(_type_on, self._filter))
        self.view.menu_wanted.connect(self._offer)
        self._columns.opened.connect(self.groups.offer)
        for view in (self.view, self.view.pinned):
            view.header.sort_wanted.connect(self._sort)
        for key, widget, run in (
            (QKeySequence.StandardKey.Find, self, self._filter.setFocus),
            (Qt.Key.Key_Escape, self._filter, self.clear_filter),
            (Qt.Key.Key_Down, self._filter, self.view.setFocus),
        ):
            shortcut = QShortcut(QKeySequence(key), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _offer(self, menu: QMenu) -> None:
        """Add to the menu of a row what concerns several rows."""
        self.views.offer_only(menu, self.view.currentIndex())
        count, batch = self.selection.count(), self._batch
        if batch is not None and count > 1:
            menu.addAction(f"批量修改 {count} 条……", lambda: self._ask_batch(batch))

    def _ask_batch(self, batch: Callable[[Edits], bool]) -> None:
        dialog = BatchDialog(
            self.window(), self.model.columns, self.selection.each(), self.selection.count(), batch
        )
        self.model.modelAboutToBeReset.connect(dialog.stop_reading)
        dialog.exec()

    def _sort(self, section: int, add: bool) -> None:
        self._ask(replace(self.model.query, sort=self.model.sort_step(section, add=add)))
        self._columns.remember()

    def _ask(self, query: Query) -> None:
        self.view.scrollToTop()
        self.model.ask(query)

    def _after_reset(self) -> None:
        self._show_count()
        self.selection_changed.emit()

    def apply_filter(self) -> None:
        """Ask for what the filter line says."""
        self._timer.stop()
        filters = tuple(
            (key, str(box.currentData()))
            for key, box in self._choices
            if box.currentData() is not None
        )
        boxes = {key for key, _ in filters}
        filters += tuple(item for item in self.views.filters.items() if item[0] not in boxes)
        query = replace(self.model.query, text=self._filter.text(), filters=filters)
        if query != self.model.query:
            self._ask(query)
        self._show_count()

    def clear_filter(self) -> None:
        """Show every row again."""
        self._filter.clear()
        self.views.filters.clear()
        for _, box in self._choices:
            box.setCurrentIndex(0)
        self.apply_filter()

    def show_query(self, query: Query, *, group: str | None = None) -> None:
        """Show the filter line, the boxes, the order and the groups as a query has them."""
        self._filter.setText(query.text)
        for key, value in query.filters:
            self.filter_by(key, value)
        self.model.sort_by(query.sort, query.group if group is None else group)
        self._columns.remember()
        self.apply_filter()

    def filter_by(self, key: str, value: str) -> None:
        """Choose a value of one of the filter boxes."""
        for name, box in self._choices:
            if name == key:
                box.setCurrentIndex(max(0, box.findData(value)))

    def filter_text(self) -> str:
        """Return the filter in words, for prints."""
        words = [self._filter.text(), *(v for _, v in self.model.query.filters)]
        shown = "、".join(word for word in words if word)
        return f"筛选：{shown}" if shown else ""

    def reload(self) -> None:
        """Read again, keeping the selection where the rows are still there."""
        self.model.reload()

    def selected(self, most: int | None = None) -> list[Any]:
        """Return the selected records in the order shown, or the first of them."""
        return self.selection.records(most)

    def shown_columns(self) -> list[Column]:
        """Return the visible columns in their order."""
        return [self.model.columns[number] for number in self.view.shown_numbers()]

    def set_edit(
        self, edit: Callable[[Any, str, str], bool],
        batch: Callable[[Edits], bool] | None = None,
    ) -> None:  # fmt: skip
        """Let cells of editable columns be edited in place; `batch` pastes many as one step."""
        self.model.edit, self._batch = edit, batch
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)

    def _paste(self, text: str) -> None:
        if self._batch is None or not text.strip("\n"):
            return
        edits, why = pasted_edits(self.view, self.model, text)
        if why:
            self.refused.emit(f"{why}\n没有粘贴，原有内容没有改动。")
        elif edits:
            self._batch(edits)

    def _show_count(self) -> None:
        shown, total = self.model.rows.found, self.model.total()
        is_coming = self.model.rows.is_busy and not (shown or total)
        words = f"{total} 条" if shown == total else f"{shown} / {total} 条"
        self._count.setText("正在读取……" if is_coming else words)
        self._empty.say(is_filtered=total > 0)
        self._error.say(self.model.fault)
        self._stack.setCurrentIndex(2 if self.model.fault else 0 if shown or is_coming else 1)
        sums = "　".join(f"{c.title} {_sum(c, value)}" for c, value in self.model.totals())
        self._totals.setText(f"合计：{sums}")
        self._totals.setVisible(bool(sums))


def _sum(column: Column, value: float) -> str:
    if column.text is not None:
        return column.text(int(value))
    return f"{round(value, 2):,.2f}".rstrip("0").rstrip(".")


def _activate(table: RecordTable, index: QModelIndex) -> None:
    is_edited = table.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    if not is_edited and index.data(RecordRole) is not None:
        table.activated.emit(index.data(RecordRole))


def _type_on(field: QLineEdit, letters: str) -> None:
    field.setFocus()
    field.setText(field.text() + letters)
