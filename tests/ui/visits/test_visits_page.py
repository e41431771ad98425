"""The page of site visits under real keys and clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from db import records
from db.tables.findings import Finding, FindingPhoto
from db.tables.visits import Answer, Visit
from desktop.features.points import point_rows
from desktop.features.visits import (
    Round,
    RoundPlan,
    add_points,
    fill_rest,
    save_round,
    split_teams,
    visit_rows,
)
from desktop.features.visits.choices import takes_number
from desktop.features.visits.ui.entry_list import EntryList
from desktop.features.visits.ui.page import VisitsPage
from desktop.shell.desk import Desk


def press(qtbot: QtBot, target: object, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(target, key)


@pytest.fixture
def june(desk: Desk) -> Round:
    """A round over the parks, in two teams."""
    made, _ = save_round(desk.store, None, RoundPlan("六月自查", "自查", "2026-06-06"))
    parks = [row.id for row in point_rows(desk.store).all() if row.type == "公园"]
    add_points(desk.store, made.id, parks)
    split_teams(desk.store, made.id, 2)
    return made


@pytest.fixture
def page(desk: Desk, june: Round) -> VisitsPage:
    """The page with that round in view."""
    desk.window.go_to("visits")
    shown = desk.window.page("visits")
    assert isinstance(shown, VisitsPage)
    return shown


def start_entry(qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round) -> tuple[EntryList, Visit]:
    page.tabs.setCurrentWidget(page.entry())
    visit = records.find(desk.store, Visit, round_id=june.id, order="sheet_no")[0]
    number = page.findChild(QLineEdit, "visits.entry.number")
    qtbot.keyClicks(number, str(visit.sheet_no))
    press(qtbot, number, Qt.Key.Key_Return)
    return page.entry().list, visit


def row_of(rows: EntryList, kind: str) -> int:
    return next(n for n, row in enumerate(rows.rows) if row.line.rule.kind == kind)


def test_a_sheet_is_typed_in_with_the_keyboard_alone(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round
) -> None:
    rows, visit = start_entry(qtbot, desk, page, june)
    for row in list(rows.rows):
        if row.line.rule.kind == "yes_no":
            press(qtbot, rows, Qt.Key.Key_1, Qt.Key.Key_Return)
        else:
            press(qtbot, rows, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
    answers = records.find(desk.store, Answer, visit_id=visit.id)
    assert len(answers) == len(rows.rows)
    amounts = {a.check_item_id: a.amount for a in answers}
    numbers = [row.line.item_id for row in rows.rows if takes_number(row.line)]
    assert {str(amounts[item]) for item in numbers} == {"12"}
    kept = records.get(desk.store, Visit, visit.id)
    assert kept is not None
    assert kept.state == "done"
    assert QApplication.focusWidget() is page.findChild(QLineEdit, "visits.entry.number")


def test_a_fault_opens_a_line_in_place_and_closes_with_it(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round
) -> None:
    rows, _ = start_entry(qtbot, desk, page, june)
    place = row_of(rows, "yes_no")
    press(qtbot, rows, *[Qt.Key.Key_Down] * place, Qt.Key.Key_2, Qt.Key.Key_F3)
    name = f"visits.entry.finding{place}"
    text = page.findChild(QLineEdit, f"{name}.text")
    assert text.hasFocus()
    text.setText("西门花坛垃圾")
    press(qtbot, text, Qt.Key.Key_Return)
    (finding,) = records.find(desk.store, Finding)
    assert finding.text == "西门花坛垃圾"
    assert QApplication.focusWidget() is rows
    press(qtbot, rows, Qt.Key.Key_1)
    assert not records.find(desk.store, Finding)
    assert page.findChild(QLineEdit, f"{name}.text") is None
    desk.undo()
    assert records.find(desk.store, Finding)[0].text == "西门花坛垃圾"
    assert page.findChild(QLineEdit, f"{name}.text") is not None


def test_a_photo_that_is_none_is_refused_and_a_real_one_kept(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round, tmp_path: Path
) -> None:
    rows, _ = start_entry(qtbot, desk, page, june)
    place = row_of(rows, "yes_no")
    press(qtbot, rows, *[Qt.Key.Key_Down] * place, Qt.Key.Key_2, Qt.Key.Key_F3)
    no_photo, photo = tmp_path / "a.jpg", tmp_path / "b.png"
    no_photo.write_text("不是照片", encoding="utf-8")
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.save(str(photo))
    line = page.findChild(object, f"visits.entry.finding{place}")
    line.photo.emit(no_photo)
    assert "不是图片" in desk.messages.errors[-1]  # type: ignore[attr-defined]
    QApplication.clipboard().setImage(image)
    units = page.findChild(QLineEdit, f"visits.entry.finding{place}.units")
    units.setFocus()
    line.photo.emit(photo)
    assert len(records.find(desk.store, FindingPhoto)) == 1
    assert page.findChild(QPushButton, f"visits.entry.finding{place}.photo").text() == "照片 1"


def test_space_minus_and_clicks_answer_too(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round
) -> None:
    rows, visit = start_entry(qtbot, desk, page, june)
    press(qtbot, rows, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert rows.rows[0].line.outcome.verdict == "fail"
    press(qtbot, rows, Qt.Key.Key_Down)
    counted = row_of(rows, "count")
    rows.go_to(counted)
    press(qtbot, rows, Qt.Key.Key_Minus)
    assert rows.rows[counted].line.outcome.verdict == "na"
    second = rows.rows[1]
    box, choice = second._segments()[0]
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert second.line.outcome.verdict == choice.given.verdict == "pass"
    press(qtbot, rows, Qt.Key.Key_Delete)
    assert not second.line.is_answered
    press(qtbot, page.entry(), Qt.Key.Key_F8)
    assert len(records.find(desk.store, Answer, visit_id=visit.id)) == len(rows.rows)


def test_a_mistyped_number_says_so_and_keeps_the_sheet(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round
) -> None:
    rows, _ = start_entry(qtbot, desk, page, june)
    before = [row.line.code for row in rows.rows]
    number = page.findChild(QLineEdit, "visits.entry.number")
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "01-0001-1")
    press(qtbot, number, Qt.Key.Key_Return)
    assert "校验位不对" in desk.messages.errors[-1]  # type: ignore[attr-defined]
    assert [row.line.code for row in rows.rows] == before


def test_two_typists_are_compared_at_the_end(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, visit = start_entry(qtbot, desk, page, june)
    fill_rest(desk.store, visit.id)
    page.findChild(QComboBox, "visits.entry.typist").setCurrentIndex(1)
    shown: list[QDialog] = []
    monkeypatch.setattr(QDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    press(qtbot, page.entry(), Qt.Key.Key_F8)
    place = row_of(rows, "yes_no")
    rows.setFocus()
    rows.go_to(place)
    press(qtbot, rows, Qt.Key.Key_2)
    rows.go_to(len(rows.rows) - 1)
    press(qtbot, rows, Qt.Key.Key_Return)
    (dialog,) = shown
    take = dialog.findChild(QPushButton, "visits.settle.take1")
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    first = records.find(desk.store, Answer, visit_id=visit.id, entry=1, verdict="fail")
    assert len(first) == 1
    qtbot.addWidget(dialog)


def test_results_come_by_group_and_as_heat(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round
) -> None:
    for visit in records.find(desk.store, Visit, round_id=june.id)[:3]:
        fill_rest(desk.store, visit.id)
    page.tabs.setCurrentWidget(page.results())
    qtbot.waitUntil(lambda: page.results().table.model.rowCount() == 1)
    assert "已录 3" in page.results().findChild(object, "visits.results.whole").text()
    by = page.results().findChild(QComboBox, "visits.results.by")
    by.setCurrentIndex(by.findData("point"))
    assert page.results().table.model.rowCount() == 3
    assert page.results().heat.columnCount() == 1
    assert page.results().heat.rowCount() >= 1


def test_points_are_dragged_between_teams(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round
) -> None:
    tree = page.points.teams
    first, second = tree.topLevelItem(0), tree.topLevelItem(1)
    assert first is not None
    assert second is not None
    moved = first.child(0)
    assert moved is not None
    name = moved.text(0).split("  ")[1]
    moved.setSelected(True)
    goal = tree.visualItemRect(second).center()
    assert isinstance(goal, QPoint)

    class _Drop:
        """A drop as Qt would deliver it."""

        def position(self) -> object:
            """Return where."""
            return goal.toPointF()

        def setDropAction(self, action: object) -> None:  # noqa: N802
            """Take the action."""

        def accept(self) -> None:
            """Take the drop."""

    tree.dropEvent(_Drop())
    row = next(v for v in visit_rows(desk.store, june.id).all() if v.point == name)
    assert row.team == "第2组"
    again = tree.topLevelItem(1)
    assert again is not None
    assert name in "".join(again.child(n).text(0) for n in range(again.childCount()))  # type: ignore[union-attr]


def test_the_map_opens_the_sheet_of_a_point(
    qtbot: QtBot, desk: Desk, page: VisitsPage, june: Round
) -> None:
    page.tabs.setCurrentWidget(page.map())
    visit = visit_rows(desk.store, june.id).all()[0]
    page.map().opened.emit(visit.id)
    assert page.tabs.currentWidget() is page.entry()
    assert visit.point in page.entry().findChild(object, "visits.entry.head").text()


def test_the_rounds_menu_offers_its_verbs(qtbot: QtBot, page: VisitsPage) -> None:
    menu = page.findChild(QToolButton, "visits.more").menu()
    names = {action.objectName() for action in menu.actions()}
    assert {"visits.edit", "visits.copy", "visits.import", "visits.close", "visits.delete",
            "visits.print_map", "visits.print_map_a3", "visits.print_draws", "visits.remove"} == names  # fmt: skip
