"""报表: choosing what to print, and seeing it before it is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Kind
from desktop.core.clock import today
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.paths import exports
from desktop.core.typed_date import read_date
from desktop.features.reports.jobs import (
    print_funds,
    print_onepage,
    print_readiness,
    print_sheets,
    print_tasks,
)
from desktop.features.reports.sources import SheetChoice
from desktop.features.reports.types import Printed
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.pdf_view import PdfPreview
from desktop.ui_kit.wrapping import WrappingRow

_GAP = 8
Report = Callable[[JobContext, Any, Path], Printed]
Choices = Callable[[], tuple[Sequence[str], Sequence[str]]]


class ReportsPage(Page):
    """The page of prints; `choices` gives the point types and streets there are."""

    NAME, TITLE, ICON = "reports", "报表", "reports"
    listens_to = frozenset({Kind.POINT, Kind.CHECK})

    def __init__(self, context: UiContext, choices: Choices) -> None:
        super().__init__()
        self._context, self._choices = context, choices
        self.preview = PdfPreview("reports", context.start)
        self.preview.printed.connect(context.messages.info)
        self.preview.closed.connect(self._show_choices)
        self.preview.refused.connect(context.messages.error)
        self._type, self._street = QComboBox(), QComboBox()
        self._day, self._team = QLineEdit(), QLineEdit()
        self._by, self._two_sided = QComboBox(), QCheckBox("双面打印，每张表从正面开始")
        self.stack = QStackedWidget()
        cards = QScrollArea(widgetResizable=True)
        cards.setWidget(self._cards())
        self.stack.addWidget(cards)
        self.stack.addWidget(self.preview)
        self.set_body(self.stack)
        self.reload()

    def _cards(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._sheets_card())
        column.addWidget(self._readiness_card())
        column.addStretch()
        return box

    def _card(self, title: str, words: str) -> tuple[QFrame, QGridLayout]:
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(20, 16, 20, 16)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        head, note = QLabel(title), QLabel(words)
        head.setProperty("role", "section")
        note.setProperty("role", "secondary")
        note.setWordWrap(True)
        grid.addWidget(head, 0, 0, 1, 4)
        grid.addWidget(note, 1, 0, 1, 4)
        return card, grid

    def _sheets_card(self) -> QFrame:
        card, grid = self._card(
            "实地考察操作表", "每个点位一张，带二维码和编号；按类型或街道装订，有目录和书签。"
        )
        self._by.addItem("按类型装订", "type")
        self._by.addItem("按街道装订", "street")
        self._day.setText(today().isoformat())
        fields = (
            ("点位类型", self._type, "type"), ("街道", self._street, "street"),
            ("装订", self._by, "by"), ("考察日期", self._day, "date"), ("组别", self._team, "team"),
        )  # fmt: skip
        for index, (label, widget, name) in enumerate(fields):
            row, column = 2 + index // 3 * 2, index % 3
            widget.setObjectName(f"reports.sheets.{name}")
            widget.setAccessibleName(label)
            grid.addWidget(QLabel(label), row, column)
            grid.addWidget(widget, row + 1, column)
        self._two_sided.setObjectName("reports.sheets.two_sided")
        grid.addWidget(self._two_sided, 5, 2)
        run = self._button("reports.sheets", "预览检查表", self._print_sheets, primary=True)
        grid.setRowMinimumHeight(6, _GAP)
        grid.addWidget(run, 7, 0, Qt.AlignmentFlag.AlignLeft)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        return card

    def _readiness_card(self) -> QFrame:
        card, grid = self._card(
            "准备度报告、一页通、任务清单、资金需求",
            "准备度报告按公文格式，有目录、缺项、退回、时限外、问题、得分测算；任务清单所有单位一次生成。",
        )
        buttons = (
            ("readiness", "预览准备度报告", "准备度报告", print_readiness),
            ("onepage", "预览一页通", "一页通", print_onepage),
            ("tasks", "预览任务清单", "任务清单", print_tasks),
            ("funds", "预览资金需求", "资金需求", print_funds),
        )
        files = (
            ("onepage.docx", "一页通存为 Word", "一页通.docx", print_onepage),
            ("tasks.xlsx", "任务清单存为 Excel", "任务清单.xlsx", print_tasks),
            ("tasks.folder", "每单位各一份", "任务清单", print_tasks),
        )
        shown, saved = WrappingRow(grows=False), WrappingRow(grows=False)
        for name, text, title, make in buttons:
            run = partial(self._print_report, make, title)
            shown.addWidget(
                self._button(f"reports.{name}", text, run, primary=make is print_readiness)
            )
        for name, text, file, make in files:
            run = partial(self._save_report, make, file)
            saved.addWidget(self._button(f"reports.{name}", text, run))
        grid.addLayout(shown, 2, 0, 1, 4)
        grid.addLayout(saved, 3, 0, 1, 4)
        return card

    def _print_report(self, make: Report, title: str) -> None:
        target = exports(self._context.store.workspace) / f"{title}.pdf"
        self._start(lambda ctx, store: make(ctx, store, target), title)

    def _save_report(self, make: Report, file: str) -> None:
        target = exports(self._context.store.workspace) / file
        self._context.start(
            f"生成{file}", lambda ctx, store: make(ctx, store, target),
            lambda printed: self._context.messages.info(f"已生成：{printed.file}"),
        )  # fmt: skip

    def _button(
        self, name: str, text: str, run: Callable[[], None], *, primary: bool = False
    ) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setProperty("role", "primary" if primary else "")
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _print_sheets(self) -> None:
        try:
            day = read_date(self._day.text(), today()) if self._day.text().strip() else None
        except UserError as error:
            self._context.messages.error(f"考察日期：{error}\n没有生成文件。")
            return
        street, kind = self._street.currentData(), self._type.currentData()
        self.print_choice(SheetChoice(
            types=(kind,) if kind else (), streets=(street,) if street else (), on_date=day,
            team=self._team.text(), group_by=str(self._by.currentData()),
            two_sided=self._two_sided.isChecked(),
        ))  # fmt: skip

    def print_choice(self, choice: SheetChoice) -> None:
        """Print some sheets and show them."""
        target = exports(self._context.store.workspace) / "检查表.pdf"
        self._start(lambda ctx, store: print_sheets(ctx, store, target, choice), "检查表")

    def print_points(self, point_ids: tuple[str, ...]) -> None:
        """Print the sheets of some points."""
        self.print_choice(SheetChoice(points=point_ids, on_date=today()))

    def _start(self, job: Callable[[JobContext, Any], Printed], title: str) -> None:
        self._context.start(f"生成{title}", job, lambda printed: self._printed(printed, title))

    def _printed(self, printed: Printed, title: str) -> None:
        self.show_file(printed.file, title)
        if printed.missing_glyphs:
            listed = "、".join(f"{g.character}（{g.code_point}，{g.where}）"
                              for g in printed.missing_glyphs[:20])  # fmt: skip
            self._context.messages.error(
                f"有 {len(printed.missing_glyphs)} 个字字体里没有，已印成编码。\n{listed}"
            )

    def show_file(self, file: Path, title: str, remake: Callable[[], None] | None = None) -> None:
        """Show a PDF inside the program."""
        self.preview.show_file(file, title, remake)
        self.stack.setCurrentIndex(1)

    def _show_choices(self) -> None:
        self.stack.setCurrentIndex(0)

    def reload(self) -> None:
        """Offer the types and streets there are now."""
        types, streets = self._choices()
        for box, first, values in (
            (self._type, "全部类型", types), (self._street, "全部街道", streets)
        ):  # fmt: skip
            kept = box.currentData()
            box.clear()
            box.addItem(first, None)
            for value in values:
                box.addItem(value, value)
            box.setCurrentIndex(max(0, box.findData(kept)) if kept else 0)
