"""The editor a cell opens: a line, a date typed freely, one of several words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QStyledItemDelegate, QWidget

from desktop.ui_kit.form_inputs import DateInput, LineInput
from desktop.ui_kit.rows_model import Column

_LISTED, _WIDEST = 12, 240


class ChoiceCell(QComboBox):
    """Some words to choose from; letters shorten the list, other words may be typed."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_LISTED)
        self.addItems(list(column.choices() if column.choices else ()))
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.setCurrentText("")

    def words(self) -> str:
        """Return what is chosen or typed."""
        return self.currentText()

    def set_words(self, words: str) -> None:
        """Hold other words, marked so that typing replaces them."""
        self.setCurrentText(words)
        line = self.lineEdit()
        if line is not None:
            line.selectAll()


CellEditor = LineInput | DateInput | ChoiceCell


def make_editor(column: Column) -> CellEditor:
    """Return the editor that fits a column."""
    if column.choices is not None:
        return ChoiceCell(column)
    return DateInput("", "") if column.date else LineInput("", "")


class EditDelegate(QStyledItemDelegate):
    """Opens the right editor in a cell."""

    def createEditor(
        self, parent: QWidget, option: Any, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        columns: Any = getattr(index.model(), "columns", ())
        editor = make_editor(columns[index.column()])
        editor.setParent(parent)
        editor.setObjectName("cell")
        editor.setAccessibleName(columns[index.column()].title)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: Any, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().updateEditorGeometry(editor, option, index)
        # A narrow column would hide what is typed; the editor lies over its neighbour then.
        body = editor.parentWidget()
        room = body.width() - option.rect.left() if body else _WIDEST
        wide = max(option.rect.width(), min(editor.sizeHint().width(), _WIDEST, room))
        editor.setGeometry(option.rect.left(), option.rect.top(), wide, option.rect.height())

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, LineInput | ChoiceCell):
            editor.set_words(str(index.data(int(Qt.ItemDataRole.EditRole)) or ""))

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        if isinstance(editor, LineInput | ChoiceCell):
            model.setData(index, editor.words())
