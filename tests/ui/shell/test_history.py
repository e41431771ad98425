"""历史 in the window: every step, a filter, and taking an old one back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from db import Store, records
from db.tables.units import Unit
from desktop.core.errors import InputError
from desktop.core.row_source import Query
from desktop.features.units import add_alias, save_unit
from desktop.features.workspace import operation_rows, operations, undo, undo_obstacles
from desktop.shell.desk import Desk
from desktop.shell.history import OperationsDialog, obstacle_lines


def step(store: Store, label: str) -> str:
    return next(o.id for o in operations(store) if label in o.label)


def test_what_stands_in_the_way_is_named(store: Store) -> None:
    unit, _ = save_unit(store, None, {"name": "甲"})
    save_unit(store, None, {"name": "别的"})
    first = step(store, "新增单位“甲”")
    assert undo_obstacles(store, first) == ()
    save_unit(store, unit.id, {"remark": "改了"})
    (change,) = undo_obstacles(store, first)
    assert change.operation.label == "修改单位“甲”"
    with pytest.raises(InputError, match="后来又改过"):
        undo(store, first)
    assert "修改单位“甲”" in obstacle_lines(undo_obstacles(store, first))[0]
    undo(store, change.operation.id)
    assert undo_obstacles(store, first) == ()
    undo(store, first)
    assert [row.name for row in records.find(store, Unit)] == ["别的"]


def test_rows_that_would_hang_on_nothing_stand_in_the_way_too(store: Store) -> None:
    unit, _ = save_unit(store, None, {"name": "甲"})
    add_alias(store, unit.id, "甲局")
    first = step(store, "新增单位“甲”")
    before = operations(store, limit=-1)
    (change,) = undo_obstacles(store, first)
    assert "别名" in change.operation.label
    assert operations(store, limit=-1) == before
    assert [row.name for row in records.find(store, Unit)] == ["甲"]
    undo(store)
    assert undo_obstacles(store, first) == ()
    assert operations(store, limit=-1)[0].kind == "undo"


def test_the_list_is_filtered_and_says_what_was_undone(store: Store) -> None:
    save_unit(store, None, {"name": "甲"})
    save_unit(store, None, {"name": "乙"})
    undo(store)
    rows = operation_rows(store)
    assert rows.count(Query(text="单位 甲")) == 1
    assert [row.label for row in rows.page(Query(filters=(("state", "已撤销"),)), 0, 9)] == [
        "新增单位“乙”"
    ]
    assert rows.page(Query(), 0, 9)[0].kind == "撤销"


def test_an_old_step_is_taken_back_through_the_window(qtbot: QtBot, desk: Desk) -> None:
    save_unit(desk.store, None, {"name": "甲办"})
    save_unit(desk.store, None, {"name": "乙办"})
    done: list[str] = []

    def act() -> None:
        dialog = desk.window.findChild(OperationsDialog)
        assert dialog is not None
        button = dialog.findChild(QPushButton, "operations.undo")
        assert not button.isEnabled()
        dialog.table.view.selectRow(1)
        assert "新增单位“甲办”" in dialog.findChild(QLabel, "operations.words").text()
        button.click()
        done.extend(row.label for row in dialog.table.model.rows.all()[:2])
        dialog.table.view.selectRow(2)
        assert not button.isEnabled()
        dialog.close()

    QTimer.singleShot(0, act)
    desk.show_operations()
    assert done[0] == "撤销:新增单位“甲办”"
    names = [row.name for row in records.find(desk.store, Unit)]
    assert "乙办" in names
    assert "甲办" not in names


def test_the_window_names_obstacles(qtbot: QtBot, desk: Desk) -> None:
    unit, _ = save_unit(desk.store, None, {"name": "甲办"})
    save_unit(desk.store, unit.id, {"remark": "改"})
    said: list[str] = []

    def act() -> None:
        dialog = desk.window.findChild(OperationsDialog)
        assert dialog is not None
        dialog.table.view.selectRow(1)
        said.append(dialog.findChild(QLabel, "operations.words").text())
        assert not dialog.findChild(QPushButton, "operations.undo").isEnabled()
        dialog.close()

    QTimer.singleShot(0, act)
    desk.show_operations()
    assert "请先撤销" in said[0]
    assert "修改单位“甲办”" in said[0]
