"""Dropping scanned sheets on their panel, looking at them, filing one by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import segno
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from db import records
from db.tables.visits import Visit
from desktop.features.points import point_rows
from desktop.features.visits import RoundPlan, add_points, save_round
from desktop.features.visits.ui.scans_panel import ScansPanel
from desktop.shell.desk import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ScansPanel:
    """The panel over the sample county with a round of two points."""
    store = desk.context.store
    item, _ = save_round(store, None, RoundPlan("七月自查", "自查"))
    add_points(store, item.id, [row.id for row in point_rows(store).all()[:2]])
    made = ScansPanel(desk.context)
    desk.context.bus.changed.connect(made.reload)
    qtbot.addWidget(made)
    made.resize(1300, 640)
    made.show()
    return made


def sheet_picture(path: Path, text: str) -> Path:
    matrix = segno.make(text, error="m", micro=False).matrix
    code = Image.new("L", (len(matrix), len(matrix)))
    code.putdata([0 if dot else 255 for row in matrix for dot in row])
    page = Image.new("L", (600, 850), 255)
    page.paste(code.resize((len(matrix) * 5, len(matrix) * 5), Image.Resampling.NEAREST), (400, 50))
    page.save(path)
    return path


def drop(panel: ScansPanel, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
           Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(panel, QDragEnterEvent(QPoint(9, 9), *how))
    QApplication.sendEvent(panel, QDropEvent(QPointF(9, 9), *how))


def states(panel: ScansPanel) -> list[str]:
    return [row.state for row in panel.table.model.rows.all()]


def test_dropped_sheets_are_filed_and_one_by_hand(
    desk: Desk, panel: ScansPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    first, second = records.find(desk.context.store, Visit, order="sheet_no")
    folder = tmp_path / "扫描"
    folder.mkdir()
    sheet_picture(folder / "a.png", f"YJ2|{first.sheet_no}|1|2026年版")
    Image.new("L", (400, 600), 200).save(folder / "b.png")
    (folder / "c.jpg").write_bytes(b"no picture")
    drop(panel, folder)
    qtbot.waitUntil(lambda: states(panel) == ["未归位", "已归位"], timeout=20_000)
    messages = desk.context.messages
    assert messages.said[-1].startswith("归位 1 页，未归位 1 页")
    assert "c.jpg" in messages.errors[-1]

    panel.table.view.selectRow(0)
    qtbot.waitUntil(lambda: not panel.picture.picture.isNull(), timeout=20_000)
    field = panel.findChild(QLineEdit, "visits.scans.number")
    qtbot.keyClicks(field, "99")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "没有归位" in messages.errors[-1]
    field.clear()
    qtbot.keyClicks(field, str(second.sheet_no))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert states(panel) == ["已归位", "已归位"]

    with qtbot.waitSignal(panel.opened) as opened:
        row = panel.table.model.rows.all()[0]
        panel.table.activated.emit(row)
    assert opened.args == [row.visit_id]
    desk.context.undo()
    assert states(panel) == ["未归位", "已归位"]


def test_a_broken_picture_says_so_and_goes(
    desk: Desk, panel: ScansPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"broken")
    panel.add([file])
    qtbot.waitUntil(lambda: states(panel) == ["未归位"], timeout=20_000)
    panel.table.view.selectRow(0)
    qtbot.waitUntil(lambda: "打不开" in panel.picture.text, timeout=20_000)
    assert desk.context.messages.errors == []
    button = panel.findChild(QPushButton, "visits.scans.delete")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert states(panel) == []
    assert not button.isEnabled()
