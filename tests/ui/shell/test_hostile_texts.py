"""Markup, direction overrides and rubbish stay what they are in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from db import records
from db.tables.points import Point
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.row_source import Query
from desktop.features.exchange import ImportRequest, preview_import
from desktop.features.exchange.ui.wizard import ImportDialog
from desktop.features.points import edit_point, point_rows
from desktop.features.settings import save_settings
from desktop.features.units import save_unit, unit_rows
from desktop.shell.desk import Desk
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.messages import WindowMessages
from tests.hostile import text_cell, xlsx

MARKUP = "<b>&甲</b><img src='x'>"
LYING = "a\u202egpj.exe"


def understood(widget: QWidget) -> list[str]:
    """Return the texts of labels that take them for markup."""
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and "<" in label.text()
    ]


def test_row35_45_markup_in_every_page_is_shown_as_typed(desk: Desk) -> None:
    store = desk.store
    for row in point_rows(store).all()[:3]:
        edit_point(store, row.id, dict.fromkeys(("name", "address", "street", "remark"), MARKUP))
    save_unit(store, unit_rows(store).all()[0].id, {"name": MARKUP, "remark": MARKUP})
    desk.bus.publish(save_settings(store, {"county": MARKUP, "office": MARKUP})[1])
    for name in ("overview", "indicators", "units", "points", "evidence", "reports"):
        desk.window.go_to(name)
        assert understood(desk.window) == [], name
    assert MARKUP in desk.window.title.text()


def test_row35_a_sheet_named_in_markup_is_shown_as_it_is(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    cells = "".join(text_cell(f"{letter}1", head) for letter, head in
                    zip("ABC", ("点位名称", "点位类型", "&lt;i&gt;"), strict=True))  # fmt: skip
    rows = (
        f"<row r='1'>{cells}</row><row r='2'>{text_cell('A2', '甲')}{text_cell('B2', '园')}</row>"
    )
    file = xlsx(tmp_path / f"<b>{LYING}.xlsx", rows, name="&lt;b&gt;&amp;")
    dialog = ImportDialog(desk.window, preview_import(desk.store, ImportRequest("points", file)))
    qtbot.addWidget(dialog)
    assert dialog.findChild(QComboBox, "import.sheet").currentText() == "<b>&"
    notes = dialog.findChild(QListWidget, "import.notes")
    assert any("<b>&" in notes.item(row).text() for row in range(notes.count()))
    assert understood(dialog) == []
    assert "<b>a〔U+202E〕gpj.exe" in dialog.windowTitle()


@pytest.mark.parametrize(
    "error",
    [UserError(f"不能叫{MARKUP}"), InputError("没有保存。", [Problem("名称", f"已有“{MARKUP}”")])],
)
def test_row45_a_refusal_in_a_form_shows_markup_as_typed(qtbot: QtBot, error: UserError) -> None:
    def save(_: object) -> None:
        raise error

    form = FormDialog(None, "f", "表单", (Field("name", "名称", value=MARKUP),), save)
    qtbot.addWidget(form)
    form._try()
    assert any(MARKUP in label.text() for label in form.findChildren(QLabel))
    assert understood(form) == []


def test_row51_direction_overrides_are_shown_in_tables_and_messages(
    qtbot: QtBot, desk: Desk
) -> None:
    row = point_rows(desk.store).all()[0]
    edit_point(desk.store, row.id, {"name": LYING})
    model = desk.window.page("points").table.model  # type: ignore[attr-defined]
    model.reload()
    index = model.index(0, 0)
    assert model.data(index, Qt.ItemDataRole.DisplayRole) == "a〔U+202E〕gpj.exe"
    assert model.data(index, Qt.ItemDataRole.EditRole) == LYING
    window = QWidget()
    qtbot.addWidget(window)
    messages = WindowMessages(window)
    messages.info(f"已收进 {LYING}")
    assert messages._label.text() == "已收进 a〔U+202E〕gpj.exe"


def test_row42_rubbish_typed_into_a_cell_is_stored_clean(qtbot: QtBot, desk: Desk) -> None:
    desk.window.go_to("points")
    model = desk.window.page("points").table.model  # type: ignore[attr-defined]
    assert model.setData(model.index(0, 0), "甲\0乙\x0b丙\uffff\ud800丁", Qt.ItemDataRole.EditRole)
    qtbot.waitUntil(lambda: "甲乙丙丁" in {p.name for p in records.find(desk.store, Point)})
    model.ask(Query("\ud800\0甲乙"))
    assert model.rowCount() == 1
