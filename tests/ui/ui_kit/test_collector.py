"""Garbage is collected between a person's doings, never while rows are being looked at."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui_kit import collector as room
from desktop.ui_kit.collector import MainThreadCollector


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.parametrize(
    ("is_busy", "is_open", "collected"),
    [(False, False, True), (True, False, False), (False, True, False)],
)
def test_it_waits_while_a_worker_or_a_dialog_holds_many_rows(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, is_busy: bool, is_open: bool, collected: bool
) -> None:
    monkeypatch.setattr(room, "_EVERY_MS", 20)
    done: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (10_000, 100, 100))
    monkeypatch.setattr(gc, "collect", lambda generation: done.append(generation))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = QDialog(parent)
    if is_open:
        dialog.open()
    MainThreadCollector(parent, is_busy=lambda: is_busy)
    assert not gc.isenabled()
    qtbot.wait(200)
    assert bool(done) is collected
