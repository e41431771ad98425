"""The help beside the program: pages at the left, the one open at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.features.help.service import HELP, about_text, find_topics, help_topics
from desktop.features.help.ui.help_page import HelpPage

_LIST_WIDTH = 176
_START = "start"
_NAME = int(Qt.ItemDataRole.UserRole)


class HelpWindow(QDialog):
    """Stays open beside the window while one works; `print_guide` prints the quick guide."""

    def __init__(self, parent: QWidget, print_guide: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle("帮助")
        self.resize(980, 640)
        self._topics = help_topics()
        self._find = QLineEdit(placeholderText="在帮助里查找")
        self._find.setObjectName("help.find")
        self._find.setAccessibleName("在帮助里查找")
        self.list = QListWidget()
        self.list.setObjectName("help.list")
        self.list.setAccessibleName("帮助目录")
        self.page = HelpPage()
        self.page.setObjectName("help.page")
        self.page.setAccessibleName("帮助内容")
        self.page.setSearchPaths([str(HELP)])
        guide = QPushButton("打印两页纸简明指南")
        guide.setObjectName("help.guide")
        guide.clicked.connect(lambda _checked=False: self._print(print_guide))
        about = QPushButton("关于和许可证")
        about.setObjectName("help.about")
        about.clicked.connect(lambda _checked=False: self.show_about())
        self._build(guide, about)
        self._find.textChanged.connect(self._offer)
        self.list.currentItemChanged.connect(self._show)
        self.page.anchorClicked.connect(self._follow)
        QShortcut(QKeySequence.StandardKey.Find, self, self._find.setFocus)
        self._offer()

    def _build(self, *buttons: QPushButton) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        for widget in (self._find, self.list, *buttons):
            widget.setFixedWidth(_LIST_WIDTH)
            left.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addLayout(left)
        row.addWidget(self.page, 1)

    def open_topic(self, name: str) -> None:
        """Show a page, the first where there is none of the name."""
        self._find.clear()
        for wanted in (name, _START):
            for number in range(self.list.count()):
                if self.list.item(number).data(_NAME) == wanted:
                    self.list.setCurrentRow(number)
                    self.show()
                    self.activateWindow()
                    return

    def show_about(self) -> None:
        """Show the version and the licences, ours and those of what we use."""
        self.list.setCurrentRow(-1)
        self.page.show_plain(about_text())

    def topic(self) -> str:
        """Return the name of the page shown."""
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def _offer(self) -> None:
        """List the pages that hold what is typed."""
        kept = self.topic()
        self.list.clear()
        for topic in find_topics(self._topics, self._find.text()):
            item = QListWidgetItem(topic.title, self.list)
            item.setData(_NAME, topic.name)
            if topic.name == kept:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            self.list.setCurrentRow(0)

    def _show(self) -> None:
        text = next((t.text for t in self._topics if t.name == self.topic()), "没有找到。")
        self.page.show_text(text)

    def _follow(self, link: QUrl) -> None:
        self.open_topic(link.fileName().removesuffix(".md"))

    def _print(self, print_guide: Callable[[], None]) -> None:
        self.hide()
        print_guide()
