"""The first screen: make a county, open one, or look at the sample."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.ui_kit.theme import icon

_CHOICES = (
    ("new", "新建", "回答三个问题，\n选一个空文件夹。", "add"),
    ("open", "打开", "打开已有的工作区文件夹\n（里面有 workspace.db）。", "evidence"),
    ("demo", "看示例", "虚构的青禾县，\n什么都能点，不怕弄坏。", "overview"),
)


class Welcome(QWidget):
    """The first screen.

    Signals: chosen("new" | "open" | "demo"), recent_chosen(folder).
    """

    chosen = Signal(str)
    recent_chosen = Signal(str)

    def __init__(self, recent: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(80, 0, 80, 0)
        column.setSpacing(16)
        column.addStretch(2)
        title = QLabel("迎检台")
        title.setProperty("role", "figure")
        words = QLabel("测评体系、点位、档案材料都在一个文件夹里；全程不联网，每一步都能撤销。")
        words.setProperty("role", "secondary")
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch()
        for name, text, hint, picture in _CHOICES:
            row.addWidget(self._card(name, text, hint, picture))
        row.addStretch()
        column.addLayout(row)
        self._add_recent(column, recent)
        column.addStretch(3)

    def _card(self, name: str, text: str, hint: str, picture: str) -> QToolButton:
        card = QToolButton()
        card.setObjectName(f"welcome.{name}")
        card.setProperty("role", "choice")
        card.setAccessibleName(text)
        card.setText(f"{text}\n\n{hint}")
        card.setIcon(icon(picture, accent=True))
        card.setIconSize(QSize(32, 32))
        card.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        card.setFixedSize(236, 170)
        card.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        return card

    def _add_recent(self, column: QVBoxLayout, recent: Sequence[str]) -> None:
        if not recent:
            return
        head = QLabel("最近打开")
        head.setProperty("role", "secondary")
        column.addSpacing(8)
        column.addWidget(head, 0, Qt.AlignmentFlag.AlignCenter)
        for folder in recent:
            link = QPushButton(folder)
            link.setProperty("role", "link")
            link.clicked.connect(lambda _c=False, f=folder: self.recent_chosen.emit(f))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignCenter)
