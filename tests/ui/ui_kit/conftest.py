"""A list of the sample county's points on the screen, for what is tried with real keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import SqlRows, Store
from db.tables.points import POINTS
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.theme import apply_theme

COLUMNS = (
    Column("name", "名称", 170), Column("type", "类型", 160, editable=True),
    Column("street", "街道", 200, editable=True), Column("address", "地址", 300, editable=True),
    Column("length_m", "长度（米）", 200, right=True, editable=True, total=True),
)  # fmt: skip


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication, county_store: Store) -> Iterator[RecordTable]:
    apply_theme(qapp, dark=False)
    made = RecordTable("t", SqlRows(county_store, POINTS), COLUMNS, empty="空", title="点位")
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made._timer.stop()
    qapp.setStyleSheet("")
