"""What a person needs to work a window without eyes or without a mouse, as lists of what breaks it.

Each function returns the names of the controls at fault, empty where all is well.
"""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QToolButton,
    QTreeView,
    QWidget,
)

KINDS = (
    QAbstractButton, QLineEdit, QComboBox, QTableView, QTreeView, QListWidget, QPlainTextEdit,
)  # fmt: skip
PARTS_OF_OTHERS = ("pinned", "qt_spinbox_lineedit")
LEAST = 24
MOST_STEPS = 150


def controls(root: QWidget) -> list[QWidget]:
    """Return the visible controls that take part."""
    every = (item for kind in KINDS for item in root.findChildren(kind))
    return [
        item for item in every
        if item.isVisible() and item.objectName() not in PARTS_OF_OTHERS
        and item.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(item.parentWidget(), QComboBox)
    ]  # fmt: skip


def called(item: QWidget) -> str:
    """Return what a test calls a control."""
    return item.objectName() or f"{type(item).__name__} {getattr(item, 'text', str)()}"


def nameless(root: QWidget) -> list[str]:
    """Return controls a screen reader has no words for."""
    return [
        called(item) for item in controls(root)
        if not (item.accessibleName() or (isinstance(item, QAbstractButton) and item.text()))
    ]  # fmt: skip


def small(root: QWidget) -> list[tuple[str, int, int]]:
    """Return controls too small to be hit; a check box counts with its words."""
    return [
        (called(item), item.width(), item.height()) for item in controls(root)
        if (item.height() < LEAST and not isinstance(item, QCheckBox)) or item.width() < LEAST
    ]  # fmt: skip


def cut(root: QWidget) -> list[tuple[str, int, int]]:
    """Return buttons whose words, picture and padding are wider than they are."""
    return [
        (called(item), item.sizeHint().width(), item.width())
        for item in root.findChildren(QAbstractButton)
        if item.isVisible() and _has_words(item) and item.sizeHint().width() > item.width()
    ]


def outside(root: QWidget) -> list[str]:
    """Return controls that leave the window, but for those one scrolls to."""
    return [called(item) for item, place in _places(root) if not root.rect().contains(place)]


def crossed(root: QWidget) -> list[tuple[str, str]]:
    """Return controls that lie over each other."""
    return [
        (called(one), called(other))
        for (one, here), (other, there) in combinations(_places(root), 2)
        if here.intersects(there)
    ]


def _places(root: QWidget) -> list[tuple[QWidget, QRect]]:
    return [
        (item, QRect(item.mapTo(root, QPoint()), item.size())) for item in controls(root)
        if not _in_scroll_area(item, root)
    ]  # fmt: skip


def _in_scroll_area(item: QWidget, root: QWidget) -> bool:
    parent = item.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def walk(root: QWidget, start: QWidget) -> dict[QWidget, QImage]:
    """Press Tab until focus comes round; return what was reached and how it looked then."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    seen: dict[QWidget, QImage] = {}
    for _ in range(MOST_STEPS):
        item = QApplication.focusWidget()
        if item is None or item in seen:
            return seen
        seen[item] = item.grab().toImage()
        QTest.keyClick(item, Qt.Key.Key_Tab)
    return seen


def unreached(root: QWidget, seen: dict[QWidget, QImage]) -> list[str]:
    """Return enabled controls of `root` that the Tab key does not come to."""
    return [
        called(item) for item in controls(root)
        if item.isEnabled() and item not in seen
        and item.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]  # fmt: skip


def without_mark(seen: dict[QWidget, QImage]) -> list[str]:
    """Return controls that look the same with and without focus."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    return [called(item) for item, image in seen.items() if item.grab().toImage() == image]


def _has_words(button: QAbstractButton) -> bool:
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    if isinstance(button, QToolButton) and button.toolButtonStyle() == icon_only:
        return button.icon().isNull() and bool(button.text())
    return bool(button.text())
