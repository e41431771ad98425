"""A dialog of fields: labels above, errors under the field, Enter saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import InputError, UserError


@dataclass(frozen=True, slots=True)
class Field:
    """One field; with `choices` it is a box to choose from."""

    key: str
    label: str
    value: str = ""
    choices: Sequence[str] = ()
    help: str = ""
    required: bool = False


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
        self.setMinimumWidth(420)
        self._save = save
        self._faults: tuple[type[Exception], ...] = (UserError, *faults)
        self._fields = fields
        self._inputs: dict[str, QLineEdit | QComboBox] = {}
        self._errors: dict[str, QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(4)
        for field in fields:
            self._add(layout, field)
        self._error = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        layout.addWidget(self._error)
        layout.addLayout(self._buttons(verb))

    def _add(self, layout: QVBoxLayout, field: Field) -> None:
        layout.addWidget(QLabel(f"{field.label}（必填）" if field.required else field.label))
        widget: QLineEdit | QComboBox
        if field.choices:
            widget = QComboBox()
            widget.addItems(list(field.choices))
            widget.setCurrentText(field.value)
        else:
            widget = QLineEdit(field.value)
            widget.setPlaceholderText(field.help)
        widget.setObjectName(f"{self.objectName()}.{field.key}")
        widget.setAccessibleName(field.label)
        error = QLabel(textFormat=Qt.TextFormat.PlainText)
        error.setProperty("role", "error")
        layout.addWidget(widget)
        layout.addWidget(error)
        self._inputs[field.key], self._errors[field.key] = widget, error

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
        return {
            key: item.currentText() if isinstance(item, QComboBox) else item.text()
            for key, item in self._inputs.items()
        }

    def _try(self) -> None:
        values = self.values()
        missing = [f for f in self._fields if f.required and not values[f.key].strip()]
        for field in self._fields:
            self._errors[field.key].setText(f"请填写{field.label}" if field in missing else "")
        if missing:
            self._inputs[missing[0].key].setFocus()
            return
        try:
            self._save(values)
        except InputError as error:
            self._show(error)
        except self._faults as error:
            self._error.setText(str(error))
        else:
            self.accept()

    def _show(self, error: InputError) -> None:
        labels = {field.label: field.key for field in self._fields}
        rest = []
        for problem in error.problems:
            if problem.where in labels:
                self._errors[labels[problem.where]].setText(problem.what)
            else:
                rest.append(str(problem))
        self._error.setText("\n".join([error.text, *rest]))
