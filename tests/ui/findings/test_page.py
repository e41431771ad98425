"""The page of findings through real clicks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
)
from pytestqt.qtbot import QtBot

from desktop.features.findings import (
    StepInput,
    add_photo,
    card_rows,
    finding_rows,
    note_finding,
    take_step,
)
from desktop.shell.desk import Desk

DAY = date(2026, 6, 1)


def find(desk: Desk, kind: type, name: str):  # type: ignore[no-untyped-def]
    found = desk.window.findChild(kind, name)
    assert found is not None, name
    return found


def click(qtbot: QtBot, desk: Desk, name: str) -> None:
    qtbot.mouseClick(find(desk, QAbstractButton, name), Qt.MouseButton.LeftButton)


def in_dialog(act: Callable[[QDialog], None]) -> None:
    """Act in the dialog that the next click opens."""

    def run() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(50, run)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk):  # type: ignore[no-untyped-def]
    for number in range(3):
        note_finding(desk.store, None, {"text": f"果皮箱满溢{number}", "units": ("城管局",), "found": DAY,
                                        "point": "人民路", "street": "城关街道"})  # fmt: skip
    click(qtbot, desk, "nav.findings")
    made = desk.window.page("findings")
    made.reload()
    return made


def test_a_selection_is_assigned_in_one_step(qtbot: QtBot, desk: Desk, page) -> None:  # type: ignore[no-untyped-def]
    table = find(desk, QTableView, "findings.table")
    assert table.model().rowCount() == 3
    table.selectAll()

    def assign(dialog: QDialog) -> None:
        assert dialog.findChild(QLabel, "findings.step.note").text() == "可以交办 3 个。"
        dialog.findChild(QLineEdit, "findings.step.on").setText("6.2")
        dialog.findChild(QLineEdit, "findings.step.due").setText("2026-06-20")
        qtbot.mouseClick(dialog.findChild(QAbstractButton, "findings.step.save"),
                         Qt.MouseButton.LeftButton)  # fmt: skip

    in_dialog(assign)
    click(qtbot, desk, "findings.step")
    rows = finding_rows(desk.store).all()
    assert {(row.state, row.due) for row in rows} == {("交办", date(2026, 6, 20))}
    assert desk.messages.said[-1] == "已办理 3 个问题"
    desk.undo()
    assert {row.state for row in finding_rows(desk.store).all()} == {"发现"}


def test_a_refused_step_says_why_and_changes_nothing(qtbot: QtBot, desk: Desk, page) -> None:  # type: ignore[no-untyped-def]
    ids = [row.id for row in finding_rows(desk.store).all()]
    take_step(desk.store, ids, "assign", StepInput(on=DAY, due=DAY))
    take_step(desk.store, ids[:2], "fix", StepInput(on=DAY))
    page.reload()
    find(desk, QTableView, "findings.table").selectAll()
    seen = []

    def close(dialog: QDialog) -> None:
        which = dialog.findChild(QComboBox, "findings.step.which")
        which.setCurrentIndex(which.findData("close"))
        seen.append(dialog.findChild(QLabel, "findings.step.note").text())
        dialog.findChild(QLineEdit, "findings.step.who").setText("城管局")
        save = dialog.findChild(QAbstractButton, "findings.step.save")
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
        seen.append(dialog.findChild(QLabel, "findings.step.error").text())
        dialog.findChild(QLineEdit, "findings.step.who").setText("")
        dialog.findChild(QPlainTextEdit, "findings.step.text").setPlainText("看过了")
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)

    in_dialog(close)
    click(qtbot, desk, "findings.step")
    assert "其余 1 个状态不合" in seen[0]
    assert "自己复查自己" in seen[1]
    assert [row.state for row in finding_rows(desk.store).all()] == ["销号", "销号", "交办"]


def test_a_finding_is_noted_by_hand(qtbot: QtBot, desk: Desk, page) -> None:  # type: ignore[no-untyped-def]
    def fill(dialog: QDialog) -> None:
        for key, value in (("text", "路灯不亮"), ("point", "文昌路"), ("found", "6.3"),
                           ("units", "城管局、住建局")):  # fmt: skip
            dialog.findChild(QLineEdit, f"findings.form.{key}").setText(value)
        qtbot.mouseClick(dialog.findChild(QAbstractButton, "findings.form.save"),
                         Qt.MouseButton.LeftButton)  # fmt: skip

    in_dialog(fill)
    click(qtbot, desk, "findings.add")
    row = finding_rows(desk.store).all()[-1]
    assert (row.text, row.point, row.found, row.units) == (
        "路灯不亮", "文昌路", date(2026, 6, 3), ("城管局", "住建局"),
    )  # fmt: skip
    assert row.point_id


def test_reminders_lead_to_their_findings(qtbot: QtBot, desk: Desk, page) -> None:  # type: ignore[no-untyped-def]
    ids = [row.id for row in finding_rows(desk.store).all()]
    take_step(desk.store, ids[:2], "assign", StepInput(on=DAY, due=DAY))
    take_step(desk.store, ids[:1], "fix", StepInput(on=DAY))
    page.reload()
    late = find(desk, QAbstractButton, "findings.reminder.late")
    assert (late.text(), late.isEnabled()) == ("逾期 1", True)
    assert not find(desk, QAbstractButton, "findings.reminder.due_today").isEnabled()
    for name, state in (("late", "交办"), ("waiting", "待复查"), ("unassigned", "发现")):
        click(qtbot, desk, f"findings.reminder.{name}")
        assert [row.state for row in page.ledger.table.model.rows.all()] == [state]


@pytest.mark.qt_log_ignore("JPEG", extend=True)
def test_the_detail_shows_photos_and_survives_broken_ones(
    qtbot: QtBot, desk: Desk, page, tmp_path: Path  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    first = finding_rows(desk.store).all()[0]
    good, bad = tmp_path / "好.jpg", tmp_path / "坏.jpg"
    Image.new("RGB", (40, 30)).save(good)
    bad.write_bytes(b"\xff\xd8\xff" + b"\0" * 30)
    for file in (good, bad):
        add_photo(desk.store, first.id, file)
    page.reload()
    find(desk, QTableView, "findings.table").selectRow(0)
    labels = page.ledger.detail.findChildren(QLabel)
    words = [label.text() for label in labels]
    assert "果皮箱满溢0" in words
    assert "照片打不开：坏.jpg" in words
    assert sum(not label.pixmap().isNull() for label in labels) == 1


def test_cards_are_confirmed_issued_and_voided(qtbot: QtBot, desk: Desk, page) -> None:  # type: ignore[no-untyped-def]
    ids = [row.id for row in finding_rows(desk.store).all()]
    take_step(desk.store, ids, "assign", StepInput(on=DAY, due=DAY))
    page.tabs.setCurrentWidget(page.cards())
    page.reload()
    assert page.cards().proposed.model.rowCount() == 3

    def issue(dialog: QDialog) -> None:
        assert dialog.windowTitle() == "签发 红卡 3 张"
        qtbot.mouseClick(dialog.findChild(QAbstractButton, "findings.issue_form.save"),
                         Qt.MouseButton.LeftButton)  # fmt: skip

    in_dialog(issue)
    click(qtbot, desk, "findings.cards.issue_all")
    qtbot.waitUntil(lambda: desk.window.stack.currentWidget().NAME == "reports", timeout=10_000)
    assert len(card_rows(desk.store).all()) == 3
    assert page.cards().proposed.model.rowCount() == 0
    click(qtbot, desk, "nav.findings")
    find(desk, QTableView, "findings.cards.table").selectRow(0)

    def void(dialog: QDialog) -> None:
        dialog.findChild(QLineEdit, "findings.void_form.reason").setText("发错")
        qtbot.mouseClick(dialog.findChild(QAbstractButton, "findings.void_form.save"),
                         Qt.MouseButton.LeftButton)  # fmt: skip

    in_dialog(void)
    click(qtbot, desk, "findings.cards.void")
    assert sorted(row.state for row in card_rows(desk.store).all()) == ["作废", "已发", "已发"]


def test_every_tab_shows_itself(qtbot: QtBot, desk: Desk, page) -> None:  # type: ignore[no-untyped-def]
    for index in range(page.tabs.count()):
        page.tabs.setCurrentIndex(index)
        assert page.tabs.currentWidget().isVisible()
        assert find(desk, QAbstractButton, "findings.step").isVisible() == (index == 0)
    assert "计算方法" in find(desk, QLabel, "findings.boards.method").text()


def test_a_bulletin_is_made_and_checked(qtbot: QtBot, desk: Desk, page) -> None:  # type: ignore[no-untyped-def]
    page.tabs.setCurrentWidget(page.bulletins())

    def fill(dialog: QDialog) -> None:
        for key, value in (("starts", "2026-06-01"), ("ends", "2026-06-02"), ("cut_off", "6.3")):
            dialog.findChild(QLineEdit, f"findings.bulletin_form.{key}").setText(value)
        qtbot.mouseClick(dialog.findChild(QAbstractButton, "findings.bulletin_form.save"),
                         Qt.MouseButton.LeftButton)  # fmt: skip

    in_dialog(fill)
    click(qtbot, desk, "findings.bulletins.new")
    row = page.bulletins().table.model.record(0)
    assert (row.number, row.findings, row.points) == (1, 3, 1)
    click(qtbot, desk, "findings.bulletins.verify")
    assert desk.messages.said[-1] == "第 1 期的数字与台账记录一致。"


def test_a_finding_is_put_right_and_keeps_its_point(qtbot: QtBot, desk: Desk, page) -> None:  # type: ignore[no-untyped-def]
    row = finding_rows(desk.store).all()[0]
    note_finding(desk.store, row.id, {"place": "人民路东门"})
    page.reload()
    find(desk, QTableView, "findings.table").selectRow(0)
    refused = []

    def fill(dialog: QDialog) -> None:
        save = dialog.findChild(QAbstractButton, "findings.form.save")
        dialog.findChild(QLineEdit, "findings.form.weight").setText("很重")
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
        refused.append([label.text() for label in dialog.findChildren(QLabel)])
        dialog.findChild(QLineEdit, "findings.form.weight").setText("5")
        dialog.findChild(QComboBox, "findings.form.class_").setCurrentText("公共环境")
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)

    in_dialog(fill)
    click(qtbot, desk, "findings.edit")
    assert any("不是 0 到 100 的数" in words for words in refused[0])
    after = finding_rows(desk.store).all()[0]
    assert (after.class_, str(after.weight), after.point_id) == ("公共环境", "5", row.point_id)
    assert after.units == row.units
