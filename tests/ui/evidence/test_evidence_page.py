"""The page of materials: preview beside the list, proposals taken, documents dragged to a slot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.evidence import add_paths
from desktop.features.evidence.ui.page import EvidencePage
from desktop.shell.desk import Desk
from desktop.ui_kit.row_dragging import rows_of

QUIET = QuietContext()


def opened(desk: Desk, *paths: Path) -> EvidencePage:
    add_paths(QUIET, desk.context.store, list(paths))
    desk.window.go_to("evidence")
    page = desk.window.page("evidence")
    assert isinstance(page, EvidencePage)
    page.reload()
    return page


def select(page: EvidencePage, *names: str) -> None:
    model, view = page.documents.model, page.documents.view
    view.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(model.rowCount()):
        if model.record(row).name in names:
            view.selectionModel().select(model.index(row, 0), flags)


def test_the_selected_material_is_shown(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "3.2"
    folder.mkdir()
    photo = Image.new("RGB", (80, 40), "red")
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(folder / "横.jpg", exif=exif)
    (folder / "说明.txt").write_text("志愿服务说明", encoding="gb18030")
    (folder / "坏.jpg").write_bytes(b"\xff\xd8\xff no picture")
    pdf = samples() / "报送材料/Ⅱ-3 2)_青年志愿服务/01_青年志愿服务队伍通知.pdf"
    page = opened(desk, folder, pdf)
    pane = page.preview
    select(page, "横.jpg")
    qtbot.waitUntil(lambda: pane.stack.currentWidget() is pane.picture, timeout=15_000)
    assert pane.picture.picture.width() < pane.picture.picture.height()
    select(page, "说明.txt")
    qtbot.waitUntil(lambda: "志愿服务说明" in pane.text.toPlainText(), timeout=15_000)
    assert pane.stack.currentWidget() is pane.text
    select(page, "坏.jpg")
    qtbot.waitUntil(lambda: "损坏" in pane.words.text(), timeout=15_000)
    select(page, pdf.name)
    qtbot.waitUntil(lambda: pane.stack.currentWidget() is pane.picture, timeout=15_000)
    select(page)
    assert "选中一份" in pane.words.text()
    assert not pane.outside.isEnabled()


def test_proposals_are_taken_together_and_undone(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, samples() / "报送材料")
    table = page.proposals().table
    count = table.model.rowCount()
    assert page.tabs.tabText(1) == f"归位建议 {count}"
    page.tabs.setCurrentWidget(page.proposals())
    table.view.selectRow(0)
    assert page.preview.title.text() == table.selected()[0].name
    assert "建议归到" in page.preview.note.text()
    table.view.selectAll()
    page.proposals().accept()
    assert table.model.rowCount() == 0
    assert page.tabs.tabText(1) == "归位建议"
    desk.context.undo()
    assert table.model.rowCount() == count
    table.view.selectAll()
    page.proposals().reject()
    assert table.model.rowCount() == 0


@pytest.mark.parametrize("is_on_a_row", [True, False])
def test_documents_are_dropped_on_a_slot(
    desk: Desk, qtbot: QtBot, tmp_path: Path, is_on_a_row: bool
) -> None:
    for name in ("甲.docx", "乙.docx"):
        (tmp_path / name).write_text(name)
    page = opened(desk, tmp_path / "甲.docx", tmp_path / "乙.docx")
    select(page, "甲.docx", "乙.docx")
    view = page.slots.view
    row = view.visualRect(page.slots.model.index(1, 1)).center()
    at = row if is_on_a_row else QPoint(row.x(), 1_000_000)
    arguments = (Qt.DropAction.LinkAction, rows_of("documents"), Qt.MouseButton.LeftButton,
                 Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(view.viewport(), QDragEnterEvent(at, *arguments))
    QApplication.sendEvent(view.viewport(), QDropEvent(at.toPointF(), *arguments))
    slot = page.slots.model.record(1)
    codes = [row.codes for row in page.documents.model.rows.all()]
    assert codes == ([(slot.code,)] * 2 if is_on_a_row else [(), ()])


def test_pulling_a_selected_row_drags_all_selected(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("甲.docx", "乙.docx"):
        (tmp_path / name).write_text(name)
    page = opened(desk, tmp_path / "甲.docx", tmp_path / "乙.docx")
    dragged: list[int] = []
    monkeypatch.setattr(
        "desktop.ui_kit.row_dragging.QDrag.exec",
        lambda *_: dragged.append(len(page.documents.selected())),
    )
    select(page, "甲.docx", "乙.docx")
    view = page.documents.view
    at = view.visualRect(page.documents.model.index(0, 0)).center()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(view.viewport(), at + QPoint(2, 60))
    qtbot.mouseMove(view.viewport(), at + QPoint(2, 90))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert dragged == [2]
