"""What the program does when Windows logs off, and what a portable one leaves behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.shell import app, crash
from desktop.shell.app import Program


def test_row82_logging_off_closes_the_workspace(
    qtbot: QtBot, tmp_path: Path, empty_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "remember_folder", lambda _folder: None)
    shutil.copytree(empty_workspace, tmp_path / "w")
    program = Program()
    qtbot.addWidget(program.window)
    program.window.show()
    assert program.open(tmp_path / "w")
    closed: list[bool] = []
    assert program.desk is not None
    monkeypatch.setattr(program.desk.store, "close", lambda: closed.append(True))
    program.end_session()
    assert closed == [True]
    assert not program.window.isVisible()


def test_a_portable_program_keeps_settings_and_log_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash, "portable_folder", lambda: tmp_path)
    assert tmp_path in crash.log_file().parents
    former = QSettings.defaultFormat()
    app._keep_settings_beside(tmp_path)
    try:
        kept = QSettings("yingjian", "yingjian")
        assert QSettings.defaultFormat() == QSettings.Format.IniFormat
        place = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "yingjian", "x")
        assert Path(place.fileName()).is_relative_to(tmp_path)
        del kept
    finally:
        QSettings.setDefaultFormat(former)
