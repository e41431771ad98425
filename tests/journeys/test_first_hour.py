"""The first hour of a clerk who never read a manual, through clicks, keys and dropped files."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db import records
from db.tables.evidence import Document
from db.tables.visits import Answer, Visit
from desktop.core.paths import samples
from desktop.features.exchange.ui.wizard import ImportDialog
from desktop.shell.app import Program
from desktop.shell.desk import Desk
from tests.conftest import SAMPLE_TABLES

LEFT = Qt.MouseButton.LeftButton
LONG = 30_000


class Clerk:
    """Sees buttons and fields, clicks and types; knows nothing of the code behind."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot, self.program = qtbot, program

    @property
    def desk(self) -> Desk:
        assert self.program.desk is not None
        return self.program.desk

    def see(self, name: str, place: QWidget | None = None) -> Any:
        found = (place or self.program.window).findChild(QWidget, name)
        assert found is not None, name
        return found

    def click(self, name: str, place: QWidget | None = None) -> None:
        button = self.see(name, place)
        assert isinstance(button, QAbstractButton)
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)

    def write(self, name: str, text: str, place: QWidget | None = None) -> None:
        """Type as an input method does."""
        field = self.see(name, place)
        assert isinstance(field, QLineEdit)
        field.selectAll()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def answering(self, answers: dict[str, str], save: str, ask: Callable[[], None]) -> None:
        """Do what opens a form, fill it in and save it."""

        def act() -> None:
            form = QApplication.activeModalWidget()
            assert isinstance(form, QDialog)
            for name, text in answers.items():
                self.write(name, text, form)
            self.click(save, form)

        QTimer.singleShot(0, act)
        ask()

    def wait(self, done: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(done, timeout=LONG)


@pytest.fixture
def clerk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Clerk]:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(tmp_path / "settings"))
    qapp.setQuitOnLastWindowClosed(False)
    gc.disable()
    program = Program()
    program.window.resize(1366, 768)
    program.window.show()
    program.welcome()
    yield Clerk(qtbot, program)
    program.window.close()
    program.runner.shutdown()
    program.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def begin(clerk: Clerk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    clerk.answering(
        {"new.county": "青禾县", "new.edition": "2026年版", "new.test_date": "12月20日"},
        "new.save", lambda: clerk.click("welcome.new"),
    )  # fmt: skip


def bring_in(clerk: Clerk, kind: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    clerk.click("nav.overview")
    clerk.click(f"setup.{kind}")

    def shown() -> list[ImportDialog]:
        return [one for one in clerk.program.window.findChildren(ImportDialog) if one.isVisible()]

    clerk.wait(lambda: bool(shown()))
    clerk.click("import.apply", shown()[0])
    clerk.wait(lambda: clerk.see(f"setup.{kind}").text().startswith("✓"))


def drop(clerk: Clerk, folder: Path) -> None:
    clerk.click("nav.evidence")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    page, copy, none = (
        clerk.program.window.stack.currentWidget(), Qt.DropAction.CopyAction,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(300, 300), copy, data, LEFT, none))
    QApplication.sendEvent(page, QDropEvent(QPointF(300, 300), copy, data, LEFT, none))
    clerk.wait(lambda: len(records.find(clerk.desk.store, Document)) > 80)
    # What could not be taken in is said; the clerk reads it and goes on.
    clerk.wait(lambda: not clerk.see("window.cancel").isVisible())


def print_round(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> Visit:
    clerk.click("nav.overview")
    clerk.answering({"visits.round_form.name": "十月自查"}, "visits.round_form.save",
                    lambda: clerk.click("setup.rounds"))  # fmt: skip
    clerk.click("nav.points")
    clerk.write("points.filter", "农贸市场")
    count = clerk.see("points.count")
    clerk.wait(lambda: "/ 260" in count.text())
    monkeypatch.setattr(QInputDialog, "getItem", lambda *a: (a[3][0], True))
    clerk.click("points.join")
    clerk.click("nav.visits")
    clerk.answering({}, "visits.sheets_form.save", lambda: clerk.click("visits.sheets"))
    document = clerk.desk.window.page("reports").preview.document  # type: ignore[attr-defined]
    visits = records.find(clerk.desk.store, Visit, order="sheet_no")
    clerk.wait(lambda: document.pageCount() >= len(visits) > 3)
    return visits[0]


def type_sheet(clerk: Clerk, visit: Visit) -> None:
    clerk.click("nav.visits")
    page: Any = clerk.desk.window.page("visits")
    page.tabs.setCurrentWidget(page.entry)
    number = clerk.see("visits.entry.number")
    clerk.qtbot.keyClicks(number, str(visit.sheet_no))
    clerk.qtbot.keyClick(number, Qt.Key.Key_Return)
    rows = page.entry.list
    for _ in list(rows.rows):
        clerk.qtbot.keyClick(rows, Qt.Key.Key_1)
        clerk.qtbot.keyClick(rows, Qt.Key.Key_Return)
    answers = records.find(clerk.desk.store, Answer, visit_id=visit.id)
    assert len(answers) == len(rows.rows) > 1


def report(clerk: Clerk) -> str:
    clerk.click("nav.reports")
    back = clerk.see("reports.pdf.back")
    if back.isVisible():
        clerk.qtbot.mouseClick(back, LEFT)
    clerk.click("reports.readiness")
    file = clerk.desk.store.workspace / "exports" / "准备度报告.pdf"
    clerk.wait(file.is_file)
    clerk.wait(lambda: not clerk.see("window.cancel").isVisible())
    return "".join(page.extract_text() for page in PdfReader(file).pages)


def test_the_first_hour(clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[str] = []
    monkeypatch.setattr(clerk.program.messages, "error", refused.append)
    begin(clerk, tmp_path / "青禾县", monkeypatch)
    for kind, name in SAMPLE_TABLES.items():
        bring_in(clerk, kind, samples() / name, monkeypatch)
    drop(clerk, samples() / "报送材料")
    visit = print_round(clerk, monkeypatch)
    type_sheet(clerk, visit)
    text = report(clerk)
    assert "青禾县" in text
    assert "130" in text
    clerk.click("nav.overview")
    assert not clerk.see("setup.done").isVisible()
    assert clerk.see("overview.days", None).text().endswith("天")
    assert isinstance(clerk.see("overview.ready"), QLabel)
    assert all("没有收进" in words for words in refused)
