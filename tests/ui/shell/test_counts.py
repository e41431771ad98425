"""Guards of speed by counts, which do not depend on the machine."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.shell.desk import Desk
from desktop.shell.pages import PAGES
from desktop.ui_kit.table import RecordTable

# A page asks each of its lists for its number and its rows, its filters for their words, and what
# it has at its right for the row shown: some dozens. One statement per row would be hundreds.
_STATEMENTS = 40
# Qt asks some roles of each cell it paints (a repaint asks 3.5), and is to ask of no other row.
_ROLES = 5


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_is_opened_with_few_statements(qtbot: QtBot, desk: Desk, page: str) -> None:
    said: list[str] = []
    desk.store._connection.set_trace_callback(said.append)
    desk.window.go_to(page)
    desk.window.grab()
    desk.store._connection.set_trace_callback(None)
    assert len(said) <= _STATEMENTS, "\n".join(said)


def test_a_repaint_asks_for_the_cells_on_the_screen_alone(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.window.go_to("points")
    table = next(t for t in desk.window.findChildren(RecordTable) if t.name == "points")
    desk.window.grab()
    asked: list[int] = []
    shown = table.model.rows.shown

    def counted(row: int) -> Any:
        asked.append(row)
        return shown(row)

    monkeypatch.setattr(table.model.rows, "shown", counted)
    table.view.viewport().repaint()
    view = table.view
    rows = view.viewport().height() // view.rowHeight(0) + 2
    columns = len(view.shown_numbers())
    assert 0 < len(asked) <= rows * columns * _ROLES
    assert max(asked) <= rows
