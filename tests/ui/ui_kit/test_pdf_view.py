"""Seeing, saving and printing a PDF."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QMarginsF, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui_kit.change_bus import ChangeBus
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.job_runner import JobRunner
from desktop.ui_kit.pdf_view import PdfPreview
from desktop.ui_kit.printing import remember_setup, restore_setup
from tests.ui.conftest import FakeMessages

LEFT = Qt.MouseButton.LeftButton


class NoStore:
    """Stands where no workspace is needed."""

    def close(self) -> None:
        """Do nothing."""


@pytest.fixture
def file(qapp: QApplication, tmp_path: Path) -> Path:
    """A PDF of an upright and a lying page."""
    made = tmp_path / "表.pdf"
    writer = QPdfWriter(str(made))
    upright = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
    )
    writer.setPageLayout(upright)
    painter = QPainter(writer)
    painter.drawText(1000, 1000, "1")
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.newPage()
    painter.drawText(1000, 1000, "2")
    painter.end()
    return made


class Viewer:
    """A preview over a worker, and what was said."""

    def __init__(self, qtbot: QtBot) -> None:
        self.messages = FakeMessages()
        self.runner = JobRunner(NoStore)
        context = UiContext(None, ChangeBus(), self.runner, self.messages, lambda: None)
        self.preview = PdfPreview("p", context.start)
        self.preview.printed.connect(self.messages.info)
        self.preview.refused.connect(self.messages.error)
        qtbot.addWidget(self.preview)
        self.preview.resize(800, 600)
        self.preview.show()

    def button(self, name: str) -> QPushButton:
        found = self.preview.findChild(QPushButton, f"p.pdf.{name}")
        assert isinstance(found, QPushButton)
        return found


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[Viewer]:
    made = Viewer(qtbot)
    yield made
    made.runner.shutdown()


def test_a_broken_file_is_said_and_its_details_copied(
    qtbot: QtBot, viewer: Viewer, tmp_path: Path, file: Path
) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    viewer.preview.show_file(broken, "检查表")
    assert not viewer.button("print").isEnabled()
    qtbot.mouseClick(viewer.button("error.copy"), LEFT)
    words = QGuiApplication.clipboard().text()
    assert "坏.pdf" in words
    assert "请返回后重新生成" in words
    viewer.preview.show_file(tmp_path / "没有.pdf", "检查表")
    qtbot.mouseClick(viewer.button("error.copy"), LEFT)
    assert "文件不在了" in QGuiApplication.clipboard().text()
    viewer.preview.show_file(file, "检查表")
    assert viewer.button("print").isEnabled()
    assert viewer.preview.view.isVisible()


def test_saving_elsewhere_leaves_a_whole_file_or_the_old_one(
    qtbot: QtBot, viewer: Viewer, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "别处" / "副本.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    viewer.preview.show_file(file, "检查表")
    qtbot.mouseClick(viewer.button("save"), LEFT)
    assert target.read_bytes() == file.read_bytes()
    target.write_bytes(b"old")
    file.unlink()
    qtbot.mouseClick(viewer.button("save"), LEFT)
    assert target.read_bytes() == b"old"
    assert len(viewer.messages.errors) == 1
    assert [item.name for item in target.parent.iterdir()] == ["副本.pdf"]


def test_printing_turns_the_paper_and_never_blocks(
    qtbot: QtBot, viewer: Viewer, tmp_path: Path, file: Path
) -> None:
    viewer.preview.show_file(file, "检查表")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "印.pdf"))
    gaps, last = [0.0], [time.monotonic()]

    def tick() -> None:
        gaps.append(time.monotonic() - last[0])
        last[0] = time.monotonic()

    ticker = QTimer(interval=5)
    ticker.timeout.connect(tick)
    ticker.start()
    viewer.preview.print_to(printer)
    assert viewer.messages.said == []
    qtbot.waitUntil(lambda: viewer.messages.said == ["已送到打印机：2 页"], timeout=20_000)
    ticker.stop()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    printed = QPdfDocument()
    printed.load(str(tmp_path / "印.pdf"))
    sizes = [printed.pagePointSize(number) for number in range(printed.pageCount())]
    assert [size.width() > size.height() for size in sizes] == [False, True]
    assert len(gaps) > 3


def test_one_page_can_be_printed_alone(viewer: Viewer, qtbot: QtBot, tmp_path: Path, file: Path):  # type: ignore[no-untyped-def]
    viewer.preview.show_file(file, "检查表")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "印.pdf"))
    printer.setFromTo(2, 2)
    viewer.preview.print_to(printer)
    qtbot.waitUntil(lambda: viewer.messages.said == ["已送到打印机：1 页"], timeout=20_000)


@pytest.mark.parametrize("kept", ["", "已拆掉的打印机"])
def test_no_printer_and_a_slow_list_of_them_are_no_hindrance(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    def slow() -> list[str]:
        raise AssertionError("the list of all printers was asked for")

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", slow)
    monkeypatch.setattr(QPrinterInfo, "availablePrinters", slow)
    QSettings().setValue("print/检查表/printer", kept)
    printer = QPrinter()
    before = printer.printerName()
    restore_setup(printer, "检查表")
    assert printer.printerName() == before


def test_the_setup_is_remembered_per_kind(qapp: QApplication) -> None:
    printer = QPrinter()
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    remember_setup(printer, "检查表")
    again, other = QPrinter(), QPrinter()
    restore_setup(again, "检查表")
    restore_setup(other, "准备度报告")
    assert again.pageLayout().pageSize().id() == QPageSize.PageSizeId.A3
    assert again.colorMode() == QPrinter.ColorMode.GrayScale
    assert other.pageLayout().pageSize().id() != QPageSize.PageSizeId.A3
