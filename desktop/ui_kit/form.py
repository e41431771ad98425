"""A dialog of fields: labels above, errors under the field, Enter saves."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import InputError, UserError
from desktop.ui_kit.fields_area import FieldsArea, fit_screen
from desktop.ui_kit.form_inputs import (
    ChoiceInput,
    DateInput,
    FormInput,
    LineInput,
    LongInput,
    ManyInput,
)

_WIDTH = 460


@dataclass(frozen=True, slots=True)
class Field:
    """One field; with `choices` it is a box to choose from.

    kind: "long" takes several lines, "date" a date typed freely and gives 2026-08-31 or nothing,
    "many" some of `choices`, given and returned joined by 、. A new `section` gets a heading.
    `help` stands in the field while it is empty, `note` below it at all times.
    """

    key: str
    label: str
    value: str = ""
    choices: Sequence[str] = ()
    help: str = ""
    required: bool = False
    kind: Literal["", "long", "date", "many"] = ""
    section: str = ""
    note: str = ""


class FormDialog(QDialog):
    """Asks for some fields; `save` gets the texts and may refuse with UserError."""

    def __init__(
        self, parent: QWidget | None, name: str, title: str, fields: Sequence[Field],
        save: Callable[[Mapping[str, str]], None], *, verb: str = "保存",
        faults: tuple[type[Exception], ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._save = save
        self._faults: tuple[type[Exception], ...] = (UserError, *faults)
        self._fields = fields
        self._inputs: dict[str, FormInput] = {}
        self._errors: dict[str, QLabel] = {}
        self._boxes: dict[str, QWidget] = {}
        self._heads: dict[str, QLabel] = {}
        self._error = _error_label()
        self._error.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(self._area(), 1)
        layout.addWidget(self._error)
        layout.addLayout(self._buttons(verb))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._try)

    def showEvent(self, event: QShowEvent) -> None:
        fit_screen(self)
        super().showEvent(event)

    def _area(self) -> FieldsArea:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for field in self._fields:
            self._add(column, field)
        column.addStretch()
        return FieldsArea(body)

    def _add(self, column: QVBoxLayout, field: Field) -> None:
        label = QLabel(f"{field.label}（必填）" if field.required else field.label)
        widget = _input(field)
        widget.setObjectName(f"{self.objectName()}.{field.key}")
        widget.setAccessibleName(field.label)
        label.setBuddy(widget)
        error = _error_label()
        box = QWidget()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(0, 0, 0, 4)
        inside.setSpacing(4)
        for part in (label, widget, *_note(field, widget), error):
            inside.addWidget(part)
        if field.section and field.section not in self._heads:
            head = QLabel(field.section)
            head.setProperty("role", "section")
            column.addWidget(head)
            self._heads[field.section] = head
        column.addWidget(box)
        self._boxes[field.key] = box
        self._inputs[field.key], self._errors[field.key] = widget, error
        if isinstance(widget, LineInput):
            widget.editingFinished.connect(partial(self._check, field))

    def _buttons(self, verb: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        cancel, save = QPushButton("取消"), QPushButton(verb)
        save.setObjectName(f"{self.objectName()}.save")
        save.setProperty("role", "primary")
        save.setDefault(True)
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self._try)
        row.addWidget(cancel)
        row.addWidget(save)
        return row

    def values(self) -> dict[str, str]:
        """Return what the fields hold."""
        return {key: item.words() for key, item in self._inputs.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put words into some fields; nothing is saved by that."""
        for key, words in values.items():
            if key in self._inputs:
                self._inputs[key].set_words(words)

    def show_only(self, keys: Container[str]) -> None:
        """Leave the other fields out of sight; they are saved all the same."""
        for key, box in self._boxes.items():
            box.setVisible(key in keys)
        shown = {field.section for field in self._fields if field.key in keys}
        for section, head in self._heads.items():
            head.setVisible(section in shown)

    def complain(self, words: str) -> None:
        """Say below the fields what could not be done."""
        _say(self._error, words)

    def _check(self, field: Field) -> bool:
        """Say under a field what is wrong with it; nothing is said of a field left empty."""
        fault = self._inputs[field.key].fault()
        _say(self._errors[field.key], fault)
        return not fault

    def _is_filled(self, field: Field) -> bool:
        if field.required and not self._inputs[field.key].words().strip():
            _say(self._errors[field.key], f"请填写{field.label}")
            return False
        return True

    def _try(self) -> None:
        _say(self._error, "")
        wrong = [f for f in self._fields if not (self._check(f) and self._is_filled(f))]
        if wrong:
            self._inputs[wrong[0].key].setFocus()
            return
        values = self.values()
        try:
            self._save(values)
        except InputError as error:
            self._show(error)
        except self._faults as error:
            _say(self._error, str(error))
        else:
            self.accept()

    def _show(self, error: InputError) -> None:
        labels = {field.label: field.key for field in self._fields}
        rest = []
        for problem in error.problems:
            if problem.where in labels:
                _say(self._errors[labels[problem.where]], problem.what)
            else:
                rest.append(str(problem))
        _say(self._error, "\n".join([error.text, *rest]))


def _input(field: Field) -> FormInput:
    if field.kind == "many":
        return ManyInput(field.value, field.choices)
    if field.choices:
        return ChoiceInput(field.value, field.choices)
    if field.kind == "long":
        return LongInput(field.value, field.help)
    if field.kind == "date":
        return DateInput(field.value, field.help)
    return LineInput(field.value, field.help)


def _note(field: Field, widget: QWidget) -> Iterator[QLabel]:
    if field.note:
        widget.setAccessibleDescription(field.note)
        label = QLabel(field.note, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        label.setProperty("role", "secondary")
        yield label


def _error_label() -> QLabel:
    label = QLabel()
    label.setProperty("role", "error")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.hide()
    return label


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
