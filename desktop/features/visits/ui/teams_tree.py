"""Teams with their points in walking order; points are dragged to another place or team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from desktop.features.visits.teams import TeamPlan

_ID = int(Qt.ItemDataRole.UserRole) + 1
_NO_TEAM = "未分组"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TeamsTree(QTreeWidget):
    """A branch per team.

    Signals: moved(visit ids, team, id of the visit they come before or "") when points are dropped,
    opened(visit id) on a double click or Enter.
    """

    moved = Signal(list, str, str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("visits.teams")
        self.setAccessibleName("各组路线")
        self.setHeaderLabels(["组别和路线", "距上一处"])
        self.headerItem().setTextAlignment(1, _RIGHT)
        self.setColumnWidth(0, 250)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.itemActivated.connect(self._activated)

    def show_plans(self, plans: Sequence[TeamPlan]) -> None:
        """Show the teams, open as they were."""
        folded = {branch.data(0, _ID)[1] for branch in self._branches() if not branch.isExpanded()}
        self.clear()
        for plan in plans:
            name = plan.team or _NO_TEAM
            length = f"{plan.length_m / 1000:.1f} 公里" if plan.team else ""
            branch = QTreeWidgetItem([f"{name}（{len(plan.visits)} 个点位）", length])
            branch.setData(0, _ID, ("team", plan.team))
            branch.setTextAlignment(1, _RIGHT)
            branch.setFlags(branch.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
            self.addTopLevelItem(branch)
            for place, (visit, way) in enumerate(
                zip(plan.visits, (None, *plan.ways), strict=True), 1
            ):
                words = "" if way is None else f"{way:.0f} 米"
                leaf = QTreeWidgetItem([f"{place}  {visit.point}", words])
                leaf.setToolTip(0, f"{visit.sheet_no}  {visit.type}  {visit.address}")
                leaf.setTextAlignment(1, _RIGHT)
                leaf.setData(0, _ID, ("visit", visit.id))
                leaf.setFlags(leaf.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
                branch.addChild(leaf)
            branch.setExpanded(plan.team not in folded)

    def _branches(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(number) for number in range(self.topLevelItemCount()))
        return [branch for branch in found if branch is not None]

    def _activated(self, item: QTreeWidgetItem) -> None:
        kind, row_id = item.data(0, _ID)
        if kind == "visit":
            self.opened.emit(row_id)

    def dropEvent(self, event: Any) -> None:
        """Say what was dropped where; the tree is filled again from the store."""
        target = self.itemAt(event.position().toPoint())
        moving = [item.data(0, _ID)[1] for item in self.selectedItems() if item.parent()]
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if target is None or not moving:
            return
        branch = target.parent() or target
        self.moved.emit(moving, branch.data(0, _ID)[1], self._before(branch, target, moving))

    def _before(self, branch: QTreeWidgetItem, target: QTreeWidgetItem, moving: list[str]) -> str:
        """Return the visit that the dropped ones come before, "" for the end of the team."""
        if target is branch:
            return ""
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        leaves = [branch.child(number) for number in range(branch.childCount())]
        place = leaves.index(target) + (1 if below else 0)
        ids = [leaf.data(0, _ID)[1] for leaf in leaves[place:] if leaf is not None]
        return next((row_id for row_id in ids if row_id not in moving), "")
