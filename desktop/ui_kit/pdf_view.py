"""A PDF inside the program: paging, zooming, printing, saving elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTemporaryDir, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.page_fitting import Fitting, fit_pages
from desktop.ui_kit.book_setup import ask_book_setup, book_fitting
from desktop.ui_kit.job_runner import Job
from desktop.ui_kit.printing import (
    ask_page_setup,
    print_pages,
    remember_setup,
    restore_setup,
    use_paper_of,
)
from desktop.ui_kit.states import ErrorState
from desktop.ui_kit.theme import icon

Start = Callable[[str, Job, Callable[[Any], None]], None]
_FAULTS = {
    QPdfDocument.Error.FileNotFound: "文件不在了",
    QPdfDocument.Error.IncorrectPassword: "文件有密码",
    QPdfDocument.Error.UnsupportedSecurityScheme: "文件的加密方式不支持",
}


class PdfPreview(QWidget):
    """Shows one PDF file; `start` runs a job on the worker.

    Signals: closed() when the person goes back, refused(text) when something cannot be done,
    printed(text) when the pages are on their way.
    """

    closed = Signal()
    refused = Signal(str)
    printed = Signal(str)

    def __init__(self, name: str, start: Start) -> None:
        super().__init__()
        self._start = start
        self._file: Path | None = None
        self._book: Path | None = None
        self._fitted = QTemporaryDir()
        self._kind = ""
        self._remake: Callable[[], None] | None = None
        self.document = QPdfDocument(self)
        self.view = QPdfView()
        self.view.setObjectName(f"{name}.pdf")
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._title.setProperty("role", "section")
        self._where = QLabel()
        self._where.setObjectName(f"{name}.pdf.where")
        self._where.setProperty("role", "secondary")
        self._error = ErrorState(f"{name}.pdf")
        self._needs_pages: list[QPushButton] = []
        self._build(name)
        self.view.pageNavigator().currentPageChanged.connect(self._show_where)

    def _build(self, name: str) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        back = self._button(f"{name}.pdf.back", "返回", "back", self.closed.emit)
        bar.addWidget(back)
        bar.addWidget(self._title)
        bar.addWidget(self._where)
        bar.addStretch()
        for key, text, run in (
            ("out", "缩小", self._zoom_out), ("in", "放大", self._zoom_in),
            ("fit", "适合宽度", self._fit),
        ):  # fmt: skip
            self._needs_pages.append(self._button(f"{name}.pdf.{key}", text, "", run))
        self._setup = self._button(f"{name}.pdf.setup", "页面设置", "", self.set_up)
        self._needs_pages += [
            self._setup,
            self._button(f"{name}.pdf.save", "另存为", "export", self.save_as),
            self._button(f"{name}.pdf.print", "打印", "", self.print_out),
        ]
        self._needs_pages[-1].setProperty("role", "primary")
        for button in self._needs_pages:
            bar.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._error)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)

    def _button(self, name: str, text: str, icon_name: str, run: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        if icon_name:
            button.setIcon(icon(icon_name))
        button.clicked.connect(run)
        return button

    def show_file(self, file: Path, title: str, remake: Callable[[], None] | None = None) -> None:
        """Load a PDF from the disk, or say why it cannot be shown; `title` is its kind.

        `remake` lays it anew when the person has set the page up otherwise; without it the pages
        are a book with a layout of its own and are scaled onto the paper chosen.
        """
        self._book, self._kind, self._remake = file, title, remake
        self._title.setText(title)
        if remake is None:
            self._fit_book()
        else:
            self._load(file)

    def _fit_book(self) -> None:
        """Show the book on the paper chosen for its kind; what is shown is what is printed."""
        book, fitting = self._book, book_fitting(self._kind)
        if book is None:
            return
        if fitting == Fitting():
            self._load(book)
            return
        target = Path(self._fitted.path()) / book.name
        self._start(
            f"按 {fitting.paper} 排{self._kind}",
            lambda ctx, _store: fit_pages(ctx, book, target, fitting), self._load,
        )  # fmt: skip

    def _load(self, file: Path) -> None:
        self._file = file
        fault = self.document.load(str(file))
        is_good = fault == QPdfDocument.Error.None_
        if not is_good:
            why = _FAULTS.get(fault, "文件不是完整的 PDF")
            self._error.say(f"显示不了 {file}：{why}。\n文件没有改动。请返回后重新生成。")
        self._stack.setCurrentIndex(0 if is_good else 1)
        for button in self._needs_pages:
            button.setEnabled(is_good)
        self._show_where()

    def set_up(self) -> None:
        """Ask for paper, margins and scale, then lay the print anew."""
        if self._remake is not None:
            ask_page_setup(self.window(), self._kind, self._remake)
        else:
            ask_book_setup(self.window(), self._kind, self._fit_book)

    def _show_where(self) -> None:
        page = self.view.pageNavigator().currentPage() + 1
        pages = self.document.pageCount()
        self._where.setText(f"第 {page} 页 共 {pages} 页" if pages > 0 else "")

    def _zoom_in(self) -> None:
        self._zoom(1.25)

    def _zoom_out(self) -> None:
        self._zoom(0.8)

    def _zoom(self, factor: float) -> None:
        now = self.view.zoomFactor()
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            width = max(1.0, self.document.pagePointSize(0).width() * self.logicalDpiX() / 72)
            now = self.view.viewport().width() / width
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(5.0, max(0.2, now * factor)))

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def save_as(self) -> None:
        """Copy the file to where the person wants it."""
        if self._file is None:
            return
        target, _ = QFileDialog.getSaveFileName(self, "另存为", self._file.name, "PDF (*.pdf)")
        if target:
            try:
                with atomic_write(Path(target)) as temporary:
                    shutil.copyfile(self._file, temporary)
            except UserError as error:
                self.refused.emit(str(error))

    def print_out(self) -> None:
        """Print through the system's printer dialog, set up as this kind was last printed."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        restore_setup(printer, self._kind)
        use_paper_of(printer, self.document)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(1, self.document.pageCount()))
        if dialog.exec():
            remember_setup(printer, self._kind)
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Send the chosen pages to a printer on the worker."""
        file = self._file
        if file is not None:
            self._start(
                f"打印{self._kind}", lambda ctx, _store: print_pages(ctx, file, printer),
                lambda pages: self.printed.emit(f"已送到打印机：{pages} 页"),
            )  # fmt: skip
