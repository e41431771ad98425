"""Which columns a table shows, in what order, how wide, how sorted: chosen and remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from desktop.ui_kit.grouped_rows import GroupedRows
from desktop.ui_kit.table_view import TableView
from desktop.ui_kit.theme import icon


class ColumnChoice(QObject):
    """The column menu of one table, behind a button and behind its header.

    Signals: opened(menu) before the menu is shown, for more to be offered.
    """

    opened = Signal(QMenu)

    def __init__(self, name: str, view: TableView, model: GroupedRows) -> None:
        super().__init__(view)
        self._key = f"tables/{name}"
        self._view, self._model, self._header = view, model, view.horizontalHeader()
        self.button = QToolButton()
        self.button.setObjectName(f"{name}.columns")
        self.button.setIcon(icon("columns"))
        self.button.setToolTip("选择显示哪些列")
        self.button.setAccessibleName("列")
        self.button.clicked.connect(
            lambda: self._popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
        )
        for header in (self._header, view.pinned.horizontalHeader()):
            header.customContextMenuRequested.connect(
                lambda place, head=header: self._popup(head.mapToGlobal(place))
            )
        self._restore()
        for signal in (self._header.sectionResized, self._header.sectionMoved):
            signal.connect(self.remember)

    def _popup(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setObjectName("columns")
        for number, column in enumerate(self._model.columns[1:], 1):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(number))
            action.setData(number)
        menu.addSeparator()
        menu.addAction("恢复原样", self._reset)
        self.opened.emit(menu)
        menu.triggered.connect(self._chosen)
        menu.popup(place)

    def _chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self._header.setSectionHidden(action.data(), not action.isChecked())
            self.remember()

    def _reset(self) -> None:
        for number, column in enumerate(self._model.columns):
            self._header.setSectionHidden(number, False)
            self._header.moveSection(self._header.visualIndex(number), number)
            self._view.setColumnWidth(number, column.width)
        self._model.sort_by((), "")
        self.remember()

    def remember(self) -> None:
        """Keep the columns as they are now."""
        QSettings().setValue(self._key, self._header.saveState())
        sort = [f"{'-' if down else '+'}{key}" for key, down in self._model.query.sort]
        QSettings().setValue(f"{self._key}.sort", sort)
        QSettings().setValue(f"{self._key}.group", self._model.query.group)

    def _restore(self) -> None:
        for number, column in enumerate(self._model.columns):
            self._view.setColumnWidth(number, column.width)
        state = QSettings().value(self._key)
        if state is not None:
            was = self._header.saveState()
            if not self._header.restoreState(state) or self._header.count() != len(
                self._model.columns
            ):
                self._header.restoreState(was)
        self._header.moveSection(self._header.visualIndex(0), 0)
        known = {column.key for column in self._model.columns}
        kept = QSettings().value(f"{self._key}.sort") or []
        listed = [kept] if isinstance(kept, str) else list(kept)
        group = str(QSettings().value(f"{self._key}.group", ""))
        self._model.sort_by(
            tuple((word[1:], word[0] == "-") for word in listed if word[1:] in known),
            group if group in known else "",
        )
