"""The package as a tree before it is built, and what a check has found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.core.text import show_bidi, size_words
from desktop.features.packages.types import Checked, Tree

_KINDS = {
    "changed": "被改动", "missing": "缺少", "unexpected": "多出", "unsafe": "不安全",
    "fetch": "要联网", "format": "写法不对", "unreadable": "读不了",
}  # fmt: skip

_UNCHECKED = (
    "还没有核对过。点“核对包”选本机、U盘或光盘上的包（任何 BagIt 包都行），"
    "或点“核对材料库”看收的材料有没有坏。"
)


class _List(QWidget):
    """A headline over a list of columns."""

    def __init__(self, name: str, columns: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.headline = QLabel()
        self.headline.setObjectName(f"{name}.headline")
        self.headline.setWordWrap(True)
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QTreeWidget()
        self.list.setObjectName(name)
        self.list.setAccessibleName(name)
        self.list.setUniformRowHeights(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHeaderLabels([title for title, _ in columns])
        for number, (_, width) in enumerate(columns):
            self.list.setColumnWidth(number, width)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.headline)
        column.addWidget(self.list, 1)


class TreePreview(_List):
    """The folders and files a package will have, those left out at the end."""

    def __init__(self) -> None:
        super().__init__("packages.tree", (("包里的名称", 420), ("原文件名", 220), ("大小", 80),
                                           ("状态", 70)))  # fmt: skip

    def show_tree(self, tree: Tree) -> None:
        """Show a package as it would be."""
        words = (
            f"{tree.name}：{len(tree.items)} 条测评标准，{len(tree.files)} 份材料，"
            f"{size_words(tree.bytes)}"
        )
        words += f"；{tree.bare} 条还没有材料" if tree.bare else ""
        words += f"；{len(tree.left_out)} 份不打包（见最后）" if tree.left_out else ""
        self.headline.setText(words)
        self.list.clear()
        folders: dict[str, QTreeWidgetItem] = {}
        for item in tree.items:
            folder = self._folder(folders, item.path)
            folder.setText(1, f"{len(item.files)} 份")
            for file in item.files:
                material = file.material
                cells = (file.path.rpartition("/")[2], material.name, size_words(material.bytes),
                         material.review)  # fmt: skip
                QTreeWidgetItem(folder, [show_bidi(cell) for cell in cells])
        self._show_left_out(tree)
        self.list.expandToDepth(1)

    def _folder(self, folders: dict[str, QTreeWidgetItem], path: str) -> QTreeWidgetItem:
        if path not in folders:
            above, _, name = path.rpartition("/")
            parent = self._folder(folders, above) if "/" in above else self.list
            folders[path] = QTreeWidgetItem(parent, [name])
        return folders[path]

    def _show_left_out(self, tree: Tree) -> None:
        if not tree.left_out:
            return
        top = QTreeWidgetItem(self.list, [f"不打包的材料（{len(tree.left_out)}）"])
        for item in tree.left_out:
            QTreeWidgetItem(top, [f"{item.code} {item.why}", show_bidi(item.name)])

    def show_refusal(self, text: str) -> None:
        """Say why there is nothing to show."""
        self.headline.setText(text)
        self.list.clear()


class CheckView(_List):
    """All faults of the last check."""

    def __init__(self) -> None:
        super().__init__("packages.faults", (("问题", 90), ("文件", 440), ("说明", 260)))
        self.headline.setText(_UNCHECKED)

    def show_checked(self, what: str, checked: Checked) -> None:
        """Show what a check has found."""
        if checked.is_whole:
            words = (
                f"● {what}完好：{checked.files} 份文件，{size_words(checked.bytes)}，逐个核对无误。"
            )
        else:
            words = f"▲ {what}有 {len(checked.faults)} 处问题（共 {checked.files} 份文件）"
        self.headline.setText(words)
        self.list.clear()
        for fault in checked.faults:
            cells = (_KINDS[fault.kind], fault.where, fault.what)
            row = QTreeWidgetItem(self.list, [show_bidi(cell) for cell in cells])
            row.setToolTip(1, escape(show_bidi(fault.where)))
        for note in checked.notes:
            QTreeWidgetItem(self.list, ["提示", "", show_bidi(note)])
