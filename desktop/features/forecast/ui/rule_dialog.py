"""A rule as text, with what it gives for an example value at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.features.forecast.entries import try_rule
from desktop.features.forecast.types import points_words

_EXAMPLES = "如：A>85% B>80% C≤80% 两年均值；A(0例) B(1例) C(2例) C#(3例)；每处扣0.5分最多扣3分"


class RuleDialog(QDialog):
    """Asks for a rule; `save` gets its text."""

    def __init__(
        self, parent: QWidget, title: str, mark: Decimal, save: Callable[[str], None],
        words: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("rule")
        self.setWindowTitle(f"计分规则：{title}")
        self.setMinimumWidth(520)
        self._mark, self._save = mark, save
        self._text, self._example, self._result = QLineEdit(), QLineEdit(), QLabel()
        self._text.setObjectName("rule.text")
        self._text.setText(words)
        self._text.setPlaceholderText(_EXAMPLES)
        self._example.setObjectName("rule.example")
        self._example.setPlaceholderText("填一个数试算，如：82.5")
        self._result.setObjectName("rule.result")
        self._result.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        for label, field in (("规则", self._text), ("试算", self._example)):
            field.setAccessibleName(label)
            field.textChanged.connect(self._show)
            layout.addWidget(QLabel(label))
            layout.addWidget(field)
        layout.addWidget(self._result)
        layout.addLayout(self._buttons())
        self._show()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        cancel, save = QPushButton("取消"), QPushButton("保存")
        save.setObjectName("rule.save")
        save.setProperty("role", "primary")
        save.setDefault(True)
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self._accept)
        row.addWidget(cancel)
        row.addWidget(save)
        return row

    def _show(self) -> None:
        outcome = try_rule(self._text.text(), self._mark, self._example.text())
        full = points_words(self._mark)
        if not self._text.text().strip():
            self._result.setText(f"没有规则时由人判定，满分 {full} 分。")
        elif outcome is None:
            self._result.setText("还没有看懂这条规则。")
        else:
            grade = f"{outcome.grade} 档，" if outcome.grade else ""
            low, high = points_words(outcome.low), points_words(outcome.high)
            points = low if low == high else f"{low}～{high}"
            self._result.setText(f"满分 {full} 分：{grade}得 {points} 分。{outcome.why}")

    def _accept(self) -> None:
        text = self._text.text()
        if text.strip() and try_rule(text, self._mark, "") is None:
            self._text.setFocus()
            return
        self._save(text)
        self.accept()
