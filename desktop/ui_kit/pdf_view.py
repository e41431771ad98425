"""A PDF inside the program: paging, zooming, printing, saving elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui_kit.theme import icon

_PRINT_DPI = 300


class PdfPreview(QWidget):
    """Shows one PDF file.

    Signals: closed() when the person goes back, refused(text) when something cannot be done.
    """

    closed = Signal()
    refused = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._file: Path | None = None
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
            bar.addWidget(self._button(f"{name}.pdf.{key}", text, "", run))
        bar.addWidget(self._button(f"{name}.pdf.save", "另存为", "export", self.save_as))
        print_button = self._button(f"{name}.pdf.print", "打印", "", self.print_out)
        print_button.setProperty("role", "primary")
        bar.addWidget(print_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)

    def _button(self, name: str, text: str, icon_name: str, run: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        if icon_name:
            button.setIcon(icon(icon_name))
        button.clicked.connect(run)
        return button

    def show_file(self, file: Path, title: str) -> None:
        """Load a PDF from the disk."""
        self._file = file
        self.document.load(str(file))
        self._title.setText(title)
        self._show_where()

    def _show_where(self) -> None:
        page = self.view.pageNavigator().currentPage() + 1
        self._where.setText(f"第 {page} 页 共 {self.document.pageCount()} 页")

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
                shutil.copyfile(self._file, target)
            except OSError as error:
                self.refused.emit(f"没有存成：{error.strerror}\n原有文件没有改动。")

    def print_out(self) -> None:
        """Print through the system's printer dialog."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(1, self.document.pageCount()))
        if dialog.exec():
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Print the chosen pages, each fitted to the paper without distortion."""
        first = printer.fromPage() or 1
        last = printer.toPage() or self.document.pageCount()
        printer.setFullPage(True)
        painter = QPainter()
        if not painter.begin(printer):
            self.refused.emit("打印机没有响应。\n没有打印。请检查打印机，或另存为 PDF 后打印。")
            return
        for number in range(first - 1, last):
            if number > first - 1:
                printer.newPage()
            self._print_page(painter, printer, number)
        painter.end()

    def _print_page(self, painter: QPainter, printer: QPrinter, number: int) -> None:
        size = self.document.pagePointSize(number)
        image = self.document.render(number, (size * _PRINT_DPI / 72).toSize())
        paper = printer.paperRect(QPrinter.Unit.DevicePixel)
        scale = min(paper.width() / size.width(), paper.height() / size.height())
        target = QRectF(QPointF(0, 0), size * scale)
        painter.drawImage(target, image)
