"""What was done is said without stopping anybody, and taken back from where it is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot

from db import Store
from desktop.features.points import point_rows
from desktop.shell.desk import Desk
from desktop.shell.window import MainWindow
from desktop.ui_kit.theme import apply_theme
from tests.ui.shell.test_window import click, find, open_page, type_chinese

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, county_store: Store) -> Iterator[Desk]:
    """The sample county in a window that really shows its notices."""
    apply_theme(qapp, dark=False)
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: None)
    made = Desk(window, county_store)
    window.resize(1366, 768)
    window.show()
    yield made
    made.runner.shutdown()
    window.on_close = None


def fill(qtbot: QtBot, desk: Desk, button: str, words: dict[str, str]) -> None:
    """Click a button, fill in the form it opens and save it."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        for key, text in words.items():
            line: Any = dialog.findChild(QLineEdit, f"{dialog.objectName()}.{key}")
            if line is None:
                line = dialog.findChild(QPlainTextEdit, f"{dialog.objectName()}.{key}")
            type_chinese(line, text)
        save = dialog.findChild(QAbstractButton, f"{dialog.objectName()}.save")
        assert save is not None
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, act)
    click(qtbot, desk, button)


def test_a_form_says_what_it_did_and_offers_to_take_it_back(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "points")
    fill(qtbot, desk, "points.add", {"name": "新口袋公园"})
    assert find(desk, QFrame, "notice").isVisible()
    assert find(desk, QLabel, "notice.text").text() == "已新增点位"
    assert QApplication.activeModalWidget() is None
    assert "新口袋公园" in {row.name for row in point_rows(desk.store).all()}
    qtbot.mouseClick(find(desk, QAbstractButton, "notice.undo"), Qt.MouseButton.LeftButton)
    assert "新口袋公园" not in {row.name for row in point_rows(desk.store).all()}


def test_nothing_changed_offers_no_way_back_to_another_step(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "points")
    fill(qtbot, desk, "points.add", {"name": "新口袋公园"})
    fill(qtbot, desk, "window.settings", {})
    text = find(desk, QLabel, "notice.text")
    qtbot.waitUntil(lambda: text.text() == "已保存设置")
    assert not find(desk, QAbstractButton, "notice.undo").isVisible()
    assert "新口袋公园" in {row.name for row in point_rows(desk.store).all()}


def test_an_offer_waits_and_stops_nobody(qtbot: QtBot, desk: Desk) -> None:
    desk.guarding.offer_check(["上次没有正常关闭。"])
    offer = find(desk, QFrame, "offer")
    assert offer.isVisible()
    assert QApplication.activeModalWidget() is None
    assert find(desk, QLabel, "offer.text").text().startswith("上次没有正常关闭。\n可以现在核对")
    open_page(qtbot, desk, "points")
    fill(qtbot, desk, "points.add", {"name": "新口袋公园"})
    notice = find(desk, QFrame, "notice")
    assert notice.isVisible()
    assert not notice.geometry().intersects(offer.geometry())
    for size in ((683, 384), (1366, 768)):
        desk.window.resize(*size)
        QApplication.processEvents()
        assert desk.window.rect().contains(offer.geometry())
        words = find(desk, QLabel, "offer.text")
        assert words.height() >= words.heightForWidth(words.width())
    take = find(desk, QAbstractButton, "offer.take")
    take.setFocus()
    qtbot.keyClick(take, Qt.Key.Key_Space)
    assert not offer.isVisible()
    # The fixture writes without the seal that a workspace gets when it is closed.
    qtbot.waitUntil(offer.isVisible, timeout=20_000)
    assert find(desk, QLabel, "offer.text").text().startswith("核对发现 1 处问题")
    click(qtbot, desk, "offer.take")
    assert desk.window.stack.currentWidget() is desk.window.page("backup")


def test_an_offer_is_left_and_a_long_one_read_whole(qtbot: QtBot, desk: Desk) -> None:
    taken: list[str] = []
    lines = [f"第 {number} 处问题" for number in range(9)]
    desk.messages.offer("\n".join(lines), "去看", lambda: taken.append("x"))
    assert find(desk, QLabel, "offer.text").text().splitlines() == lines[:4]
    seen: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(f"{box.text()}\n{box.informativeText()}")
        box.reject()

    QTimer.singleShot(0, read)
    click(qtbot, desk, "offer.all")
    assert seen == ["\n".join(lines)]
    click(qtbot, desk, "offer.keep")
    assert not find(desk, QFrame, "offer").isVisible()
    assert taken == []


def test_nothing_is_offered_before_the_lock_is_open(qtbot: QtBot, desk: Desk) -> None:
    screen = desk.guarding.screen
    screen.lock("王管")
    desk.guarding.offer_check(["上次没有正常关闭。"])
    offer = find(desk, QFrame, "offer")
    at = offer.mapTo(desk.window, offer.rect().center())
    on_top = desk.window.childAt(at)
    assert on_top is screen or screen.isAncestorOf(on_top)
    screen.hide()
    assert offer.isVisible()
