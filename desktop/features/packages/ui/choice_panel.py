"""What goes into the package: edition, window, review, names, volumes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core.resources import resource
from desktop.features.packages.names import TOKENS
from desktop.features.packages.source import read_window
from desktop.features.packages.types import Choice

_RULES = ("{序号}_{材料项}_{名称}", "{编号}-{圈号} {名称}", "{序号}_{名称}", "{日期}_{单位}_{名称}")
_DEBOUNCE_MS = 300


class ChoicePanel(QFrame):
    """The choices, label above field.

    Signals: changed() a moment after the last key or click.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._edition, self._review, self._volume = QComboBox(), QComboBox(), QComboBox()
        self._rule = QComboBox(editable=True)
        self._name = QLineEdit(placeholderText="不填则用县名和版本")
        self._window = QLineEdit(placeholderText="2025-09-01..2026-08-31，不填不限")
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self.changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(4)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._add("edition", "测评体系版本", self._edition)
        self._add("window", "材料时限", self._window,
                  "没有日期的材料也打进去；日期在外的不打，列在预览最后")  # fmt: skip
        self._add("review", "材料范围", self._review)
        self._review.addItem("全部已归位的（退回的除外）", False)
        self._review.addItem("只要审核通过的", True)
        self._add("rule", "文件命名规则", self._rule,
                  "可以用：" + "、".join(f"{{{token}}}" for token in TOKENS))  # fmt: skip
        self._rule.addItems(list(_RULES))
        self._add("volume", "打成", self._volume)
        for key, facts in resource("packages.json")["volumes"].items():
            self._volume.addItem(facts["title"], key)
        self._add("name", "包名", self._name)
        self._column.addStretch()

    def _add(self, key: str, label: str, field: QWidget, hint: str = "") -> None:
        field.setObjectName(f"packages.{key}")
        field.setAccessibleName(label)
        if isinstance(field, QComboBox):
            # The longest entry must not widen the panel.
            field.setMinimumContentsLength(12)
            policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            field.setSizeAdjustPolicy(policy)
            line = field.lineEdit()
            if line is not None:
                line.setAccessibleName(label)
        self._column.addWidget(QLabel(label))
        self._column.addWidget(field)
        if hint:
            note = QLabel(hint)
            note.setWordWrap(True)
            note.setProperty("role", "secondary")
            self._column.addWidget(note)
        self._column.addSpacing(8)

    def _connect(self) -> None:
        for box in (self._edition, self._review, self._volume):
            box.currentIndexChanged.connect(self._timer.start)
        self._rule.editTextChanged.connect(self._timer.start)
        for field in (self._name, self._window):
            field.textChanged.connect(self._timer.start)

    def offer_editions(self, names: Sequence[str]) -> None:
        """Offer the editions there are, keeping the one chosen."""
        kept = self._edition.currentData()
        self._edition.blockSignals(True)
        self._edition.clear()
        self._edition.addItem("当前版本", "")
        for name in names:
            self._edition.addItem(name, name)
        self._edition.setCurrentIndex(max(0, self._edition.findData(kept or "")))
        self._edition.blockSignals(False)

    def choice(self) -> Choice:
        """Return what is chosen; raise UserError for a window nobody understands."""
        return Choice(
            str(self._edition.currentData() or ""), read_window(self._window.text()),
            bool(self._review.currentData()), self._rule.currentText(), self._name.text(),
            str(self._volume.currentData() or ""),
        )  # fmt: skip
