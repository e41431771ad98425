"""为什么: a number opened to its parts, down to answer, document, finding, rule and clause."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from desktop.features.forecast.service import Forecast
from desktop.features.forecast.types import Span, points_words
from desktop.features.forecast.why import Node, why, why_item

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HEADS = ("部分", "最低", "可能", "最高", "满分", "说明")
_REF = int(Qt.ItemDataRole.UserRole)
_READ = _REF + 1


class WhyTree(QTreeWidget):
    """Shows the parts of the total; a requirement's own parts are read when it is opened."""

    def __init__(self, store: Any) -> None:
        super().__init__()
        self._store, self._made = store, None  # type: Any, Forecast | None
        self.setObjectName("score.tree")
        self.setAccessibleName("得分构成")
        self.setHeaderLabels(list(_HEADS))
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(False)
        header = self.header()
        header.setStretchLastSection(True)
        header.resizeSection(0, 430)
        for column in range(1, 5):
            header.resizeSection(column, 66)
            self.headerItem().setTextAlignment(column, _RIGHT)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.itemExpanded.connect(self._open)

    def show_forecast(self, made: Forecast) -> None:
        """Show another forecast, its first level opened."""
        self._made = made
        self.clear()
        root = self._row(why(self._store, made))
        self.addTopLevelItem(root)
        root.setExpanded(True)

    def open_requirement(self, requirement_id: str) -> None:
        """Open one requirement and show it."""
        for row in self.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            if row.data(0, _REF) == requirement_id:
                row.setExpanded(True)
                self.setCurrentItem(row)
                self.scrollToItem(row, QTreeWidget.ScrollHint.PositionAtTop)
                return

    def open_code(self, code: str) -> None:
        """Open the first requirement of an indicator and show it."""
        if self._made is not None:
            found = (item.id for item in self._made.items if item.code == code)
            self.open_requirement(next(found, ""))

    def _row(self, node: Node) -> QTreeWidgetItem:
        places = self._made.scheme.places if self._made is not None else 2
        row = QTreeWidgetItem(
            [node.title, *_numbers(node.span, places), node.words.replace("\n", " ")]
        )
        for column in range(1, 5):
            row.setTextAlignment(column, _RIGHT)
        for column in (0, 5):
            row.setToolTip(column, row.text(column) if "<" not in row.text(column) else "")
        if node.kind == "item" and not node.children:
            row.setData(0, _REF, node.ref)
            row.addChild(QTreeWidgetItem(["……"]))
        row.addChildren([self._row(child) for child in node.children])
        return row

    def _open(self, row: QTreeWidgetItem) -> None:
        ref = row.data(0, _REF)
        if ref is None or row.data(0, _READ) or self._made is None:
            return
        row.setData(0, _READ, True)
        item = next(item for item in self._made.items if item.id == ref)
        row.takeChildren()
        node = why_item(self._store, self._made, item)
        row.addChildren([self._row(child) for child in node.children])


def _numbers(span: Span | None, places: int) -> list[str]:
    if span is None:
        return ["", "", "", ""]
    return [points_words(part, places) for part in (span.low, span.likely, span.high, span.full)]
