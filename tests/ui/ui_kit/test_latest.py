"""Answers of another thread: the last one counts, and nobody minds when the asker has gone."""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from desktop.ui_kit.latest import LatestAnswer


def test_only_the_last_answer_counts(qtbot: QtBot) -> None:
    parent = QObject()
    latest = LatestAnswer(parent, (OSError,))
    given: list[object] = []
    latest.answered.connect(given.append)
    gate = threading.Event()
    latest.ask(lambda: gate.wait(5))
    latest.ask(lambda: "later")
    gate.set()
    qtbot.waitUntil(lambda: not latest.is_busy)
    assert given == ["later"]


def test_a_fault_is_told_in_words(qtbot: QtBot) -> None:
    parent = QObject()
    latest = LatestAnswer(parent, (OSError,))
    said: list[str] = []
    latest.refused.connect(said.append)

    def ask() -> None:
        raise OSError("磁盘拔掉了")

    latest.ask(ask)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["磁盘拔掉了"]


def test_an_answer_for_one_who_has_gone_is_dropped(qtbot: QtBot) -> None:
    parent = QObject()
    latest = LatestAnswer(parent, (OSError,))
    started, gate = threading.Event(), threading.Event()

    def ask() -> str:
        started.set()
        gate.wait(5)
        return "too late"

    latest.ask(ask)
    assert started.wait(5)
    threading.Timer(0.1, gate.set).start()
    parent.deleteLater()
    del latest
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(200)
