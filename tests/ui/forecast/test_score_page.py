"""The page of scores and the overview through real clicks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from db import records
from db.tables.score import ScoreScheme, Snapshot, TaskNeed
from desktop.core.errors import UserError
from desktop.features.forecast import set_rule
from desktop.features.forecast.ui.page import ScorePage
from desktop.features.forecast.ui.rule_dialog import RuleDialog
from desktop.features.settings import save_settings
from desktop.shell.desk import Desk


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ScorePage:
    desk.window.go_to("score")
    found = desk.window.page("score")
    assert isinstance(found, ScorePage)
    return found


def click(qtbot: QtBot, desk: Desk, name: str) -> None:
    button = desk.window.findChild(QAbstractButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(values: dict[str, str]) -> None:
    """Fill the dialog that is about to open, and save it."""

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        for name, text in values.items():
            field = dialog.findChild(QLineEdit, name)
            assert field is not None, name
            field.setText(text)
        button = dialog.findChild(QAbstractButton, f"{dialog.objectName()}.save")
        assert button is not None
        button.click()
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(0, now)


def test_a_number_opens_to_its_clause(page: ScorePage) -> None:
    root = page.tree.topLevelItem(0)
    assert root is not None
    method = root.child(0)
    method.setExpanded(True)
    method.child(0).setExpanded(True)
    words = [method.child(0).child(row).text(0) for row in range(method.child(0).childCount())]
    assert {"依据", "测评标准"} <= set(words)


def test_the_scheme_is_typed_in(qtbot: QtBot, desk: Desk, page: ScorePage) -> None:
    fill({"scheme.full": "100", "scheme.methods": "材料审核 40、实地考察 40、问卷调查 20"})
    click(qtbot, desk, "score.scheme")
    assert len(records.find(desk.store, ScoreScheme)) == 1
    total = desk.window.findChild(QLabel, "score.total")
    assert total is not None
    assert "/ 100.00" in total.text()
    fill({"scheme.methods": "没有数"})
    click(qtbot, desk, "score.scheme")
    assert "没有数" not in records.find(desk.store, ScoreScheme)[0].scheme


def test_today_is_kept_and_undone(qtbot: QtBot, desk: Desk, page: ScorePage) -> None:
    click(qtbot, desk, "score.keep")
    assert len(records.find(desk.store, Snapshot)) == 1
    desk.undo()
    assert records.find(desk.store, Snapshot) == ()


def test_a_plan_within_days_and_budget(qtbot: QtBot, desk: Desk, page: ScorePage) -> None:
    page.tabs.setCurrentIndex(1)
    before = page.plan().table.model.rowCount()
    page.plan().table.view.selectRow(0)
    fill({"need.days": "2", "need.money": "5"})
    click(qtbot, desk, "score.plan.need")
    assert len(records.find(desk.store, TaskNeed)) == 1
    days = desk.window.findChild(QLineEdit, "score.days")
    assert days is not None
    days.setText("2")
    days.editingFinished.emit()
    assert 0 < page.plan().table.model.rowCount() < before
    page.plan().table.activated.emit(page.plan().table.model.record(0))
    assert page.tabs.currentWidget() is page.tree
    assert page.tree.currentItem() is not None


def test_a_graded_indicator_opens_too(page: ScorePage) -> None:
    page.tabs.setCurrentIndex(2)
    row = page.board().table.model.record(5)
    for _ in range(2):
        page.tabs.setCurrentIndex(2)
        page.board().table.activated.emit(row)
        current = page.tree.currentItem()
        assert page.tabs.currentWidget() is page.tree
        assert current is not None
        assert current.text(0).startswith(row.code)
        assert current.childCount() > 1


def test_each_tile_of_the_overview_leads_to_its_list(qtbot: QtBot, desk: Desk) -> None:
    for name, target in (("ready", "evidence"), ("score", "score"), ("unowned", "indicators"),
                         ("first", "score"), ("due", "evidence")):  # fmt: skip
        desk.window.go_to("overview")
        click(qtbot, desk, f"overview.{name}.open")
        assert target == desk.window.stack.currentWidget().NAME  # type: ignore[attr-defined]


def test_a_test_gone_by_is_said_in_the_top_bar(desk: Desk) -> None:
    _, changes = save_settings(desk.store, {"test_date": "2020-01-01"})
    desk.bus.publish(changes)
    assert "已过" in desk.window.countdown.text()
    assert "-" not in desk.window.countdown.text().split("（")[0]


def test_a_rule_is_tried_before_it_is_saved(qtbot: QtBot, desk: Desk, page: ScorePage) -> None:
    page.tabs.setCurrentIndex(1)
    task = next(
        record
        for record in map(page.plan().table.model.record, range(page.plan().table.model.rowCount()))
        if record is not None and record.method == "问卷调查"
    )
    saved: list[str] = []
    dialog = RuleDialog(desk.window, "Ⅱ-1", Decimal(10), saved.append)
    qtbot.addWidget(dialog)
    text, example = (dialog.findChild(QLineEdit, f"rule.{name}") for name in ("text", "example"))
    result = dialog.findChild(QLabel, "rule.result")
    save = dialog.findChild(QAbstractButton, "rule.save")
    assert text is not None
    assert example is not None
    assert result is not None
    assert save is not None
    text.setText("看着办")
    assert "没有看懂" in result.text()
    save.click()
    assert saved == []
    text.setText("A>85% B>80% C≤80% 两年均值")
    example.setText("82.5")
    assert "B 档，得 6.60 分" in result.text()
    save.click()
    assert saved == ["A>85% B>80% C≤80% 两年均值"]
    row, _ = set_rule(desk.store, task.id, saved[0])
    assert '"years":2' in row.rule
    with pytest.raises(UserError, match="没有看懂"):
        set_rule(desk.store, task.id, "看着办")
    assert set_rule(desk.store, task.id, "")[0].rule == "{}"


def test_preconditions_and_two_dates_compared(qtbot: QtBot, desk: Desk, page: ScorePage) -> None:
    fill({"precondition.name": "未成年人测评", "precondition.at_least": "85",
          "precondition.actual": "84"})  # fmt: skip
    click(qtbot, desk, "score.precondition")
    conditions = desk.window.findChild(QLabel, "score.conditions")
    assert conditions is not None
    assert "✗ 不满足 未成年人测评" in conditions.text()
    page.tabs.setCurrentIndex(3)
    compared = desk.window.findChild(QLabel, "score.compared")
    assert compared is not None
    assert "留存两次" in compared.text()
    for _ in range(2):
        click(qtbot, desk, "score.keep")
    assert "可能得分：" in compared.text()
