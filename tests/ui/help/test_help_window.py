"""The help through real keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QShortcut, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop import __version__
from desktop.features.help import service
from desktop.features.help.service import HELP
from desktop.shell.desk import Desk
from desktop.shell.pages import PAGES
from tests.ui.shell.test_window import find, open_page, type_chinese


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_f1_opens_the_page_for_where_one_is(qtbot: QtBot, desk: Desk, name: str) -> None:
    open_page(qtbot, desk, name)
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)
    assert desk.helping.help.isVisible()
    assert desk.helping.help.topic() == name
    picture = desk.helping.help.page.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl(f"pictures/{name}.png")
    )
    assert picture.width() > 300


def test_pictures_keep_to_the_room_there_is(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)
    window = desk.helping.help
    for size in ((980, 640), (660, 340), (1200, 700)):
        window.resize(*size)
        qtbot.wait(20)
        assert window.page.horizontalScrollBar().maximum() == 0
        picture = window.page.loadResource(
            QTextDocument.ResourceType.ImageResource.value, QUrl("pictures/overview.png")
        )
        assert picture.width() == min(720, window.page.viewport().width() - 8)


def test_the_sheet_of_shortcuts_names_every_one(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert desk.helping.help.topic() == "shortcuts"
    text = (Path(HELP) / "shortcuts.md").read_text(encoding="utf-8")
    keys = {item.key().toString() for item in desk.window.findChildren(QShortcut)}
    window = {key for key in keys if key.startswith(("Ctrl", "F")) and not key[-1].isdigit()}
    missing = {key for key in window if key not in text}
    assert missing <= {"Ctrl+Shift+Z", "Ctrl+Return", "Ctrl+Enter"}


def test_words_shorten_the_list_and_a_link_leads_on(qtbot: QtBot, desk: Desk) -> None:
    desk.helping.help.open_topic("start")
    desk.helping.help.page.anchorClicked.emit(QUrl("import.md"))
    assert desk.helping.help.topic() == "import"
    field = desk.helping.help.findChild(QLineEdit, "help.find")
    assert field is not None
    type_chinese(field, "便携")
    assert desk.helping.help.list.count() == 1
    assert desk.helping.help.topic() == "settings"


def test_the_guide_is_shown_for_printing(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)
    button = desk.helping.help.findChild(QAbstractButton, "help.guide")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    reports = desk.window.page("reports")
    qtbot.waitUntil(lambda: reports.preview.document.pageCount() == 2, timeout=30_000)
    assert find(desk, QAbstractButton, "reports.pdf.print").isEnabled()


def test_about_shows_the_version_and_the_licences(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    licences = tmp_path / "THIRD_PARTY.txt"
    licences.write_text("PySide6 <b>LGPL</b>", encoding="utf-8")
    monkeypatch.setattr(service, "THIRD_PARTY", licences)
    desk.helping.here()
    button = desk.helping.help.findChild(QPushButton, "help.about")
    assert button is not None
    button.click()
    text = desk.helping.help.page.toPlainText()
    assert __version__ in text
    assert text.endswith("PySide6 <b>LGPL</b>")
    licences.unlink()
    button.click()
    assert "从源代码运行" in desk.helping.help.page.toPlainText()
