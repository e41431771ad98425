"""A row of controls that goes on in a second line where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem


class WrappingRow(QLayout):
    """Sets its items beside each other; the first takes what room is left where it `grows`."""

    def __init__(self, spacing: int = 8, *, grows: bool = True) -> None:
        super().__init__()
        self._grows = grows
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for nothing in height."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow row is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that so wide a row has."""
        lines = self._lines(width)
        heights = [max(item.sizeHint().height() for item in line) for line in lines]
        return sum(heights) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        shown = self._shown()
        widths = [self._least(item) for item in shown]
        high = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(sum(widths) + self.spacing() * max(0, len(widths) - 1), high)

    def minimumSize(self) -> QSize:
        """Need no more than the widest item."""
        shown = self._shown()
        return QSize(
            max((self._least(item) for item in shown), default=0),
            max((item.sizeHint().height() for item in shown), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            high = max(item.sizeHint().height() for item in line)
            self._place(line, QRect(rect.left(), top, rect.width(), high))
            top += high + self.spacing()

    def _place(self, line: list[QLayoutItem], rect: QRect) -> None:
        widths = [self._least(item) for item in line]
        if self._grows and line[0] is self._items[0]:
            widths[0] += rect.width() - sum(widths) - self.spacing() * (len(line) - 1)
        left = rect.left()
        for item, width in zip(line, widths, strict=True):
            high = item.sizeHint().height()
            item.setGeometry(QRect(left, rect.top() + (rect.height() - high) // 2, width, high))
            left += width + self.spacing()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            need = self._least(item)
            if lines and left + self.spacing() + need <= width:
                lines[-1].append(item)
                left += self.spacing() + need
            else:
                lines.append([item])
                left = need
        return lines

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _least(self, item: QLayoutItem) -> int:
        shrinks = self._grows and item is self._items[0]
        return item.minimumSize().width() if shrinks else item.sizeHint().width()
