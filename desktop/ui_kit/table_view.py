"""The table itself: whole rows marked, the first column pinned, Excel's clipboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.grid_text import write_grid
from desktop.ui_kit.cell_editors import EditDelegate
from desktop.ui_kit.heading_paint import paint_heading
from desktop.ui_kit.preferences import preference
from desktop.ui_kit.row_dragging import DraggedRows
from desktop.ui_kit.rows_model import Index
from desktop.ui_kit.theme import current

_ROW_HEIGHTS = {"紧凑": 24, "标准": 28, "宽松": 34}
_MARK = 3


class SortHeader(QHeaderView):
    """A header that tells how it was clicked.

    Signals: sort_wanted(section, add) where `add` says that Shift was held.
    """

    sort_wanted = Signal(int, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._add = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sectionClicked.connect(lambda section: self.sort_wanted.emit(section, self._add))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._add = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)


class _RowDelegate(EditDelegate):
    """Marks the whole row under the pointer, selected rows with a bar, the current cell framed."""

    def __init__(self, view: RowView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        hover = QStyle.StateFlag.State_MouseOver
        is_here = index.row() == self._view.hovered
        option.state = option.state | hover if is_here else option.state & ~hover

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if paint_heading(self._view.viewport(), painter, option, index):
            return
        super().paint(painter, option, index)
        if index.column() == 0 and option.state & QStyle.StateFlag.State_Selected:
            place = QRect(option.rect.topLeft(), option.rect.bottomLeft() + QPoint(_MARK - 1, 0))
            painter.fillRect(place, QColor(current().accent))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(current().accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -2))


class RowView(DraggedRows):
    """A table of whole rows.

    Signals: row_hovered(row), -1 where the pointer has left.
    """

    row_hovered = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hovered = -1
        self.setItemDelegate(_RowDelegate(self))
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header = SortHeader(self)
        self.setHorizontalHeader(self.header)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHTS.get(preference("rows", ""), 28))
        self.verticalHeader().hide()

    def mark_hovered(self, row: int) -> None:
        """Show another row as the one under the pointer."""
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverMove):
            # Qt would mark the single cell under the pointer.
            return True
        if isinstance(event, QMouseEvent):
            self.row_hovered.emit(self.rowAt(event.position().toPoint().y()))
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.Wheel):
            self.row_hovered.emit(-1)
        return super().viewportEvent(event)


class _PinnedColumn(RowView):
    """The first column, drawn over the table while that is scrolled to the right."""

    def __init__(self, table: TableView) -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName("pinned")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def follow(self) -> None:
        """Lie over the first column where that is scrolled away."""
        table = self._table
        is_away = table.horizontalScrollBar().value() > 0
        if is_away:
            head, body, frame = table.horizontalHeader(), table.viewport(), table.frameWidth()
            wide = min(table.columnWidth(0), body.width() * 2 // 3)
            self.horizontalHeader().setFixedHeight(head.height())
            self.setGeometry(frame, frame, wide, head.height() + body.height())
            with QSignalBlocker(self.horizontalHeader()):
                self.setColumnWidth(0, wide)
            self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.setVisible(is_away)

    def show_first_only(self) -> None:
        """Hide every column but the first."""
        for number in range(1, self.model().columnCount()):
            self.setColumnHidden(number, True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._table.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)


class TableView(RowView):
    """A table that copies and pastes as Excel does and opens a row with Enter.

    Signals: entered_row(index) on Enter, pasted(text), typed(text) for letters typed on a row,
    menu_wanted(menu) before the menu of a row is shown.
    """

    entered_row = Signal(QModelIndex)
    pasted = Signal(str)
    typed = Signal(str)
    menu_wanted = Signal(QMenu)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pinned = _PinnedColumn(self)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        self._follow_each_other()

    def _follow_each_other(self) -> None:
        for view in (self, self.pinned):
            view.row_hovered.connect(self.mark_hovered)
            view.row_hovered.connect(self.pinned.mark_hovered)
        self.horizontalScrollBar().valueChanged.connect(self.pinned.follow)
        self.horizontalHeader().sectionResized.connect(self.pinned.follow)
        self.verticalScrollBar().valueChanged.connect(self.pinned.verticalScrollBar().setValue)
        self.pinned.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.pinned.horizontalHeader().sectionResized.connect(self._resize_first)
        self.pinned.doubleClicked.connect(self._open_pinned)

    def _resize_first(self, section: int, _former: int, wide: int) -> None:
        if section == 0 and wide:
            self.setColumnWidth(0, wide)

    def _open_pinned(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        can_edit = self.editTriggers() & QAbstractItemView.EditTrigger.DoubleClicked
        if can_edit and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.doubleClicked.emit(index)

    def setModel(self, model: Any) -> None:
        super().setModel(model)
        self.pinned.setModel(model)
        self.pinned.setSelectionModel(self.selectionModel())
        for view in (self, self.pinned):
            # A header asks of every row whether it is selected to see if its column is.
            view.header.setSelectionModel(QItemSelectionModel(model, view.header))
        self.pinned.show_first_only()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pinned.follow()

    def scrollTo(
        self, index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:  # fmt: skip
        super().scrollTo(index, hint)
        hidden = self.pinned.width() - self.visualRect(index).left()
        if index.column() > 0 and self.pinned.isVisible() and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            self.state() != QAbstractItemView.State.EditingState
        ):
            self.entered_row.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Hand letters on: looking through all rows here would stall a long list."""
        if search.strip():
            self.typed.emit(search)

    def shown_numbers(self) -> list[int]:
        """Return the visible columns' numbers in the order shown."""
        header = self.horizontalHeader()
        every = (i for i in range(header.count()) if not header.isSectionHidden(i))
        return sorted(every, key=header.visualIndex)

    def paste(self) -> None:
        """Hand on what is on the clipboard."""
        self.pasted.emit(QGuiApplication.clipboard().text())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setObjectName("row")
        copy = menu.addAction("复制", self.copy)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        if self.editTriggers() & QAbstractItemView.EditTrigger.EditKeyPressed:
            edit = menu.addAction("修改", lambda: self.edit(self.currentIndex()))
            edit.setShortcut(QKeySequence(Qt.Key.Key_F2))
            paste = menu.addAction("粘贴", self.paste)
            paste.setShortcut(QKeySequence.StandardKey.Paste)
        self.menu_wanted.emit(menu)
        menu.popup(event.globalPos())

    def copy(self) -> None:
        """Put the selected rows on the clipboard."""
        role, model = int(Qt.ItemDataRole.EditRole), self.model()
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        cells = (
            [str(model.index(row, column).data(role) or "") for column in self.shown_numbers()]
            for row in rows
        )
        QGuiApplication.clipboard().setText(write_grid(cells))
