"""How a table is looked at: filtered by a cell, grouped, and views kept under a name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QModelIndex, QObject, QPoint, QSettings
from PySide6.QtWidgets import QMenu, QToolButton

from desktop.core.errors import UserError
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.rows_model import RecordRole

if TYPE_CHECKING:
    from desktop.ui_kit.table import RecordTable


class ViewChoice(QObject):
    """The menu of views of one table; `filters` are those by column, besides the boxes."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self._key = f"tables/{table.name}.views"
        self.filters: dict[str, str] = {}
        # What can be done with the rows shown, as (words, what it does); the window says.
        self.ways_out: Sequence[tuple[str, Callable[[], None]]] = ()
        self.button = QToolButton()
        self.button.setObjectName(f"{table.name}.views")
        self.button.setText("视图")
        self.button.setAccessibleName("视图")
        self.button.setToolTip("常用视图：存下筛选、排序和列，下次一点就是")
        self.button.clicked.connect(
            lambda: self.menu().popup(self.button.mapToGlobal(QPoint(0, self.button.height())))
        )

    def menu(self) -> QMenu:
        """Return the menu as things are now."""
        menu = QMenu(self._table)
        menu.setObjectName("views")
        names = list(self._kept())
        for name in names:
            menu.addAction(name).triggered.connect(lambda _=False, name=name: self.show(name))
        if names:
            menu.addSeparator()
        menu.addAction("把现在的样子存为视图……", self._ask_name)
        menu.addAction("清除全部筛选", self._table.clear_filter)
        menu.addSeparator()
        self._table.groups.offer(menu)
        for words, run in self.ways_out:
            menu.addAction(words, run)
        if names:
            menu.addSeparator()
            drop = menu.addMenu("删除视图")
            for name in names:
                drop.addAction(name).triggered.connect(lambda _=False, name=name: self.drop(name))
        return menu

    def offer_only(self, menu: QMenu, index: QModelIndex) -> None:
        """Offer to see only the rows that hold in a column what a cell holds."""
        record = index.data(RecordRole) if index.isValid() else None
        column = self._table.model.columns[max(0, index.column())]
        value = getattr(record, column.key, None)
        if isinstance(value, str | date) and column.text is None:
            words = str(value) or "（空）"
            shown = words if len(words) <= 16 else f"{words[:16]}……"
            menu.addAction(f"只看“{column.title}”是“{shown}”的",
                           lambda: self._only(column.key, str(value)))  # fmt: skip

    def _only(self, key: str, value: str) -> None:
        self.filters[key] = value
        self._table.apply_filter()

    def _kept(self) -> dict[str, Any]:
        return dict(json.loads(str(QSettings().value(self._key, "{}"))))

    def _ask_name(self) -> None:
        def save(values: Mapping[str, str]) -> None:
            if not values["name"].strip():
                raise UserError("请填写视图的名称。")
            self.keep(values["name"].strip())

        fields = (Field("name", "视图名称", help="如：东街还没人管的", required=True),)
        FormDialog(self._table.window(), "view", "存为视图", fields, save).exec()

    def keep(self, name: str) -> None:
        """Keep the filters, the order and the columns under a name."""
        query = self._table.model.query
        state = self._table.view.horizontalHeader().saveState().toBase64().toStdString()
        view = {"text": query.text, "filters": query.filters, "sort": query.sort,
                "group": query.group, "columns": state}  # fmt: skip
        QSettings().setValue(self._key, json.dumps(self._kept() | {name: view}))

    def drop(self, name: str) -> None:
        """Forget a view."""
        kept = {key: view for key, view in self._kept().items() if key != name}
        QSettings().setValue(self._key, json.dumps(kept))

    def show(self, name: str) -> None:
        """Look at the table as it was kept."""
        view, table = self._kept()[name], self._table
        table.clear_filter()
        table.view.horizontalHeader().restoreState(QByteArray.fromBase64(view["columns"].encode()))
        query = replace(
            table.model.query, text=view["text"],
            filters=tuple((key, value) for key, value in view["filters"]),
            sort=tuple((key, bool(down)) for key, down in view["sort"]),
            group=view.get("group", ""),
        )  # fmt: skip
        self.filters = dict(query.filters)
        table.show_query(query)
