"""One step with one or many findings: only what the step needs is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.clock import today
from desktop.core.errors import UserError
from desktop.features.findings.rules import STEPS, StepRule
from desktop.features.findings.steps import StepInput, read_day
from desktop.ui_kit.fields_area import FieldsArea, fit_screen

_PICTURES = "照片 (*.jpg *.jpeg *.png *.bmp *.gif *.webp *.tif *.tiff)"
_NAME = "findings.step"


class StepDialog(QDialog):
    """Asks what is to be done; `take` gets the step's name and what was said.

    `states` says how many of the findings are in each state.
    """

    def __init__(
        self, parent: QWidget | None, states: Mapping[str, int],
        take: Callable[[str, StepInput], None], *, faults: tuple[type[Exception], ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("findings.step_form")
        self._states, self._whole = states, sum(states.values())
        self.setWindowTitle(f"办理 {self._whole} 个问题")
        self.setMinimumWidth(460)
        self._take = take
        self._faults: tuple[type[Exception], ...] = (UserError, *faults)
        self._rules = [rule for rule in STEPS.values() if self._fits(rule)]
        self._photos: tuple[Path, ...] = ()
        self._step = QComboBox()
        self._step.setObjectName(f"{_NAME}.which")
        self._step.setAccessibleName("办哪一步")
        for rule in self._rules:
            self._step.addItem(rule.title, rule.name)
        self._on = _line("on", "办理日期", today().isoformat())
        self._who = _line("who", "谁办的", "", "单位或姓名；不填按牵头单位或创建办")
        self._units = _line("units", "责任单位", "", "不填沿用原来的；几个用顿号分开，第一个牵头")
        self._due = _line("due", "整改时限", "", "不填按设置里的工作日算；如 8.31、8月底")
        self._text = QPlainTextEdit()
        self._text.setObjectName(f"{_NAME}.text")
        self._text.setAccessibleName("说明")
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(72)
        self._photo = QPushButton("选照片…")
        self._photo.setObjectName(f"{_NAME}.photos")
        self._photo.clicked.connect(self._choose)
        self._boxes: dict[str, QWidget] = {}
        self._labels: dict[str, QLabel] = {}
        self._build()
        self._step.currentIndexChanged.connect(self._show_needed)
        self._show_needed()

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        fields = (("which", "办哪一步", self._step), ("on", "办理日期", self._on),
                  ("who", "谁办的", self._who), ("units", "责任单位", self._units),
                  ("due", "整改时限", self._due), ("text", "说明", self._text),
                  ("photo", "照片", self._photo))  # fmt: skip
        for key, title, widget in fields:
            box = QWidget()
            inner = QVBoxLayout(box)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(4)
            label = QLabel(title)
            inner.addWidget(label)
            inner.addWidget(widget)
            column.addWidget(box)
            self._boxes[key], self._labels[key] = box, label
        self._note = QLabel()
        self._note.setObjectName(f"{_NAME}.note")
        self._note.setProperty("role", "secondary")
        self._note.setWordWrap(True)
        self._error = QLabel()
        self._error.setObjectName(f"{_NAME}.error")
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        column.addWidget(self._note)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(8)
        whole.addWidget(FieldsArea(body), 1)
        whole.addWidget(self._error)
        whole.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        cancel, self._save = QPushButton("取消"), QPushButton("办理")
        self._save.setObjectName(f"{_NAME}.save")
        self._save.setProperty("role", "primary")
        self._save.setDefault(True)
        cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._try)
        row.addWidget(cancel)
        row.addWidget(self._save)
        return row

    def _fits(self, rule: StepRule) -> int:
        return sum(count for state, count in self._states.items() if state in rule.sources)

    def _rule(self) -> StepRule | None:
        index = self._step.currentIndex()
        return self._rules[index] if 0 <= index < len(self._rules) else None

    def _show_needed(self) -> None:
        """Show the fields the step needs, and with how many of the selection it can be taken."""
        rule = self._rule()
        if rule is None:
            self._note.setText("选中的问题都已经办结，没有可办的步骤。")
            self._save.setEnabled(False)
            return
        needs = rule.needs
        shown = {"who": "who" in needs, "units": "units" in needs, "photo": rule.name != "void",
                 "due": "due" in needs or rule.name in ("fail", "transfer", "resume")}  # fmt: skip
        for key, is_shown in shown.items():
            self._boxes[key].setVisible(is_shown)
        must = "（必填）" if "text" in needs else ""
        self._labels["text"].setText(f"{rule.text_title}{must}")
        self._labels["photo"].setText("照片（必填）" if "photo" in needs else "照片")
        fits = self._fits(rule)
        left = self._whole - fits
        words = f"可以{rule.title} {fits} 个" + (
            f"；其余 {left} 个状态不合，不动。" if left else "。"
        )
        self._note.setText(words)
        self._save.setText(f"{rule.title} {fits} 个")
        fit_screen(self)

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "选择照片", "", _PICTURES)
        self._photos = tuple(Path(name) for name in names)
        self._photo.setText(f"已选 {len(names)} 张" if names else "选照片…")

    def _try(self) -> None:
        rule = self._rule()
        if rule is None:
            return
        try:
            said = StepInput(
                read_day(self._on.text(), "办理日期"), self._who.text(), self._text.toPlainText(),
                read_day(self._due.text(), "整改时限"),
                tuple(name for name in self._units.text().replace("，", "、").split("、") if name),
                self._photos,
            )  # fmt: skip
            self._take(rule.name, said)
        except self._faults as error:
            self._error.setText(str(error)[:600])
        else:
            self.accept()


def _line(key: str, title: str, value: str, help_text: str = "") -> QLineEdit:
    line = QLineEdit(value)
    line.setObjectName(f"{_NAME}.{key}")
    line.setAccessibleName(title)
    line.setPlaceholderText(help_text)
    return line
