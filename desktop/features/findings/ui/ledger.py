"""The ledger's list: reminders above it, the selected finding at its right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.features.findings.boards import Reminders, reminders
from desktop.features.findings.choices import Choices, choices
from desktop.features.findings.rules import STATES
from desktop.features.findings.service import add_photo, edit_findings, finding_rows
from desktop.features.findings.ui.detail import FindingDetail
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.pasting import Edits
from desktop.ui_kit.reading import Reading
from desktop.ui_kit.rows_model import Column, offering
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.wrapping import WrappingRow

_EMPTY = (
    "这里是问题台账：每个问题从发现到销号的全过程。\n"
    "录入检查表时记下的问题会到这里；也可以“导入”反馈清单，或“登记”一个问题。"
)
_COLUMNS = (
    Column("number", "编号", 52, right=True), Column("state", "状态", 84, state=True),
    Column("late", "期限", 84, state=True), Column("point", "地点", 150),
    Column("text", "问题", 230), Column("lead", "牵头单位", 90),
    Column("due", "整改时限", 92, editable=True, date=True), Column("street", "街道", 84),
    Column("units", "责任单位", 150), Column("class_", "类别", 84),
    Column("indicator", "对应指标", 84), Column("found", "发现日期", 92),
    Column("assigned", "交办日期", 92), Column("fixed", "整改日期", 92),
    Column("closed", "销号日期", 92), Column("former", "反弹自", 60, right=True),
    Column("photos", "照片", 48, right=True), Column("cards", "督办卡", 56, right=True),
    Column("source", "来源", 200), Column("remark", "备注", 150, editable=True),
)  # fmt: skip
_BESIDE = 720
_LATE = ("逾期", "今日到期")
_REMINDERS = (("late", "逾期", "late", "逾期"), ("due_today", "今日到期", "late", "今日到期"),
              ("waiting", "待复查", "state", "待复查"),
              ("unassigned", "待交办", "state", "发现"))  # fmt: skip
_PICTURES = "照片 (*.jpg *.jpeg *.png *.bmp *.gif *.webp *.tif *.tiff)"


class Ledger(QWidget):
    """The list with its filters, the reminders and the detail."""

    def __init__(
        self, context: UiContext, act: Callable[[], None], note: Callable[[], None]
    ) -> None:
        super().__init__()
        self._context = context
        self._reading = Reading(context, self)
        self._wanted: bool | None = None
        self.table = RecordTable(
            "findings", finding_rows(context.store),
            offering(_COLUMNS, class_=lambda: ("", *choices(context.store).classes)),
            empty=_EMPTY, title="问题台账",
            step=None if context.store.read_only else ("登记问题", note),
            filters=(("state", "全部状态", tuple(STATES.values())),
                     ("late", "全部期限", _LATE), ("street", "全部街道", ()),
                     ("lead", "全部单位", ()), ("class_", "全部类别", ())),
        )  # fmt: skip
        self.table.set_edit(self._edit, self._edit_many)
        self.table.refused.connect(context.messages.error)
        self.detail = FindingDetail(context.store)
        self.detail.photo_wanted.connect(self._add_photo)
        self.table.selection_changed.connect(self._show_selected)
        self.table.activated.connect(lambda _row: act())
        self._reminders: dict[str, QPushButton] = {}
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._reminder_row())
        column.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addWidget(self.detail)
        self._read_words()

    def _edit(self, record: Any, key: str, text: str) -> bool:
        return self._edit_many([(record, {key: text})])

    def _edit_many(self, edits: Edits) -> bool:
        changes = {record.id: values for record, values in edits}
        words = "已保存" if len(edits) == 1 else f"已改 {len(edits)} 个问题"
        return self._context.perform_many(
            len(edits), lambda store: edit_findings(store, changes), words
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(event.size().width())
        super().resizeEvent(event)

    def _fit(self, room: int) -> None:
        """Fold the detail away where it would leave the list no room, until it is asked for."""
        self.detail.fit(room)
        self.detail.setVisible(room >= _BESIDE if self._wanted is None else self._wanted)

    def fold(self) -> None:
        """Show or hide the detail."""
        self._wanted = not self.detail.isVisible()
        self._fit(self.width())

    def _reminder_row(self) -> WrappingRow:
        row = WrappingRow(grows=False)
        for name, title, key, value in _REMINDERS:
            button = QPushButton(title)
            button.setObjectName(f"findings.reminder.{name}")
            button.clicked.connect(lambda _c=False, k=key, v=value: self.show_only(k, v))
            row.addWidget(button)
            self._reminders[name] = button
        return row

    def show_only(self, key: str, value: str) -> None:
        """Show the findings that a reminder counts."""
        self.table.clear_filter()
        self.table.filter_by(key, value)

    def _read_words(self) -> None:
        self._reading.ask(lambda store: (reminders(store), choices(store)), self._show_words)

    def _show_words(self, words: tuple[Reminders, Choices]) -> None:
        counts, offered = words
        for key, values in (("street", offered.streets), ("lead", offered.leads),
                            ("class_", offered.classes)):  # fmt: skip
            box = self.findChild(QComboBox, f"findings.filter.{key}")
            if box is not None:
                _offer(box, values)
        for name, title, _, _ in _REMINDERS:
            count = getattr(counts, name)
            self._reminders[name].setText(f"{title} {count}")
            self._reminders[name].setEnabled(count > 0)

    def _show_selected(self) -> None:
        rows = self.table.selected(1) if self.table.selection.count() == 1 else []
        self.detail.show_row(rows[0] if rows else None)

    def _add_photo(self, stage: str) -> None:
        rows = self.table.selected(1)
        names, _ = QFileDialog.getOpenFileNames(self.window(), "选择照片", "", _PICTURES)
        for name in names if rows else ():
            add = partial(add_photo, self._context.store, rows[0].id, Path(name), stage=stage)
            self._context.perform(add, "已添加照片")

    def reload(self) -> None:
        """Read the list, the reminders and the filters' words again."""
        self._read_words()
        self.table.reload()

    def selected_or_shown(self) -> tuple[str, ...]:
        """Return the ids of the selected findings, or of all that are shown."""
        every = (0, self.table.model.rowCount() - 1)
        return tuple(self.table.selection.ids() or self.table.model.rows.ids(*every))


def _offer(box: QComboBox, values: tuple[str, ...]) -> None:
    """Let a filter offer other words, keeping the one chosen where it is still there."""
    if [box.itemData(number) for number in range(1, box.count())] == list(values):
        return
    chosen = box.currentData()
    box.blockSignals(True)
    while box.count() > 1:
        box.removeItem(1)
    for value in values:
        box.addItem(value, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
