"""Forms through real keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.core import clock
from desktop.core.errors import InputError, Problem
from desktop.ui_kit.form import Field, FormDialog

FIELDS = (
    Field("name", "Name", required=True), Field("due", "Due", kind="date"),
    Field("kind", "Kind", "b", choices=("a", "b")),
    Field("text", "Text", kind="long"),
    Field("units", "Units", "Parks、Roads", choices=("Parks", "Roads", "Police"), kind="many"),
)  # fmt: skip


class Form:
    """A form on the screen, and what it saved."""

    def __init__(self, qtbot: QtBot) -> None:
        self.saved: list[dict[str, str]] = []
        self.refusal: InputError | None = None
        self.dialog = FormDialog(None, "f", "表单", FIELDS, self.save)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)

    def save(self, values: object) -> None:
        if self.refusal:
            raise self.refusal
        self.saved.append(dict(values))  # type: ignore[call-overload]

    def find(self, kind: type, key: str):  # type: ignore[no-untyped-def]
        return self.dialog.findChild(kind, f"f.{key}")

    def said(self) -> list[str]:
        labels = self.dialog.findChildren(QLabel)
        return [x.text() for x in labels if x.isVisible() and x.property("role") == "error"]


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[Form]:
    former = clock.replace_source(lambda: datetime(2026, 11, 21, 9).astimezone())
    yield Form(qtbot)
    clock.replace_source(former)


def test_a_date_typed_freely_is_spelled_out_on_leaving(qtbot: QtBot, form: Form) -> None:
    due = form.find(QLineEdit, "due")
    due.setFocus()
    QTest.keyClicks(due, "0831")
    qtbot.keyClick(due, Qt.Key.Key_Tab)
    assert due.text() == "2026-08-31"
    assert form.find(QComboBox, "kind").hasFocus()
    assert form.said() == []


def test_a_wrong_date_is_said_under_its_field_at_once(qtbot: QtBot, form: Form) -> None:
    due = form.find(QLineEdit, "due")
    due.setFocus()
    QTest.keyClicks(due, "2.30")
    qtbot.keyClick(due, Qt.Key.Key_Tab)
    assert due.text() == "2.30"
    assert len(form.said()) == 1
    assert "“2.30”不是日期" in form.said()[0]
    QTest.keyClicks(form.find(QLineEdit, "name"), "x")
    qtbot.keyClick(form.find(QLineEdit, "name"), Qt.Key.Key_Return)
    assert form.saved == []
    assert form.dialog.isVisible()


def test_enter_saves_from_a_line_and_esc_leaves(qtbot: QtBot, form: Form) -> None:
    name = form.find(QLineEdit, "name")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert form.said() == ["请填写Name"]
    assert name.hasFocus()
    QTest.keyClicks(name, "Park")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert form.saved == [
        {"name": "Park", "due": "", "kind": "b", "text": "", "units": "Parks、Roads"}
    ]
    assert not form.dialog.isVisible()
    again = Form(qtbot)
    qtbot.keyClick(again.find(QLineEdit, "name"), Qt.Key.Key_Escape)
    assert not again.dialog.isVisible()
    assert again.saved == []


def test_a_long_text_takes_lines_and_is_saved_by_ctrl_enter(qtbot: QtBot, form: Form) -> None:
    QTest.keyClicks(form.find(QLineEdit, "name"), "Park")
    text = form.find(QPlainTextEdit, "text")
    text.setFocus()
    QTest.keyClicks(text, "one")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    QTest.keyClicks(text, "two")
    assert form.saved == []
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.saved[0]["text"] == "one\ntwo"


def test_some_of_several_are_found_and_ticked_by_keys(qtbot: QtBot, form: Form) -> None:
    QTest.keyClicks(form.find(QLineEdit, "name"), "Park")
    find, listed = form.find(QLineEdit, "units.find"), form.find(QListWidget, "units.list")
    find.setFocus()
    QTest.keyClicks(find, "pol")
    assert [listed.item(n).isHidden() for n in range(3)] == [True, True, False]
    place = listed.visualItemRect(listed.item(2)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, place.y()))
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    qtbot.keyClick(find, Qt.Key.Key_Return)
    assert form.saved[0]["units"] == "Parks、Roads、Police"


def test_a_refusal_names_the_field_and_keeps_what_was_typed(qtbot: QtBot, form: Form) -> None:
    form.refusal = InputError("没有保存。", [Problem("Name", "已经有了"), Problem("别处", "不行")])
    name = form.find(QLineEdit, "name")
    QTest.keyClicks(name, "Park")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert form.said() == ["已经有了", "没有保存。\n别处:不行"]
    assert name.text() == "Park"
    form.refusal = None
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert len(form.saved) == 1
