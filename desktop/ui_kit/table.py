"""A list with its filter line: type to filter, click to sort, columns remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.core.row_source import RowSource
from desktop.ui_kit.rows_model import Column, RecordRole, RowsModel, cell_text

_DEBOUNCE_MS = 150
_ROW_HEIGHT = 28


class RecordTable(QWidget):
    """A table over a row source.

    Signals: selection_changed() when other rows are selected, activated(record) on Enter or
    double click where the cell is not edited in place.
    """

    selection_changed = Signal()
    activated = Signal(object)

    def __init__(
        self, name: str, source: RowSource, columns: Sequence[Column], *, empty: str,
        filters: Sequence[tuple[str, str, Sequence[str]]] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self.name = name
        self.model = RowsModel(source, columns)
        self.view = _TableView(self)
        self.view.setObjectName(f"{name}.table")
        self.view.setAccessibleName(name)
        self.view.setModel(self.model)
        self._filter = QLineEdit(placeholderText="输入文字筛选，空格分开多个词")
        self._filter.setObjectName(f"{name}.filter")
        self._filter.setAccessibleName("筛选")
        self._filter.setClearButtonEnabled(True)
        self._count = QLabel()
        self._count.setObjectName(f"{name}.count")
        self._count.setProperty("role", "secondary")
        self._choices = [self._choice(*item) for item in filters]
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._hint = QLabel(empty, alignment=Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._empty = empty
        self._clear = QPushButton("清除筛选")
        self._clear.setObjectName(f"{name}.clear")
        self._build()
        self._restore()
        self._connect()
        self._show_count()

    def _choice(self, key: str, title: str, values: Sequence[str]) -> tuple[str, QComboBox]:
        box = QComboBox()
        box.setObjectName(f"{self.name}.filter.{key}")
        box.setAccessibleName(title)
        box.addItem(title, None)
        for value in values:
            box.addItem(value, value)
        return key, box

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self._filter, 1)
        for _, box in self._choices:
            bar.addWidget(box)
        bar.addWidget(self._count)
        blank = QWidget()
        column = QVBoxLayout(blank)
        column.addStretch()
        column.addWidget(self._hint)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(blank)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self.apply_filter)
        for _, box in self._choices:
            box.currentIndexChanged.connect(self.apply_filter)
        self._clear.clicked.connect(self.clear_filter)
        self.view.selectionModel().selectionChanged.connect(self.selection_changed)
        self.view.doubleClicked.connect(self._activate)
        self.view.entered_row.connect(self._activate)
        header = self.view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._column_menu)
        for signal in (header.sectionResized, header.sectionMoved, header.sortIndicatorChanged):
            signal.connect(self._remember)

    def apply_filter(self) -> None:
        """Ask for what the filter line says."""
        filters = tuple(
            (key, str(box.currentData()))
            for key, box in self._choices
            if box.currentData() is not None
        )
        query = replace(self.model.query, text=self._filter.text(), filters=filters)
        if query != self.model.query:
            kept = {record.id for record in self.selected()}
            self.view.scrollToTop()
            self.model.ask(query)
            self._select(kept)
            self.selection_changed.emit()
        self._show_count()

    def clear_filter(self) -> None:
        """Show every row again."""
        self._filter.clear()
        for _, box in self._choices:
            box.setCurrentIndex(0)
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
        kept = {record.id for record in self.selected()}
        self.model.reload()
        self._select(kept)
        self._show_count()

    def _select(self, ids: set[str]) -> None:
        selection = self.view.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in range(min(self.model.rowCount(), 5000) if ids else 0):
            record = self.model.record(row)
            if record is not None and record.id in ids:
                selection.select(self.model.index(row, 0), flags)

    def selected(self) -> list[Any]:
        """Return the selected records in the order shown."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        records = (self.model.record(row) for row in rows)
        return [record for record in records if record is not None]

    def shown_columns(self) -> list[Column]:
        """Return the visible columns in their order."""
        header = self.view.horizontalHeader()
        order = sorted(range(len(self.model.columns)), key=header.visualIndex)
        return [self.model.columns[i] for i in order if not header.isSectionHidden(i)]

    def shown_cells(self) -> list[tuple[str, ...]]:
        """Return every row found as the words of the visible columns."""
        columns = self.shown_columns()
        return [
            tuple(cell_text(column, record) for column in columns)
            for record in self.model.records()
        ]

    def set_edit(self, edit: Callable[[Any, str, str], bool]) -> None:
        """Let cells of editable columns be edited in place through a function."""
        self.model.edit = edit
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total()
        self._count.setText(f"{total} 条" if shown == total else f"{shown} / {total} 条")
        self._hint.setText("没有符合筛选条件的内容。" if total else self._empty)
        self._clear.setVisible(total > 0)
        self._stack.setCurrentIndex(0 if shown else 1)

    def _activate(self, index: QModelIndex) -> None:
        if not self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.activated.emit(index.data(RecordRole))

    def _column_menu(self, position: QPoint) -> None:
        header = self.view.horizontalHeader()
        menu = QMenu(self)
        for number, column in enumerate(self.model.columns[1:], 1):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(number))
            action.setData(number)
        menu.triggered.connect(self._toggle_column)
        menu.popup(header.mapToGlobal(position))

    def _toggle_column(self, action: Any) -> None:
        self.view.horizontalHeader().setSectionHidden(action.data(), not action.isChecked())
        self._remember()

    def _remember(self) -> None:
        state = self.view.horizontalHeader().saveState()
        QSettings().setValue(f"tables/{self.name}", state)

    def _restore(self) -> None:
        header = self.view.horizontalHeader()
        for number, column in enumerate(self.model.columns):
            self.view.setColumnWidth(number, column.width)
        state = QSettings().value(f"tables/{self.name}")
        if state is not None and header.count() == len(self.model.columns):
            header.restoreState(state)
        self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())


class _TableView(QTableView):
    """A QTableView that copies as Excel does and opens a row with Enter."""

    entered_row = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            self.state() != QAbstractItemView.State.EditingState
        ):
            self.entered_row.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        header = self.horizontalHeader()
        columns = sorted(
            (i for i in range(self.model().columnCount()) if not header.isSectionHidden(i)),
            key=header.visualIndex,
        )
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        role = int(Qt.ItemDataRole.EditRole)
        lines = [
            "\t".join(
                str(self.model().index(row, column).data(role) or "")
                .replace("\t", " ").replace("\n", " ")
                for column in columns
            )
            for row in rows
        ]  # fmt: skip
        QGuiApplication.clipboard().setText("\n".join(lines))
