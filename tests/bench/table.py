"""A table of 200,000 rows: opened, sorted, filtered, beside a sorting proxy over a list."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from db import open_store
from desktop.core.paths import database
from desktop.features.findings import finding_rows
from tests.bench.county import large_county
from tests.bench.race import Call, Races, Watch, now_mb, rest
from tests.bench.rows import Goal, Row, beside

_KEYS = ("number", "state", "late", "point", "text", "lead", "due", "street", "class_", "source")


def ours(watch: Watch, room: Path, workspace: str, what: str) -> None:
    """Do it with our table, until the rows stand painted."""
    application, view = _application()
    from desktop.ui_kit.rows_model import Column
    from desktop.ui_kit.table import RecordTable

    store = open_store(database(Path(workspace)), read_only=True)
    before = now_mb()
    table = None

    def make() -> None:
        nonlocal table
        table = RecordTable(
            "bench", finding_rows(store), tuple(Column(key, key) for key in _KEYS), empty=""
        )
        table.resize(1366, 768)
        table.show()

    def settle() -> None:
        application.processEvents()
        while table is not None and table.model.rows.is_busy:
            rest(2)
        application.processEvents()

    def sort() -> None:
        table.view.header.sort_wanted.emit(4, False)

    def narrow() -> None:
        table._filter.setText("积水")
        table.apply_filter()

    _do(watch, what, make, settle, {"sort": sort, "filter": narrow})
    watch.figures["more_mb"] = now_mb() - before
    watch.figures["rows"] = table.model.rowCount()
    del view


def proxy(watch: Watch, room: Path, workspace: str, what: str) -> None:
    """Do it with the rows in a list, a model over them and a QSortFilterProxyModel."""
    application, view = _application()
    from PySide6.QtCore import QAbstractTableModel, QSortFilterProxyModel, Qt

    store = open_store(database(Path(workspace)), read_only=True)
    before = now_mb()

    class Model(QAbstractTableModel):
        def __init__(self) -> None:
            super().__init__()
            self.rows = finding_rows(store).all()

        def rowCount(self, parent: Any = None) -> int:  # noqa: N802
            return len(self.rows)

        def columnCount(self, parent: Any = None) -> int:  # noqa: N802
            return len(_KEYS)

        def data(self, index: Any, role: int = 0) -> Any:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            return str(getattr(self.rows[index.row()], _KEYS[index.column()]))

    made = QSortFilterProxyModel()
    made.setFilterKeyColumn(-1)
    model = None

    def make() -> None:
        nonlocal model
        model = Model()
        made.setSourceModel(model)
        view.setModel(made)
        view.resize(1366, 768)
        view.show()

    _do(watch, what, make, application.processEvents, {
        "sort": lambda: made.sort(4), "filter": lambda: made.setFilterFixedString("积水"),
    })  # fmt: skip
    watch.figures["more_mb"] = now_mb() - before
    watch.figures["rows"] = made.rowCount()


def _application() -> tuple[Any, Any]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QTableView

    from desktop.shell import app
    from desktop.shell.start import make_application

    sys.setswitchinterval(app._SWITCH_S)
    return make_application(["bench"]), QTableView()


def _do(
    watch: Watch, what: str, make: Callable[[], None], settle: Callable[[], None],
    acts: dict[str, Callable[[], None]],
) -> None:  # fmt: skip
    """Open the table and then sort or filter it; only what is asked for is timed."""
    if what == "open":
        with watch:
            make()
            settle()
        return
    make()
    settle()
    with watch:
        acts[what]()
        settle()


def rows(races: Races) -> Iterator[Row]:
    """Yield opening, sorting, filtering and the memory of it."""
    sizes = (20_000, 2_000) if races.is_quick else (200_000, 20_000)
    workspace = str(large_county(races.folder, *sizes))
    for what, title, goal in (("open", "打开", 5), ("sort", "排序", 100), ("filter", "筛选", 3)):
        # The peer sorts for a minute.
        raced = races.run({"ours": Call(ours, (workspace, what)),
                           "peer": Call(proxy, (workspace, what))}, runs=3)  # fmt: skip
        us, work = raced["ours"], f"{sizes[0]} 行的表格：{title}"
        yield beside(work, us, "列表 + QSortFilterProxyModel", raced["peer"], Goal("≥", goal))
        more = us.figures["more_mb"]
        yield Row(f"{work}后多占的内存", us.seconds, "s", figure=more, goal=Goal("≤", 60, "MB"),
                  peak_mb=us.peak_mb)  # fmt: skip
