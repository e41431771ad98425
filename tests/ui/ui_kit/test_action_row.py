"""Buttons that a narrow row has no room for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui_kit.action_row import ActionRow
from desktop.ui_kit.elided_label import ElidedLabel

WORDS = ("删除", "历史", "打印本表", "导入", "办理")


class Bench:
    """A row of five in a window; the last one always stays."""

    def __init__(self, qtbot: QtBot, *, drops_last: bool = False) -> None:
        self.done: list[str] = []
        self.window = QWidget()
        self.row = ActionRow("bench", drops_last=drops_last)
        QHBoxLayout(self.window).addWidget(self.row)
        for word in WORDS:
            button = QPushButton(word)
            button.setObjectName(f"bench.{word}")
            button.clicked.connect(lambda _=False, word=word: self.done.append(word))
            self.row.add(button, keep=word == WORDS[-1])
        qtbot.addWidget(self.window)
        self.window.show()
        self.wide(1200)

    def wide(self, room: int) -> None:
        self.window.resize(room, 60)
        QApplication.processEvents()

    def shown(self) -> list[str]:
        return [word for word in WORDS if self.button(word).isVisible()]

    def button(self, word: str) -> QPushButton:
        found = self.window.findChild(QPushButton, f"bench.{word}")
        assert found is not None
        return found

    def offered(self) -> list[QAction]:
        menu = self.row.more.menu()
        menu.aboutToShow.emit()
        return menu.actions()


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_a_wide_row_has_no_menu(bench: Bench) -> None:
    assert bench.shown() == list(WORDS)
    assert not bench.row.more.isVisible()


def test_the_first_give_way_and_come_back(bench: Bench) -> None:
    bench.wide(bench.row.sizeHint().width() - 20)
    assert bench.row.more.isVisible()
    assert bench.shown() == list(WORDS[len(WORDS) - len(bench.shown()) :])
    assert [action.text() for action in bench.offered()] + bench.shown() == list(WORDS)
    assert all(
        bench.button(word).width() >= bench.button(word).sizeHint().width()
        for word in bench.shown()
    )
    bench.wide(1200)
    assert bench.shown() == list(WORDS)


def test_the_main_one_stays_however_narrow(bench: Bench) -> None:
    bench.wide(10)
    assert bench.shown() == ["办理"]
    assert bench.row.more.isVisible()


def test_the_last_give_way_where_the_first_matter_more(qtbot: QtBot) -> None:
    bench = Bench(qtbot, drops_last=True)
    bench.wide(bench.row.sizeHint().width() - 20)
    assert bench.shown()[0] == "删除"
    assert bench.shown()[-1] == "办理"
    assert "导入" not in bench.shown()


def test_the_menu_does_what_the_button_does_and_knows_its_state(bench: Bench) -> None:
    bench.button("历史").setEnabled(False)
    bench.wide(10)
    by_words = {action.text(): action for action in bench.offered()}
    assert not by_words["历史"].isEnabled()
    by_words["删除"].trigger()
    assert bench.done == ["删除"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_opens_and_chooses_by_keys(qtbot: QtBot, bench: Bench) -> None:
    bench.wide(10)
    menu = bench.row.more.menu()

    def choose() -> None:
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)

    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, choose))
    qtbot.keyClick(bench.row.more, Qt.Key.Key_Space)
    assert bench.done == ["历史"] or bench.done == ["删除"]


def test_longer_words_make_others_give_way(bench: Bench) -> None:
    bench.wide(bench.row.sizeHint().width() + 30)
    assert bench.shown() == list(WORDS)
    bench.button("办理").setText("办理选中的三十个问题")
    QApplication.processEvents()
    assert bench.row.more.isVisible()


def test_a_long_title_ends_in_dots_and_the_tip_has_it_whole(qtbot: QtBot) -> None:
    label = ElidedLabel(60)
    qtbot.addWidget(label)
    label.setText("内蒙古自治区阿拉善盟额济纳旗")
    label.resize(80, 24)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(label.sizeHint())
    label.grab()
    assert label.toolTip() == ""
    assert label.minimumSizeHint().width() == 60
