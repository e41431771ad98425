"""Setting the page up in the preview: shown anew, printed as shown, remembered by kind."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog
from pytestqt.qtbot import QtBot

from desktop.core.page_setup import PageSetup
from desktop.shell.desk import Desk
from desktop.ui_kit.printing import DOUBLE, page_setup, restore_setup
from tests.ui.shell.test_window import click, find, open_page

A3_HIGH = 1191


def test_the_preview_is_laid_anew_and_the_kind_remembers(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "units")
    click(qtbot, desk, "units.print")
    document = desk.window.page("reports").preview.document  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: document.pageCount() > 0, timeout=30_000)
    former = document.pageCount()

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        for name, words in (("paper", "A3"), ("way", "竖放"), ("scale", "60"), ("margins", "窄"),
                            ("sides", DOUBLE)):  # fmt: skip
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


def test_a_book_with_its_own_layout_offers_no_setup(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "reports")
    click(qtbot, desk, "reports.readiness")
    document = desk.window.page("reports").preview.document  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: document.pageCount() > 0, timeout=60_000)
    assert not find(desk, QAbstractButton, "reports.pdf.setup").isVisible()
