"""From the first screen to a county of one's own, through clicks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.paths import samples
from desktop.features.exchange.ui.wizard import ImportDialog
from desktop.features.settings import all_settings
from desktop.features.workspace import create_workspace
from desktop.shell.app import Program
from desktop.shell.desk import Desk
from tests.ui.shell.test_window import click, find, type_chinese


def press(qtbot: QtBot, place: QWidget, name: str) -> None:
    button = place.findChild(QAbstractButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication) -> Iterator[Program]:
    qapp.setQuitOnLastWindowClosed(False)
    made = Program()
    made.window.show()
    yield made
    made.window.close()
    made.runner.shutdown()
    made.window.deleteLater()


def answer_new(qtbot: QtBot, county: str, edition: str, day: str) -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    for key, words in (("county", county), ("edition", edition), ("test_date", day)):
        field = dialog.findChild(QLineEdit, f"new.{key}")
        assert field is not None
        type_chinese(field, words)
    press(qtbot, dialog, "new.save")


def test_three_questions_make_a_county(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "甲县"))
    program.welcome()
    QTimer.singleShot(0, lambda: answer_new(qtbot, "甲县", "2026版", "2026年12月20日"))
    press(qtbot, program.window, "welcome.new")
    assert program.desk is not None
    saved = {item.key: value for item, value in all_settings(program.desk.store)}
    assert (saved["county"], saved["edition"]) == ("甲县", "2026版")
    assert saved["test_date"] == "2026-12-20"
    assert "甲县" in program.window.windowTitle()
    done = program.window.findChild(QLabel, "setup.done")
    assert done is not None
    assert "0 / 6" in done.text()


def test_a_step_opens_its_import_and_ticks_itself(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_workspace(tmp_path / "w", county="甲县").close()
    program.open(tmp_path / "w")
    file = str(samples() / "责任单位通讯录.xls")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (file, ""))
    press(qtbot, program.window, "setup.units")
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None, timeout=15_000)
    dialog = program.window.findChild(ImportDialog)
    assert dialog is not None
    press(qtbot, dialog, "import.apply")
    button = program.window.findChild(QAbstractButton, "setup.units")
    assert button is not None
    qtbot.waitUntil(lambda: button.text().startswith("✓"), timeout=15_000)
    following = program.window.findChild(QAbstractButton, "setup.indicators")
    assert following is not None
    assert following.property("role") == "primary"


def test_a_sample_is_marked_and_can_be_removed(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_workspace(tmp_path / "示例", county="青禾县", sample=True).close()
    program.open(tmp_path / "示例")
    assert "（示例）" in program.window.windowTitle()
    monkeypatch.setattr(program.messages, "ask", lambda *_: False)
    press(qtbot, program.window, "sample.remove")
    assert (tmp_path / "示例").exists()
    monkeypatch.setattr(program.messages, "ask", lambda *_: True)
    press(qtbot, program.window, "sample.remove")
    assert not (tmp_path / "示例").exists()
    assert program.window.findChild(QAbstractButton, "welcome.new") is not None
    assert program.desk is None


def test_put_away_it_stays_away(qtbot: QtBot, desk: Desk) -> None:
    card = find(desk, QWidget, "setup.done").parentWidget()
    assert card.isVisible()
    click(qtbot, desk, "setup.away")
    desk.window.reload()
    assert not card.isVisible()
