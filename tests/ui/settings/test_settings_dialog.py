"""The settings through real keys and clicks; portable mode."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.core import log, paths
from desktop.features.settings import SETTINGS, USER_SETTINGS, county
from desktop.features.spacing import limits, save_limits
from desktop.features.workspace import undo
from desktop.shell.app import sample_folder
from desktop.shell.desk import Desk
from desktop.shell.start import stay_portable
from desktop.ui_kit.preferences import preference
from desktop.ui_kit.theme import DARK, apply_theme, current
from tests.ui.shell.test_window import click, type_chinese


def in_dialog(qtbot: QtBot, desk: Desk, run: Any) -> None:
    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            run(dialog)
        finally:
            dialog.reject()

    QTimer.singleShot(0, act)
    click(qtbot, desk, "window.settings")


def press(qtbot: QtBot, dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_words_find_a_setting_and_the_look_changes_at_once(
    qtbot: QtBot, qapp: QApplication, desk: Desk
) -> None:
    def run(dialog: QDialog) -> None:
        find = dialog.findChild(QLineEdit, "settings.find")
        box = dialog.findChild(QComboBox, "settings.user.theme")
        name = dialog.findChild(QLineEdit, "settings.county")
        assert find is not None
        assert box is not None
        assert name is not None
        type_chinese(find, "深浅")
        assert box.isVisible()
        assert not name.isVisible()
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_End)
        press(qtbot, dialog, "settings.save")

    in_dialog(qtbot, desk, run)
    assert preference("theme", "") == "深色"
    assert current() == DARK
    assert county(desk.store) == "青禾县"
    apply_theme(qapp, dark=False)


def test_every_setting_says_below_it_what_it_is_for(qtbot: QtBot, desk: Desk) -> None:
    def run(dialog: QDialog) -> None:
        for prefix, declared in (("", SETTINGS), ("user.", USER_SETTINGS)):
            for item in declared:
                field = dialog.findChild(QWidget, f"settings.{prefix}{item.key}")
                assert field is not None, item.key
                notes = [label for label in field.parentWidget().findChildren(QLabel)
                         if label.text() == item.help and label.isVisible()]  # fmt: skip
                assert len(notes) == 1, item.key
                assert notes[0].y() >= field.geometry().bottom()
                assert notes[0].height() >= notes[0].heightForWidth(notes[0].width())
                assert field.accessibleDescription() == item.help

    in_dialog(qtbot, desk, run)


def test_settings_are_carried_over_a_file(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "设置.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    save_limits(desk.store, "公益广告", {"支路": "400"})
    in_dialog(qtbot, desk, lambda dialog: press(qtbot, dialog, "settings.export"))
    undo(desk.store)
    file.write_text(file.read_text(encoding="utf-8").replace("青禾县", "乙县"), encoding="utf-8")

    def run(dialog: QDialog) -> None:
        press(qtbot, dialog, "settings.import")
        assert county(desk.store) == "青禾县"
        news = dialog.findChild(QPlainTextEdit, "settings.news")
        assert news is not None
        assert news.isVisible()
        assert news.toPlainText().splitlines() == [
            "与现在不同的 2 处，点“保存”才改：",
            "县（市、区）名称：青禾县 → 乙县",
            "间距限值(米)，公益广告，支路：没有 → 400",
        ]
        press(qtbot, dialog, "settings.save")

    in_dialog(qtbot, desk, run)
    assert county(desk.store) == "乙县"
    assert ("支路", 400) in {(limit.class_, limit.most_m) for limit in limits(desk.store)}
    click(qtbot, desk, "window.undo")
    assert county(desk.store) == "青禾县"
    assert "支路" not in {limit.class_ for limit in limits(desk.store)}


def test_portable_mode_writes_beside_the_program_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert paths.portable_data() is None
    (tmp_path / paths.PORTABLE_MARK).touch()
    stay_portable()
    settings = QSettings()
    settings.setValue("a", "b")
    settings.sync()
    places = (settings.fileName(), tempfile.gettempdir(), log.log_folder(), sample_folder())
    outside = [place for place in places if not Path(place).is_relative_to(tmp_path / "data")]
    assert outside == []
