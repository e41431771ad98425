"""What the program does when Windows logs off."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.shell import app
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
