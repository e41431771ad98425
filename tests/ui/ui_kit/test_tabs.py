"""Tabs are made when they are first shown, and once."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from desktop.ui_kit.tabs import Tabs


def _tabs(qtbot, made):
    def maker(word):
        def make():
            made.append(word)
            return QLabel(word)

        return make

    tabs = Tabs("some.tabs")
    qtbot.addWidget(tabs)
    return tabs, [tabs.add(f"第{word}张", maker(word)) for word in "一二三"]


def test_only_the_first_is_made_until_another_is_shown(qtbot):
    made = []
    tabs, _ = _tabs(qtbot, made)
    assert made == ["一"]
    tabs.setCurrentIndex(2)
    tabs.setCurrentIndex(0)
    tabs.setCurrentIndex(2)
    assert made == ["一", "三"]
    assert tabs.currentWidget().text() == "三"
    assert [tabs.tabText(number) for number in range(3)] == ["第一张", "第二张", "第三张"]


def test_asking_for_a_content_makes_it_where_it_belongs_and_does_not_turn_to_it(qtbot):
    made, turned = [], []
    tabs, contents = _tabs(qtbot, made)
    tabs.currentChanged.connect(turned.append)
    second = contents[1]()
    assert tabs.indexOf(second) == 1
    assert contents[1]() is second
    assert tabs.currentIndex() == 0
    assert not turned
    tabs.setCurrentWidget(second)
    assert turned == [1]


def test_a_maker_is_told_of_before_those_who_look_at_the_tab_in_front(qtbot):
    tabs, _ = _tabs(qtbot, [])
    seen = []
    tabs.made.connect(lambda content: seen.append(("made", content.text())))
    tabs.currentChanged.connect(lambda _n: seen.append(("shown", tabs.currentWidget().text())))
    tabs.setCurrentIndex(1)
    assert seen == [("made", "二"), ("shown", "二")]


def test_all_can_be_made_one_by_one(qtbot):
    made = []
    tabs, _ = _tabs(qtbot, made)
    assert [tabs.make_next() for _ in range(3)] == [True, True, False]
    assert made == ["一", "二", "三"]
    tabs.reload()
