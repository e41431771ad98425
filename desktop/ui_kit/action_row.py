"""A row of buttons; those a narrow window has no room for are offered in its menu 更多."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QToolButton, QWidget


class ActionRow(QWidget):
    """Shows as many buttons as fit whole, at its right end.

    The earlier added give way first, the later ones with `drops_last`. One that gave way is hidden
    but keeps its name and state; choosing it in the menu clicks it.
    """

    def __init__(self, name: str, *, spacing: int = 8, drops_last: bool = False) -> None:
        super().__init__()
        self._drops_last = drops_last
        self._buttons: list[QAbstractButton] = []
        self._kept: set[QAbstractButton] = set()
        self._over: list[QAbstractButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        self._row.addStretch()
        menu = QMenu(self)
        menu.aboutToShow.connect(self._offer)
        self.more = QToolButton()
        self.more.setObjectName(f"{name}.overflow")
        self.more.setText("更多 ▾")
        self.more.setAccessibleName("更多操作")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(menu)
        self.more.hide()
        self._row.addWidget(self.more)

    def add(self, button: QAbstractButton, *, keep: bool = False) -> None:
        """Put a button at the end; one to `keep` is always shown."""
        self._buttons.append(button)
        if keep:
            self._kept.add(button)
        behind = self._row.count() - 1 if self._drops_last else self._row.count()
        self._row.insertWidget(behind, button)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for room for every button."""
        return QSize(self._need(self._buttons), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Need room for those always shown, and for the menu where there are others."""
        always = [button for button in self._buttons if button in self._kept]
        if len(always) < len(self._buttons):
            always.append(self.more)
        return QSize(self._need(always), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Fit again where a button's words or the font changed."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange):
            self._fit()
        return super().event(event)

    def _need(self, buttons: list[QAbstractButton]) -> int:
        gaps = self._row.spacing() * max(0, len(buttons) - 1)
        return sum(_width(button) for button in buttons) + gaps

    def _fit(self) -> None:
        shown, room = list(self._buttons), self.width()
        giving = [button for button in self._buttons if button not in self._kept]
        if self._drops_last:
            giving.reverse()
        extra: list[QAbstractButton] = []
        while giving and self._need([*shown, *extra]) > room:
            shown.remove(giving.pop(0))
            extra = [self.more]
        self._over = [button for button in self._buttons if button not in shown]
        for button in self._buttons:
            button.setVisible(button in shown)
        self.more.setVisible(bool(extra))

    def _offer(self) -> None:
        """List what gave way, as it stands now."""
        menu = self.more.menu()
        menu.clear()
        for button in self._over:
            action = menu.addAction(button.icon(), button.accessibleName() or button.text())
            action.setObjectName(button.objectName())
            action.setEnabled(button.isEnabled())
            action.setToolTip(button.toolTip())
            action.triggered.connect(lambda _checked=False, button=button: button.click())


def _width(button: QAbstractButton) -> int:
    button.ensurePolished()
    return max(button.sizeHint().width(), button.minimumSizeHint().width())
