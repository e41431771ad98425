"""Importing a table: the file as it is, what was understood, what will change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.core.cells import column_letters
from desktop.core.text import show_bidi
from desktop.features.exchange.table import as_text, column_titles
from desktop.features.exchange.types import ImportPreview, Note
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.theme import current

_NONE = "（不导入）"
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """The sheet as it is; cells with a remark are marked and explain themselves in a tip."""

    def __init__(self, preview: ImportPreview) -> None:
        super().__init__()
        self._preview = preview
        self._width = max((len(line.cells) for line in preview.lines), default=0)
        titles = column_titles(preview.request.kind)
        self._fields = {column: titles[name] for name, column in preview.columns.items()}
        self._notes = {
            note.cell: note.text
            for note in (*preview.skipped, *preview.problems)
            if note.sheet == preview.sheet
        }

    def row_of(self, cell: str) -> int:
        """Return the grid's row of a cell's address."""
        number = int("".join(letter for letter in cell.split(":")[0] if letter.isdigit()) or 0)
        for index, line in enumerate(self._preview.lines):
            if line.number >= number:
                return index
        return 0

    def _note(self, row: int, column: int) -> str:
        number = self._preview.lines[row].number
        own = self._notes.get(f"{column_letters(column + 1)}{number}")
        return own or self._notes.get(f"{number}:{number}", "")

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._preview.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._width

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self._preview.lines[index.row()]
        text = as_text(line.cells[index.column()]) if index.column() < len(line.cells) else ""
        note = self._note(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return f"▲ {text}".replace("\n", " ") if note else text.replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole and note:
            return note
        if role == Qt.ItemDataRole.BackgroundRole:
            if note:
                return QColor(current().hover)
            if line.number <= self._preview.header_row:
                return QColor(current().panel)
        if role == Qt.ItemDataRole.ForegroundRole and note:
            return QColor(current().busy)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:  # fmt: skip
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(self._preview.lines[section].number)
        field = self._fields.get(section + 1)
        return f"{column_letters(section + 1)}  {f'→ {field}' if field else '（不导入）'}"


class ImportDialog(QDialog):
    """Shows a preview and asks for the word.

    Signals: accepted_preview(preview) to import, wanted(request) to read again otherwise.
    """

    accepted_preview = Signal(object)
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, preview: ImportPreview) -> None:
        super().__init__(parent)
        self.setObjectName("import")
        self.preview = preview
        self.setWindowTitle(f"导入{preview.kind_title}：{show_bidi(preview.request.path.name)}")
        room = self.screen().availableGeometry()
        self.resize(min(1180, room.width() - 40), min(640, room.height() - 60))
        self._sheet = QComboBox()
        self._sheet.setObjectName("import.sheet")
        self._sheet.setAccessibleName("工作表")
        self._grid = QTableView()
        self._grid.setObjectName("import.grid")
        self._grid.setAccessibleName("文件里的内容")
        self._grid.setTabKeyNavigation(False)
        self._list = QListWidget()
        self._list.setObjectName("import.notes")
        self._list.setAccessibleName("变更、跳过和提示")
        self._list.setWordWrap(True)
        self._list.setProperty("role", "notes")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._count = QLabel()
        self._count.setObjectName("import.counts")
        self._apply = QPushButton("导入")
        self._apply.setObjectName("import.apply")
        self._apply.setProperty("role", "primary")
        self._build()
        self.show_preview(preview)
        self._sheet.activated.connect(self._other_sheet)
        self._list.itemClicked.connect(self._go_to_note)
        self._apply.clicked.connect(self._accept)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(QLabel("工作表"))
        top.addWidget(self._sheet)
        self._found = QLabel()
        self._found.setProperty("role", "secondary")
        top.addWidget(self._found, 1)
        columns = QPushButton("调整列")
        columns.setObjectName("import.columns")
        columns.clicked.connect(self._choose_columns)
        top.addWidget(columns)
        layout.addLayout(top)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._grid)
        split.addWidget(self._list)
        split.setSizes([800, 340])
        split.setHandleWidth(12)
        layout.addWidget(split, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self._count, 1)
        cancel = QPushButton("不导入")
        cancel.setObjectName("import.cancel")
        cancel.clicked.connect(self.reject)
        bottom.addWidget(cancel)
        bottom.addWidget(self._apply)
        layout.addLayout(bottom)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show another reading of the same file."""
        self.preview = preview
        self._sheet.clear()
        self._sheet.addItems(list(preview.sheets))
        self._sheet.setCurrentText(preview.sheet)
        self._found.setText(f"  表头在第 {preview.header_row} 行；还没有导入任何内容")
        self._model = GridModel(preview)
        self._grid.setModel(self._model)
        self._grid.verticalHeader().setDefaultSectionSize(26)
        for column in range(self._model.columnCount()):
            self._grid.setColumnWidth(column, 130)
        self._show_notes(preview)
        words = (
            f"新增 {len(preview.added)}　变更 {len(preview.changed)}　不变 {len(preview.unchanged)}"
            f"　跳过 {len(preview.skipped)}　提示 {len(preview.problems)}"
        )
        self._count.setText(words)
        self._apply.setEnabled(preview.has_changes)
        verb = (
            f"导入其余 {len(preview.added) + len(preview.changed)} 条"
            if preview.refused
            else "导入"
        )
        self._apply.setText(f"{verb}（可撤销）" if preview.has_changes else "没有需要导入的内容")

    def _show_notes(self, preview: ImportPreview) -> None:
        self._list.clear()
        self._notes: list[Note | None] = []
        titles = column_titles(preview.request.kind)
        for change in preview.changed[:500]:
            parts = "；".join(
                f"{titles.get(name, name)}：{_words(old)} → {_words(new)}"
                for name, old, new in change.fields
            )
            self._add(f"变更 {change.draft.cell} {change.draft.label}：{parts}",
                      Note(preview.sheet, change.draft.cell, ""))  # fmt: skip
        for word, notes in (("跳过", preview.skipped), ("提示", preview.problems)):
            for note in notes[:500]:
                self._add(f"{word} {note.sheet} {note.cell}：{note.text}", note)
        if preview.missing:
            self._add(f"已有的 {len(preview.missing)} 条不在这个文件里，保留不动。", None)
        if not self._notes:
            self._add("没有发现问题。", None)

    def _add(self, text: str, note: Note | None) -> None:
        self._list.addItem(text)
        self._notes.append(note)

    def _go_to_note(self) -> None:
        note = self._notes[self._list.currentRow()]
        if note is not None and note.sheet == self.preview.sheet:
            row = self._model.row_of(note.cell)
            self._grid.selectRow(row)
            self._grid.scrollTo(self._model.index(row, 0))

    def _other_sheet(self) -> None:
        name = self._sheet.currentText()
        if name != self.preview.sheet:
            request = replace(self.preview.request, sheet=name, header_row=None, columns=None)
            self.wanted.emit(request)

    def _choose_columns(self) -> None:
        preview = self.preview
        heads = [_NONE] + [
            f"{column_letters(number)} {head}" for number, head in enumerate(preview.heads, 1)
        ]
        fields = [
            Field(name, title, value=heads[preview.columns.get(name, 0)], choices=heads)
            for name, title in column_titles(preview.request.kind).items()
        ]

        def save(values: Mapping[str, str]) -> None:
            chosen = {name: heads.index(value) for name, value in values.items() if value != _NONE}
            request = replace(preview.request, sheet=preview.sheet,
                              header_row=preview.header_row, columns=chosen)  # fmt: skip
            self.wanted.emit(request)

        FormDialog(self, "import.mapping", "每一项在哪一列", fields, save, verb="重新读取").exec()

    def _accept(self) -> None:
        self.accepted_preview.emit(self.preview)
        self.accept()


def _words(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(map(str, value))[:40] or "空"
    return str(value)[:40] if value not in (None, "") else "空"


def ask_import(
    parent: QWidget, preview: ImportPreview, read: Callable[[Any, Callable[[Any], None]], None],
    apply: Callable[[ImportPreview], None],
) -> ImportDialog:  # fmt: skip
    """Open the dialog; `read` reads a request again, `apply` imports."""
    dialog = ImportDialog(parent, preview)
    dialog.wanted.connect(lambda request: read(request, dialog.show_preview))
    dialog.accepted_preview.connect(apply)
    dialog.open()
    return dialog
