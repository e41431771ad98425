"""录入: the sheet's number first, then row after row with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import UserError
from desktop.features.visits.answering import take_choice, type_number, write_remark
from desktop.features.visits.choices import Choice
from desktop.features.visits.entry import (
    EntrySheet,
    SheetLine,
    differences,
    fill_rest,
    find_sheet,
    sheet_of,
)
from desktop.features.visits.ui.entry_list import EntryList
from desktop.features.visits.ui.finding_lines import FindingLines
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.elided_label import ElidedLabel
from desktop.ui_kit.form import Field, FormDialog

_KEYS = (
    "1 符合  2 不符合  3 不适用  空格 换一个  数字 填数量  - 不适用  "
    "回车 下一行  F2 备注  F3 写问题  F8 其余符合"
)
_FIRST, _SECOND = "第一遍", "第二遍（复核）"


class EntryPanel(QWidget):
    """Typing sheets in. Everything is saved as it is typed.

    Signals: settle_wanted(visit id) when the two typists of a sheet differ.
    """

    settle_wanted = Signal(str)

    def __init__(self, context: UiContext, round_id: Callable[[], str | None]) -> None:
        super().__init__()
        self._context, self._round_id = context, round_id
        self._sheet: EntrySheet | None = None
        self.number = QLineEdit()
        self.list = EntryList()
        self._faults = FindingLines(context, self.list)
        self._head, self._place, self._left = ElidedLabel(110), ElidedLabel(0), QLabel()
        self._typist = QComboBox()
        self._build()
        self._connect()
        self._show_head()

    def _build(self) -> None:
        self.number.setObjectName("visits.entry.number")
        self.number.setAccessibleName("检查表编号")
        self.number.setPlaceholderText("扫码，或输入表右上角的编号，回车")
        self.number.setMinimumWidth(140)
        self.number.setMaximumWidth(270)
        self._typist.setObjectName("visits.entry.typist")
        self._typist.setAccessibleName("第几遍录入")
        self._typist.addItems([_FIRST, _SECOND])
        for label, name, role in (
            (self._head, "head", "section"), (self._place, "place", "secondary"),
            (self._left, "left", "section"),
        ):  # fmt: skip
            label.setObjectName(f"visits.entry.{name}")
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
        keys = QLabel(_KEYS)
        keys.setProperty("role", "secondary")
        keys.setMinimumWidth(0)
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self.number, 1)
        bar.addWidget(self._typist)
        bar.addWidget(self._head)
        bar.addWidget(self._place, 1)
        bar.addWidget(self._left)
        bar.addWidget(self._button("rest", "其余符合 F8", self._fill))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        column.addWidget(keys)

    def _button(self, name: str, text: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"visits.entry.{name}")
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _connect(self) -> None:
        self.number.returnPressed.connect(self._open_typed)
        self._typist.currentIndexChanged.connect(self._typist_changed)
        self.list.answered.connect(self._answered)
        self.list.numbered.connect(self._numbered)
        self.list.finished.connect(self._finish)
        self.list.remark.connect(self._remark)
        self.list.finding.connect(self._faults.go_to)
        QShortcut(QKeySequence("F8"), self, self._fill,
                  context=Qt.ShortcutContext.WidgetWithChildrenShortcut)  # fmt: skip

    @property
    def entry(self) -> int:
        """Return which of the two typists is at work."""
        return self._typist.currentIndex() + 1

    def start(self) -> None:
        """Let the next sheet's number be typed."""
        self.number.setFocus()
        self.number.selectAll()

    def _open_typed(self) -> None:
        try:
            visit = find_sheet(self._context.store, self.number.text(), round_id=self._round_id())
        except UserError as error:
            self._context.messages.error(str(error))
            self.number.selectAll()
            return
        self.open_visit(visit.id)

    def open_visit(self, visit_id: str) -> None:
        """Show a sheet and give it the keys."""
        self._sheet = sheet_of(self._context.store, visit_id, entry=self.entry)
        self.number.setText(self._sheet.number)
        self._faults.clear()
        self.list.show_lines(self._sheet.lines)
        self._faults.show(self._sheet)
        self._show_head()
        self.list.setFocus()

    def _typist_changed(self) -> None:
        if self._sheet is not None:
            self.open_visit(self._sheet.visit_id)

    def reload(self) -> None:
        """Read the sheet again, as after undoing."""
        if self._sheet is None:
            return
        try:
            self._sheet = sheet_of(self._context.store, self._sheet.visit_id, entry=self.entry)
        except UserError:
            self._sheet = None
            self.list.show_lines(())
        else:
            if [r.line.item_id for r in self.list.rows] != [x.item_id for x in self._sheet.lines]:
                self.open_visit(self._sheet.visit_id)
                return
            self.list.refresh(self._sheet.lines)
            self._faults.show(self._sheet)
        self._show_head()

    def _show_head(self) -> None:
        sheet = self._sheet
        if sheet is None:
            self._head.setText("先扫一张检查表的二维码，或输入编号")
            self._place.setText("")
            self._left.setText("")
            return
        self._head.setText(f"{sheet.point}（{sheet.type}）")
        self._place.setText(sheet.place)
        done = len(sheet.lines) - sheet.left
        self._left.setText(f"已录 {done} / {len(sheet.lines)}" if sheet.left else "● 全部录完")

    def _line(self, row: int) -> SheetLine:
        assert self._sheet is not None
        return self._sheet.lines[row]

    def _answered(self, row: int, choice: Choice | None) -> None:
        sheet, line, store = self._sheet, self._line(row), self._context.store
        if sheet is not None:
            self._context.perform(lambda: take_choice(store, sheet, line, choice))

    def _numbered(self, row: int, text: str) -> None:
        sheet, line, store = self._sheet, self._line(row), self._context.store
        if sheet is not None:
            self._context.perform(lambda: type_number(store, sheet, line, text))

    def _remark(self, row: int) -> None:
        sheet, line, store = self._sheet, self._line(row), self._context.store
        if sheet is None:
            return

        def save(values: Any) -> None:
            self._context.done(
                lambda: write_remark(store, sheet, line, values["remark"]), "已写备注"
            )

        FormDialog(self.window(), "visits.entry.remark", f"{line.code} 备注",
                   (Field("remark", "备注", line.remark),), save,
                   faults=self._context.faults).exec()  # fmt: skip

    def _fill(self) -> None:
        if self._sheet is not None:
            sheet = self._sheet
            self._context.perform(
                lambda: fill_rest(self._context.store, sheet.visit_id, entry=self.entry),
                f"{sheet.point}：其余各行已录为符合",
            )

    def _finish(self) -> None:
        """At the last row: say what is left, or compare the two typists and take the next sheet."""
        sheet = self._sheet
        if sheet is None:
            return
        if sheet.left:
            first = next(n for n, line in enumerate(sheet.lines) if not line.is_answered)
            self._context.messages.info(f"还有 {sheet.left} 行没有录。")
            self.list.go_to(first)
            return
        unlike = differences(self._context.store, sheet.visit_id)
        if unlike:
            self.settle_wanted.emit(sheet.visit_id)
        else:
            self._context.messages.info(f"“{sheet.point}”已录完，请录下一张。")
            self.start()
