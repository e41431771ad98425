"""Setting the page up in the preview: shown anew, printed as shown, remembered by kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog
from pytestqt.qtbot import QtBot

from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.core.page_fitting import AS_DRAWN, Fitting, fit_pages
from desktop.core.page_setup import PageSetup
from desktop.shell.desk import Desk
from desktop.ui_kit.book_setup import book_fitting
from desktop.ui_kit.printing import DOUBLE, page_setup, restore_setup, use_paper_of
from tests.ui.shell.test_window import click, open_page

A3_HIGH = 1191


def set_up(qtbot: QtBot, desk: Desk, wanted: tuple[tuple[str, str], ...]) -> None:
    """Choose in the dialog of the page's setup with the keyboard."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        for name, words in wanted:
            box = dialog.findChild(QComboBox, f"page_setup.{name}")
            assert box is not None
            box.setFocus()
            while box.currentText() != words:
                before = box.currentIndex()
                qtbot.keyClick(box, Qt.Key.Key_Down if before < box.findText(words)
                               else Qt.Key.Key_Up)  # fmt: skip
                assert box.currentIndex() != before
        button = dialog.findChild(QAbstractButton, "page_setup.save")
        assert button is not None
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, act)
    click(qtbot, desk, "reports.pdf.setup")


def test_the_preview_is_laid_anew_and_the_kind_remembers(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "units")
    click(qtbot, desk, "units.print")
    document = desk.window.page("reports").preview.document  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: document.pageCount() > 0, timeout=30_000)
    former = document.pageCount()

    set_up(qtbot, desk, (("paper", "A3"), ("way", "竖放"), ("scale", "60"), ("margins", "窄"),
                         ("sides", DOUBLE)))  # fmt: skip
    qtbot.waitUntil(
        lambda: document.pageCount() > 0 and round(document.pagePointSize(0).height()) == A3_HIGH,
        timeout=30_000,
    )
    assert document.pageCount() < former
    assert page_setup("责任单位") == PageSetup("A3", "竖放", "窄", 60)
    assert page_setup("点位台账") == PageSetup()
    printer = QPrinter()
    restore_setup(printer, "责任单位")
    assert printer.duplex() in (QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexNone)


def test_a_book_is_put_on_other_paper_as_it_is_shown(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    open_page(qtbot, desk, "reports")
    click(qtbot, desk, "reports.onepage")
    preview = desk.window.page("reports").preview  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: preview.document.pageCount() > 0, timeout=60_000)
    text, pages = preview.document.getAllText(0).text(), preview.document.pageCount()

    def high() -> int:
        return round(preview.document.pagePointSize(0).height())

    was = high()
    set_up(qtbot, desk, (("paper", "A3"), ("scale", "90")))
    qtbot.waitUntil(lambda: high() == A3_HIGH, timeout=60_000)
    assert preview.document.getAllText(0).text().split() == text.split()
    assert preview.document.pageCount() == pages
    assert book_fitting("一页通") == Fitting("A3", 90)
    first = preview.document.getAllText(0).bounds()[0].boundingRect()
    assert first.left() > 841.9 * 0.05
    printer = QPrinter()
    use_paper_of(printer, preview.document)
    assert printer.pageLayout().pageSize().id() == QPageSize.PageSizeId.A3
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "印.pdf"))
    preview.print_to(printer)
    qtbot.waitUntil(lambda: any("已送到打印机" in one for one in desk.messages.said),  # type: ignore[attr-defined]
                    timeout=60_000)  # fmt: skip
    printed = QPdfDocument()
    printed.load(str(tmp_path / "印.pdf"))
    assert printed.pageCount() == pages
    assert abs(printed.pagePointSize(0).height() - A3_HIGH) < 3
    printed.close()
    click(qtbot, desk, "reports.pdf.back")
    click(qtbot, desk, "reports.onepage")
    qtbot.waitUntil(lambda: desk.runner._running == [], timeout=60_000)
    assert high() == A3_HIGH
    set_up(qtbot, desk, (("paper", AS_DRAWN), ("scale", "100")))
    qtbot.waitUntil(lambda: high() == was, timeout=60_000)


def test_a_file_that_is_no_pdf_cannot_be_fitted(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"nothing")
    with pytest.raises(UserError, match="排不到别的纸上"):
        fit_pages(QuietContext(), tmp_path / "a.pdf", tmp_path / "b.pdf", Fitting("A3"))
    assert not (tmp_path / "b.pdf").exists()
