"""The first hour of a clerk who never read a manual, through clicks, keys and dropped files."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db import records
from db.tables.evidence import Document
from db.tables.findings import Finding
from db.tables.visits import Answer, Visit
from desktop.core.paths import samples
from desktop.features.exchange.ui.wizard import ImportDialog
from desktop.features.findings import photo_count, steps_of
from desktop.features.visits.choices import takes_number
from desktop.features.visits.ui.entry_list import EntryList
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

    def in_dialog(self, act: Callable[[QDialog], None], ask: Callable[[], None]) -> None:
        """Do what opens a dialog, at once or after a moment, and do something in it."""
        seen: list[QDialog] = []

        def look() -> None:
            form = QApplication.activeModalWidget()
            if not isinstance(form, QDialog):
                return
            timer.stop()
            seen.append(form)
            try:
                act(form)
            finally:
                # A dialog that stays open would wait for ever.
                is_left = form.isVisible()
                if is_left:
                    form.reject()
            assert not is_left, form.objectName()

        timer = QTimer(interval=20)
        timer.timeout.connect(look)
        timer.start()
        ask()
        self.wait(lambda: bool(seen))

    def answering(self, answers: dict[str, str], save: str, ask: Callable[[], None]) -> None:
        """Do what opens a form, fill it in and save it."""

        def act(form: QDialog) -> None:
            for name, text in answers.items():
                self.write(name, text, form)
            self.click(save, form)

        self.in_dialog(act, ask)

    def turn_to(self, tabs: str, title: str) -> None:
        """Click a tab."""
        bar = self.see(tabs).tabBar()
        place = next(n for n in range(bar.count()) if bar.tabText(n) == title)
        self.qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())

    def pick(self, name: str, words: str, place: QWidget) -> None:
        """Go down a box of choices to the one wanted."""
        box = self.see(name, place)
        assert isinstance(box, QComboBox)
        box.setFocus()
        while box.currentText() != words:
            before = box.currentIndex()
            self.qtbot.keyClick(box, Qt.Key.Key_Down)
            assert box.currentIndex() != before, words

    def click_row(self, table: str, row: int) -> None:
        """Click the first cell of a row."""
        view = self.see(table)
        self.wait(lambda: view.model().rowCount() > row)
        place = view.visualRect(view.model().index(row, 0)).center()
        self.qtbot.mouseClick(view.viewport(), LEFT, pos=place)

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
    place = QPoint(600, 400)
    under = clerk.program.window.childAt(place)
    while under is not None and not under.acceptDrops():
        under = under.parentWidget()
    assert under is not None
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(place, copy, data, LEFT, none)
    QApplication.sendEvent(under, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(under, QDropEvent(QPointF(place), copy, data, LEFT, none))
    clerk.wait(lambda: len(records.find(clerk.desk.store, Document)) > 80)
    # What could not be taken in is said; the clerk reads it and goes on.
    clerk.wait(lambda: not clerk.see("window.cancel").isVisible())


def new_round(clerk: Clerk) -> None:
    """Make a round, join the markets from their list, and let two parks be drawn."""
    clerk.click("nav.overview")
    clerk.answering({"visits.round_form.name": "十月自查"}, "visits.round_form.save",
                    lambda: clerk.click("setup.rounds"))  # fmt: skip
    clerk.click("nav.points")
    clerk.write("points.filter", "农贸市场")
    count = clerk.see("points.count")
    clerk.wait(lambda: "/ 260" in count.text())
    clerk.in_dialog(lambda asked: clerk.qtbot.keyClick(asked, Qt.Key.Key_Return),
                    lambda: clerk.click("points.join"))  # fmt: skip
    markets = len(records.find(clerk.desk.store, Visit))
    clerk.click("nav.visits")
    clerk.answering({"visits.draw.quotas": "公园=2"}, "visits.draw.keep",
                    lambda: clerk.click("visits.draw"))  # fmt: skip
    assert len(records.find(clerk.desk.store, Visit)) == markets + 2 > 5


def print_round(clerk: Clerk) -> Visit:
    clerk.answering({}, "visits.sheets_form.save", lambda: clerk.click("visits.sheets"))
    document = clerk.desk.window.page("reports").preview.document  # type: ignore[attr-defined]
    visits = records.find(clerk.desk.store, Visit, order="sheet_no")
    clerk.wait(lambda: document.pageCount() >= len(visits))
    return visits[0]


def note_fault(clerk: Clerk, rows: EntryList, line: str) -> None:
    """Fail a row and note what is wrong right under it, with a photo."""
    clerk.qtbot.keyClick(rows, Qt.Key.Key_2)
    clerk.qtbot.keyClick(rows, Qt.Key.Key_F3)
    words = clerk.see(f"{line}.text")
    assert clerk.program.window.focusWidget() is words
    clerk.write(f"{line}.text", "东门外摊位占道")
    clerk.click(f"{line}.photo")
    clerk.qtbot.keyClick(words, Qt.Key.Key_Return)
    assert clerk.program.window.focusWidget() is rows


def type_sheet(clerk: Clerk, visit: Visit) -> Finding:
    """Type a sheet row after row: one row fails, the others pass or do not apply."""
    clerk.click("nav.visits")
    clerk.turn_to("visits.tabs", "录入")
    number = clerk.see("visits.entry.number")
    number.setFocus()
    clerk.qtbot.keyClicks(number, str(visit.sheet_no))
    clerk.qtbot.keyClick(number, Qt.Key.Key_Return)
    rows = clerk.program.window.focusWidget()
    assert isinstance(rows, EntryList)
    failed = next(n for n, row in enumerate(rows.rows) if not takes_number(row.line))
    for place, row in enumerate(list(rows.rows)):
        if place:
            clerk.qtbot.keyClick(rows, Qt.Key.Key_Down)
        if takes_number(row.line):
            clerk.qtbot.keyClick(rows, Qt.Key.Key_Minus)
        elif place != failed:
            clerk.qtbot.keyClick(rows, Qt.Key.Key_1)
        else:
            note_fault(clerk, rows, f"visits.entry.finding{place}")
    clerk.qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert clerk.program.window.focusWidget() is number
    store = clerk.desk.store
    answers = records.find(store, Answer, visit_id=visit.id)
    assert len(answers) == len(rows.rows) > 1
    assert [answer.verdict for answer in answers].count("fail") == 1
    assert records.get(store, Visit, visit.id).state == "done"
    (finding,) = records.find(store, Finding)
    assert (finding.text, finding.state) == ("东门外摊位占道", "found")
    assert photo_count(store, finding.id) == 1
    return finding


def close_finding(clerk: Clerk, finding: Finding) -> None:
    """Assign, fix with a photo, check by somebody else."""
    clerk.click("nav.findings")
    clerk.click_row("findings.table", 0)

    def step(name: str, said: dict[str, str], *, photo: bool = False, refused: str = "") -> None:
        def act(form: QDialog) -> None:
            clerk.pick("findings.step.which", name, form)
            for key, text in said.items():
                clerk.write(f"findings.step.{key}", text, form)
            if photo:
                clerk.click("findings.step.photos", form)
            if refused:
                clerk.click("findings.step.save", form)
                assert refused in clerk.see("findings.step.error", form).text()
                clerk.write("findings.step.who", "创建办李四", form)
            clerk.click("findings.step.save", form)

        clerk.in_dialog(act, lambda: clerk.click("findings.step"))

    step("交办", {"units": "城管局"})
    step("整改完成", {"who": "城管局"}, photo=True)
    step("复查销号", {"who": "城管局"}, photo=True, refused="不能自己复查自己")
    store = clerk.desk.store
    assert records.get(store, Finding, finding.id).state == "closed"
    assert [one.step for one in steps_of(store, finding.id)][-3:] == ["assign", "fix", "close"]
    assert photo_count(store, finding.id) == 3


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
    new_round(clerk)
    visit = print_round(clerk)
    photo = tmp_path / "整改.jpg"
    Image.new("RGB", (64, 48), "olive").save(photo)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(photo)], ""))
    close_finding(clerk, type_sheet(clerk, visit))
    text = report(clerk)
    assert "共有问题 1 个，已销号 1 个，未销号 0 个" in text.replace("\n", "")
    assert "青禾县" in text
    assert "130" in text
    clerk.click("nav.overview")
    assert not clerk.see("setup.done").isVisible()
    assert clerk.see("overview.days", None).text().endswith("天")
    assert isinstance(clerk.see("overview.ready"), QLabel)
    assert all("没有收进" in words for words in refused)
