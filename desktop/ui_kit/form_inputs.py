"""The inputs of a form: a line, a long text, a date, one of several, some of several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core.clock import today
from desktop.core.errors import UserError
from desktop.core.typed_date import read_date

_LINES = 4
_LISTED = 6
SEPARATOR = "、"


class LineInput(QLineEdit):
    """One line of text."""

    def __init__(self, value: str, hint: str) -> None:
        super().__init__(value)
        self.setCursorPosition(0)
        self.setPlaceholderText(hint)

    def words(self) -> str:
        """Return what is typed."""
        return self.text()

    def set_words(self, words: str) -> None:
        """Hold other words."""
        self.setText(words)
        self.setCursorPosition(0)

    def fault(self) -> str:
        """Return what is wrong with it, in words."""
        return ""


class DateInput(LineInput):
    """A date typed freely; it is shown in full when the field is left."""

    def __init__(self, value: str, hint: str) -> None:
        super().__init__(value, hint or "如：8.31、0831、8月底、2026-08-31")
        self.editingFinished.connect(self._spell_out)

    def words(self) -> str:
        """Return the date as 2026-08-31, what is typed where it is none, or nothing."""
        try:
            return read_date(self.text(), today()).isoformat() if self.text().strip() else ""
        except UserError:
            return self.text()

    def fault(self) -> str:
        """Return what is wrong with it, in words."""
        try:
            if self.text().strip():
                read_date(self.text(), today())
        except UserError as error:
            return f"{error.text}{error.advice}"
        return ""

    def _spell_out(self) -> None:
        self.setText(self.words())


class LongInput(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, value: str, hint: str) -> None:
        super().__init__(value)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 16)

    def words(self) -> str:
        """Return what is typed."""
        return self.toPlainText()

    def set_words(self, words: str) -> None:
        """Hold other words."""
        self.setPlainText(words)

    def fault(self) -> str:
        """Return what is wrong with it, in words."""
        return ""


class ChoiceInput(QComboBox):
    """One of several."""

    def __init__(self, value: str, choices: Sequence[str]) -> None:
        super().__init__()
        self.addItems(list(choices))
        self.setCurrentText(value)

    def words(self) -> str:
        """Return the one chosen."""
        return self.currentText()

    def set_words(self, words: str) -> None:
        """Choose one, where it is offered."""
        self.setCurrentText(words)

    def fault(self) -> str:
        """Return what is wrong with it, in words."""
        return ""


class ManyInput(QWidget):
    """Some of several: letters shorten the list, Space ticks; joined by 、."""

    def __init__(self, value: str, choices: Sequence[str]) -> None:
        super().__init__()
        self.finder = QLineEdit(placeholderText="输入文字缩短下面的列表")
        self.finder.setAccessibleName("在列表中查找")
        self.list = QListWidget()
        for choice in choices:
            QListWidgetItem(choice, self.list)
        self.set_words(value)
        self.list.setFixedHeight(max(24, self.list.sizeHintForRow(0)) * _LISTED + 4)
        self.finder.textChanged.connect(self._shorten)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.finder)
        layout.addWidget(self.list)
        self.setFocusProxy(self.finder)

    def setObjectName(self, name: str) -> None:
        """Name the parts after the whole."""
        super().setObjectName(name)
        self.finder.setObjectName(f"{name}.find")
        self.list.setObjectName(f"{name}.list")

    def setAccessibleName(self, name: str) -> None:
        """Name the list as the whole is named."""
        super().setAccessibleName(name)
        self.list.setAccessibleName(name)

    def _shorten(self, text: str) -> None:
        words = text.casefold().split()
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(not all(word in item.text().casefold() for word in words))

    def set_words(self, words: str) -> None:
        """Tick these and no others."""
        chosen = set(words.split(SEPARATOR))
        for item in (self.list.item(number) for number in range(self.list.count())):
            ticked = Qt.CheckState.Checked if item.text() in chosen else Qt.CheckState.Unchecked
            item.setCheckState(ticked)

    def words(self) -> str:
        """Return the ticked ones, hidden ones too."""
        items = (self.list.item(number) for number in range(self.list.count()))
        ticked = (item.text() for item in items if item.checkState() == Qt.CheckState.Checked)
        return SEPARATOR.join(ticked)

    def fault(self) -> str:
        """Return what is wrong with it, in words."""
        return ""


FormInput = LineInput | LongInput | ChoiceInput | ManyInput
