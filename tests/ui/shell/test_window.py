"""The window through real keys and clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from db import Store, open_store, records
from db.tables.evidence import Document
from db.tables.points import Point
from desktop.core.paths import samples
from desktop.features.exchange.ui.wizard import ImportDialog
from desktop.features.points import point_rows
from desktop.features.units import unit_rows
from desktop.shell.desk import Desk
from desktop.shell.welcome import Welcome
from desktop.shell.window import MainWindow
from tests.ui.conftest import FakeMessages

PAGES = ("overview", "indicators", "units", "points", "visits", "findings", "evidence", "packages",
         "score", "reports")  # fmt: skip


def find(desk: Desk, kind: type, name: str):  # type: ignore[no-untyped-def]
    found = desk.window.findChild(kind, name)
    assert found is not None, name
    return found


def type_chinese(field: QLineEdit, text: str) -> None:
    """Type as an input method does; QTest's keys know ASCII only."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def click(qtbot: QtBot, desk: Desk, name: str) -> None:
    qtbot.mouseClick(find(desk, QAbstractButton, name), Qt.MouseButton.LeftButton)


def open_page(qtbot: QtBot, desk: Desk, name: str) -> None:
    click(qtbot, desk, f"nav.{name}")
    qtbot.waitUntil(lambda: name == desk.window.stack.currentWidget().NAME)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_and_its_buttons_have_names(qtbot: QtBot, desk: Desk, name: str) -> None:
    open_page(qtbot, desk, name)
    page = desk.window.stack.currentWidget()
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    assert buttons
    assert all(button.objectName() for button in buttons if button.objectName() != "qt_")


def test_the_overview_tells_where_we_stand(desk: Desk) -> None:
    assert find(desk, QLabel, "overview.ready").text() == "0 / 130"
    assert find(desk, QLabel, "overview.unowned").text() == "12"
    assert "天" in find(desk, QLabel, "window.countdown").text()


def test_typing_filters_and_clicking_a_head_sorts(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "points")
    table = find(desk, QTableView, "points.table")
    assert table.model().rowCount() == 260
    type_chinese(find(desk, QLineEdit, "points.filter"), "农贸市场")
    count = find(desk, QLabel, "points.count")
    qtbot.waitUntil(lambda: "/ 260" in count.text())
    shown = table.model().rowCount()
    assert 0 < shown < 260
    header = table.horizontalHeader()
    position = header.sectionViewportPosition(0) + 20
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton,
                         pos=header.viewport().rect().topLeft().__class__(position, 10))  # fmt: skip
    names = [table.model().index(row, 0).data() for row in range(shown)]
    assert names in (sorted(names), sorted(names, reverse=True))
    find(desk, QLineEdit, "points.filter").clear()
    qtbot.waitUntil(lambda: count.text() == "260 条")


def test_editing_in_place_is_saved_and_undone_by_ctrl_z(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "points")
    table = find(desk, QTableView, "points.table")
    index = table.model().index(0, 0)
    table.setCurrentIndex(index)
    table.edit(index)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    type_chinese(editor, "新名字")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: point_rows(desk.store).all()[0].name == "新名字")
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: point_rows(desk.store).all()[0].name == "青禾大道")
    qtbot.keyClick(desk.window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: point_rows(desk.store).all()[0].name == "新名字")
    assert desk.messages.errors == []  # type: ignore[attr-defined]


def test_pasting_from_excel_is_one_step_that_can_be_undone(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "points")
    table = find(desk, QTableView, "points.table")
    before = [row.address for row in point_rows(desk.store).all()[:3]]
    place = table.visualRect(table.model().index(0, 3)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QGuiApplication.clipboard().setText("东街 1 号\t东街街道\n东街 2 号\t东街街道\n")
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    rows = point_rows(desk.store).all()[:3]
    assert [row.address for row in rows] == ["东街 1 号", "东街 2 号", before[2]]
    assert [row.street for row in rows[:2]] == ["东街街道"] * 2
    click(qtbot, desk, "window.undo")
    assert [row.address for row in point_rows(desk.store).all()[:3]] == before


def test_a_wrong_cell_in_a_paste_changes_nothing(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "units")
    table = find(desk, QTableView, "units.table")
    before = [row.name for row in unit_rows(desk.store).all()]
    place = table.visualRect(table.model().index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QGuiApplication.clipboard().setText(f"全新单位\n{before[5]}\n")
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "另一个单位" in desk.messages.errors[0]  # type: ignore[attr-defined]
    assert [row.name for row in unit_rows(desk.store).all()] == before


def test_columns_are_remembered(qtbot: QtBot, desk: Desk) -> None:
    from desktop.features.units.ui.page import UnitsPage

    open_page(qtbot, desk, "units")
    find(desk, QTableView, "units.table").setColumnWidth(1, 333)
    again = UnitsPage(desk.context, desk.verbs)
    qtbot.addWidget(again)
    assert again.table.view.columnWidth(1) == 333


def test_a_refused_edit_says_why_and_changes_nothing(qtbot: QtBot, desk: Desk) -> None:
    page = desk.window.page("units")
    record = page.table.model.record(0)  # type: ignore[attr-defined]
    assert page._edit(record, "name", "住建局") is False  # type: ignore[attr-defined]
    assert "另一个单位" in desk.messages.errors[0]  # type: ignore[attr-defined]


def test_the_wizard_shows_and_imports_and_undoes(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "点位.csv"
    file.write_text("点位名称,点位类型,经度,纬度\n甲点,公园,34.1,115.3\n", encoding="gbk")
    desk.tables.import_file("points", file)
    qtbot.waitUntil(lambda: desk.window.findChild(ImportDialog) is not None, timeout=15_000)
    dialog = desk.window.findChild(ImportDialog)
    assert dialog is not None
    assert "新增 1" in dialog.findChild(QLabel, "import.counts").text()
    assert len(records.find(desk.store, Point)) == 260
    qtbot.mouseClick(dialog.findChild(QAbstractButton, "import.apply"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(records.find(desk.store, Point)) == 261, timeout=15_000)
    qtbot.waitUntil(lambda: any("新增 1" in s for s in desk.messages.said))  # type: ignore[attr-defined]
    click(qtbot, desk, "window.undo")
    qtbot.waitUntil(lambda: len(records.find(desk.store, Point)) == 260)


def test_a_bad_file_is_refused_in_words(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "坏.xlsx"
    file.write_bytes(b"PK\x03\x04 broken")
    desk.tables.import_file("points", file)
    qtbot.waitUntil(lambda: bool(desk.messages.errors), timeout=15_000)  # type: ignore[attr-defined]
    assert "坏.xlsx" in desk.messages.errors[0]  # type: ignore[attr-defined]


def test_materials_and_both_prints_through_the_window(qtbot: QtBot, desk: Desk) -> None:
    desk.add_materials([samples() / "报送材料"])
    qtbot.waitUntil(lambda: len(records.find(desk.store, Document)) == 88, timeout=30_000)
    open_page(qtbot, desk, "reports")
    reports = desk.window.page("reports")
    for button, pages in (("reports.readiness", 10), ("reports.sheets", 300)):
        click(qtbot, desk, button)
        qtbot.waitUntil(
            lambda: (
                reports.stack.currentIndex() == 1  # type: ignore[attr-defined]
                and reports.preview.document.pageCount() > pages
            ),  # type: ignore[attr-defined]
            timeout=60_000,
        )
        click(qtbot, desk, "reports.pdf.back")


def test_linking_by_hand(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "无编号.pdf"
    file.write_bytes(b"x")
    desk.add_materials([file])
    qtbot.waitUntil(lambda: len(records.find(desk.store, Document)) == 1, timeout=15_000)
    page = desk.window.page("evidence")
    qtbot.waitUntil(lambda: page.documents.model.rowCount() == 1)  # type: ignore[attr-defined]
    page.slots.view.selectRow(0)  # type: ignore[attr-defined]
    page.documents.view.selectRow(0)  # type: ignore[attr-defined]
    click(qtbot, desk, "evidence.link")
    row = page.documents.model.record(0)  # type: ignore[attr-defined]
    assert row.codes == ("Ⅱ-1-1)",)
    click(qtbot, desk, "evidence.pass")
    assert page.documents.model.record(0).review == "通过"  # type: ignore[attr-defined]


def test_a_list_is_printed_as_shown(qtbot: QtBot, desk: Desk) -> None:
    open_page(qtbot, desk, "units")
    click(qtbot, desk, "units.print")
    reports = desk.window.page("reports")
    qtbot.waitUntil(lambda: reports.preview.document.pageCount() >= 1, timeout=30_000)  # type: ignore[attr-defined]


def test_the_first_screen_offers_three_ways(qtbot: QtBot) -> None:
    screen = Welcome([])
    qtbot.addWidget(screen)
    screen.show()
    for name in ("new", "open", "demo"):
        button = screen.findChild(QAbstractButton, f"welcome.{name}")
        assert button is not None
        with qtbot.waitSignal(screen.chosen) as chosen:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert chosen.args == [name]


def test_many_texts_do_not_abort_the_program(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for number in range(100_000):
        label.setText(str(number & 7))
    assert label.text()


def test_a_workspace_that_cannot_be_written_says_so_and_why(
    qtbot: QtBot, county_store: Store
) -> None:
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: None)
    window.show()
    with open_store(county_store.path, read_only=True) as store:
        desk = Desk(window, store, FakeMessages())
        assert "（只读）" in window.windowTitle()
        assert window.banner.isVisible()
        assert "重新打开" in window.banner.text()
        desk.runner.shutdown()
        window.on_close = None
