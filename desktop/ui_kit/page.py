"""A page of the window: title row with its main actions, then the body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRegularExpression, QSettings, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.changes import Kind
from desktop.ui_kit.action_row import ActionRow
from desktop.ui_kit.theme import icon

if TYPE_CHECKING:
    # Read where a page has a table: the first page has none.
    from desktop.ui_kit.detail import DetailPanel, Lines
    from desktop.ui_kit.table import RecordTable

_DETAIL_KEY = "Ctrl+I"
_DETAIL_ROOM = 1400


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
        self._actions = ActionRow(self.NAME)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        title = QLabel(self.TITLE)
        title.setProperty("role", "title")
        self._head.addWidget(title)
        self._head.addWidget(self._actions, 1)
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

        Where the window is narrow the first put there go into the menu 更多 first; the primary one
        never does. A `last` one shows only its picture: what should not be hit by chance.
        """
        button = QPushButton(text)
        button.setObjectName(f"{self.NAME}.{name}")
        button.setAccessibleName(text)
        if primary:
            button.setProperty("role", "primary")
        else:
            button.setIcon(icon(icon_name))
        if last:
            button.setText("")
            button.setToolTip(text)
            button.setProperty("role", "quiet")
        button.clicked.connect(lambda _checked=False: run())
        self._actions.add(button, keep=primary or last)
        return button

    def show_actions(self, *, offered: bool) -> None:
        """Offer the actions of the title row or none of them, as the tab in front asks."""
        self._actions.setVisible(offered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_detail(event.size().width())
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: a hidden page with its words on would keep the window wide."""
        return QSize(0, super().minimumSizeHint().height())

    def add_to_head(self, choice: QWidget) -> None:
        """Put what the whole page is about beside its title."""
        self._head.insertWidget(self._head.count() - 1, choice)

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
