"""A page of the window: title row with its main actions, then the body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRegularExpression, QSettings, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayoutItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Kind
from desktop.ui_kit.theme import icon

if TYPE_CHECKING:
    # Read where a page has a table: the first page has none.
    from desktop.ui_kit.detail import DetailPanel, Lines
    from desktop.ui_kit.table import RecordTable

_DETAIL_KEY = "Ctrl+I"
_DETAIL_ROOM = 1400
_GAP = 8


class Page(QWidget):
    """One page; subclasses state their title, icon and what they listen to."""

    NAME = ""
    TITLE = ""
    ICON = ""
    listens_to: frozenset[Kind] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(12)
        self._lesser: list[QPushButton] = []
        self._actions: list[QPushButton] = []
        self._are_offered = True
        self._head = QHBoxLayout()
        self._head.setSpacing(_GAP)
        title = QLabel(self.TITLE)
        title.setProperty("role", "title")
        self._head.addWidget(title)
        self._head.addStretch()
        self._more = self._more_button()
        self._head.addWidget(self._more)
        self._layout.addLayout(self._head)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._layout.addLayout(self._row, 1)
        self._detail: DetailPanel | None = None

    def add_action(
        self, name: str, text: str, icon_name: str, run: Callable[[], None], *,
        primary: bool = False, last: bool = False,
    ) -> QPushButton:  # fmt: skip
        """Put a button into the title row; its objectName is `<page>.<name>`.

        A `last` one stands apart and shows only its picture: what should not be hit by chance.
        """
        button = QPushButton(text)
        button.setObjectName(f"{self.NAME}.{name}")
        button.setAccessibleName(text)
        if primary:
            button.setProperty("role", "primary")
        else:
            button.setIcon(icon(icon_name))
            self._lesser.append(button)
        if last:
            button.setText("")
            button.setToolTip(text)
            button.setProperty("role", "quiet")
            self._lesser.remove(button)
            self._head.addSpacing(8)
        button.clicked.connect(lambda _checked=False: run())
        self._head.addWidget(button)
        self._actions.append(button)
        return button

    def _more_button(self) -> QPushButton:
        """Return the button whose menu holds the actions there is no room for."""
        button = QPushButton("更多")
        button.setObjectName(f"{self.NAME}.overflow")
        button.setAccessibleName("更多操作")
        menu = QMenu(button)
        menu.aboutToShow.connect(self._fill_menu)
        button.setMenu(menu)
        button.hide()
        return button

    def _fill_menu(self) -> None:
        menu = self._more.menu()
        menu.clear()
        for button in self._lesser:
            if button.isHidden():
                action = menu.addAction(button.icon(), button.text())
                action.setObjectName(button.objectName())
                action.triggered.connect(lambda _checked=False, button=button: button.click())
                action.setEnabled(button.isEnabled())

    def show_actions(self, *, offered: bool) -> None:
        """Offer the actions of the title row or none of them, as the tab in front asks."""
        self._are_offered = offered
        self._fit_actions()

    def _fit_actions(self) -> None:
        """Fold the actions there is no room for into the menu; the primary one always stays."""
        for button in self._actions:
            button.setVisible(self._are_offered)
            button.ensurePolished()
        self._more.ensurePolished()
        self._more.hide()
        margins = self._layout.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        for button in self._lesser if self._are_offered else ():
            if self._head_width() <= room:
                break
            button.hide()
            self._more.show()

    def _head_width(self) -> int:
        items = filter(None, map(self._head.itemAt, range(self._head.count())))
        return sum((item.sizeHint().width() + _GAP for item in items if not _is_hidden(item)), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what there is no room for."""
        self._fit_actions()
        self._fit_detail(event.size().width())
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again: only now the style sheet says how wide a button is."""
        self._fit_actions()
        super().showEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: a hidden page with its words on would keep the window wide."""
        return QSize(0, super().minimumSizeHint().height())

    def add_top(self, strip: QWidget) -> None:
        """Put a strip between the title row and the content."""
        self._layout.insertWidget(self._layout.count() - 1, strip)

    def set_body(self, body: QWidget) -> None:
        """Put the page's content under the title row."""
        self._row.addWidget(body, 1)

    def add_detail(
        self, table: RecordTable, detail: Callable[[Any], Lines] | None = None, *,
        history: Callable[[str], Sequence[str]] | None = None,
    ) -> None:  # fmt: skip
        """Show a table's selected record in a panel at the right that can be folded.

        `detail` gives (label, text) pairs, without it every column is shown; `history` the latest
        changes of a row's id. Call it after `set_body` and the actions, once for each table.
        """
        if self._detail is None:
            from PySide6.QtWidgets import QTabWidget

            from desktop.ui_kit.detail import DetailPanel

            self._detail = DetailPanel(self.NAME)
            self._row.addWidget(self._detail)
            button = self.add_action("detail", "详情", "panel", self._fold, last=True)
            button.setToolTip(f"展开或收起详情（{_DETAIL_KEY}）")
            QShortcut(QKeySequence(_DETAIL_KEY), self, self._fold)
            for tabs in self.findChildren(QTabWidget):
                tabs.currentChanged.connect(self._detail.refresh)
        self._detail.follow(table, detail, history)

    def _fold(self) -> None:
        if self._detail is not None:
            self._detail.setVisible(not self._detail.isVisible())
            QSettings().setValue(f"pages/{self.NAME}.detail", self._detail.isVisible())

    def _fit_detail(self, room: int) -> None:
        if self._detail is not None:
            kept = QSettings().value(f"pages/{self.NAME}.detail", type=bool)
            is_chosen = QSettings().contains(f"pages/{self.NAME}.detail")
            self._detail.fit(room)
            self._detail.setVisible(bool(kept) if is_chosen else room >= _DETAIL_ROOM)

    def take_focus(self) -> None:
        """Let keys go to the page's list at once, to the page itself where it has none."""
        named = self.findChildren(QWidget, QRegularExpression("[.]table$"))
        next((view for view in named if view.isVisible()), self).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def show_record(self, row_id: str) -> bool:
        """Select a record in whichever list of the page has it; False where none has."""
        from desktop.ui_kit.showing import show_row

        return any(show_row(table, row_id) for table in self._tables())

    def _tables(self) -> Iterator[RecordTable]:
        """Yield every list of the page, those of tabs not made yet last."""
        from desktop.ui_kit.table import RecordTable
        from desktop.ui_kit.tabs import Tabs

        met: set[RecordTable] = set()
        while True:
            found = [table for table in self.findChildren(RecordTable) if table not in met]
            yield from found
            met.update(found)
            if not any(tabs.make_next() for tabs in self.findChildren(Tabs)):
                return

    def reload(self) -> None:
        """Read again what the page shows."""


def _is_hidden(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.isHidden()
