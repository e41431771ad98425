"""The search field of the top bar and the list that opens under it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.text import show_bidi
from desktop.features.search.service import Group
from desktop.ui_kit.elided_label import ElidedLabel
from desktop.ui_kit.latest import LatestAnswer

_DEBOUNCE_MS = 120
_WIDE, _HIGH, _ROW = 560, 480, 28
_TARGET = int(Qt.ItemDataRole.UserRole)
_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SearchBox(QLineEdit):
    """Finds records while one types; the arrow keys choose, Enter opens.

    Signals: chosen(kind, id, words typed) when a record is opened.
    """

    chosen = Signal(str, str, str)

    def __init__(
        self, window: QWidget, search: Callable[[str], tuple[Group, ...]],
        faults: tuple[type[Exception], ...],
    ) -> None:  # fmt: skip
        super().__init__(placeholderText="搜索（Ctrl+K）")
        self.setObjectName("window.search")
        self.setAccessibleName("搜索全部内容")
        self.setToolTip("编号、名称、拼音首字母、正文里的词；空格分开多个词")
        self.setClearButtonEnabled(True)
        self._window, self._search = window, search
        self._answers = LatestAnswer(self, faults)
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._build_list()
        self.textEdited.connect(self._timer.start)
        self.textChanged.connect(self._cleared)
        self._timer.timeout.connect(self._ask)
        self._answers.answered.connect(self._show)
        self._answers.refused.connect(self._say)
        self.list.itemClicked.connect(self._open)
        window.installEventFilter(self)

    def _build_list(self) -> None:
        self.panel = QFrame(self._window)
        self.panel.setObjectName("search")
        self.list = QListWidget()
        self.list.setObjectName("search.list")
        self.list.setAccessibleName("搜索结果")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._words.setObjectName("search.words")
        self._words.setProperty("role", "secondary")
        self._words.setWordWrap(True)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(4, 4, 4, 8)
        column.addWidget(self.list)
        column.addWidget(self._words)
        self.panel.hide()

    def take(self) -> None:
        """Let the person type: Ctrl+K."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if self.text().strip():
            self._ask()

    def stop(self) -> None:
        """Stop looking, before the window goes."""
        self._answers.stop()

    def _cleared(self, text: str) -> None:
        if not text.strip():
            self.panel.hide()

    def _ask(self) -> None:
        text = self.text().strip()
        if text:
            self._answers.ask(partial(self._search, text))

    def _show(self, groups: tuple[Group, ...]) -> None:
        if not self.hasFocus() or not self.text().strip():
            return
        self.list.clear()
        for group in groups:
            self._add_head(group)
            for hit in group.hits:
                self._add_hit(group.kind, hit)
        self._say("↑↓ 选择　Enter 打开　Esc 关闭" if groups else
                  f"没有找到“{self.text().strip()}”。换个词，或只输入拼音首字母。")  # fmt: skip
        self._step(1)

    def _say(self, words: str) -> None:
        self._words.setText(show_bidi(words))
        self.list.setVisible(self.list.count() > 0)
        rows = self.list.count() * _ROW + 16
        wide = min(_WIDE, self._window.width() - 16)
        high = min(_HIGH, rows + 30, self._window.height() - 80)
        corner = self.mapTo(self._window, QPoint(0, self.height() + 4))
        left = min(corner.x(), self._window.width() - wide - 8)
        self.panel.setGeometry(max(8, left), corner.y(), wide, max(48, high))
        self.panel.show()
        self.panel.raise_()

    def _add_head(self, group: Group) -> None:
        more = "　（还有，多输几个字）" if group.more else ""
        item = QListWidgetItem(f"{group.title}{more}", self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = QFont(self.list.font())
        font.setBold(True)
        item.setFont(font)

    def _add_hit(self, kind: str, hit: Any) -> None:
        title, note = (show_bidi(words).replace("\n", " ") for words in (hit.title, hit.note))
        item = QListWidgetItem(self.list)
        item.setData(_TARGET, (kind, hit.id))
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{title} {note}")
        self.list.setItemWidget(item, _line(title, note))

    def _step(self, by: int) -> None:
        """Move the mark over the records, past the heads."""
        count, row = self.list.count(), self.list.currentRow()
        steps = range(row + by, count if by > 0 else -1, 1 if by > 0 else -1)
        ahead = [n for n in steps if self.list.item(n).data(_TARGET)]
        behind = [n for n in range(row + 1, count) if self.list.item(n).data(_TARGET)]
        target = ahead[:1] or (behind[-1:] if by > 0 else [])
        if target:
            self.list.setCurrentRow(target[0])

    def _open(self, item: QListWidgetItem | None) -> None:
        target = item.data(_TARGET) if item is not None else None
        if target and self.panel.isVisible():
            self.panel.hide()
            self.chosen.emit(*target, self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS and self.panel.isVisible():
            self._step(_KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.panel.hide()
            self.clear()
            self._window.setFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.panel.hide()
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Resize):
            self.panel.hide()
        return super().eventFilter(watched, event)


def _line(title: str, note: str) -> QWidget:
    line = QWidget()
    line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    row = QHBoxLayout(line)
    row.setContentsMargins(12, 0, 8, 0)
    for words, role, stretch in ((title, None, 3), (note, "secondary", 2)):
        label = ElidedLabel(1)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(words)
        label.setProperty("role", role)
        row.addWidget(label, stretch)
    return line
