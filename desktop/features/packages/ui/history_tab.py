"""打过的包: the packages built so far and what is done with one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.core.row_source import RowSource
from desktop.core.text import size_words
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.wrapping import WrappingRow

_COLUMNS = (
    Column("name", "包名", 220),
    Column("made", "打包时间", 140, text=lambda at: at[:16].replace("T", " ")),
    Column("files", "份数", 60, right=True),
    Column("bytes", "大小", 80, right=True, text=size_words),
    Column("edition", "测评体系版本", 110), Column("override_by", "个人信息放行人", 110),
    Column("folder", "位置", 320),
)  # fmt: skip


class HistoryTab(QWidget):
    """A list of packages under the buttons for the one selected."""

    def __init__(
        self, rows: RowSource, *, open_folder: Callable[[], None],
        show_handover: Callable[[], None], check: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.table = RecordTable(
            "packages.history", rows, _COLUMNS,
            empty="还没有打过包。\n先在左边选好，看过预览，再点“打包”。",
        )  # fmt: skip
        self.table.activated.connect(lambda _record: open_folder())
        bar = WrappingRow(grows=False)
        for name, text, run in (
            ("open", "打开文件夹", open_folder), ("handover", "看移交清单", show_handover),
            ("check_selected", "核对选中的包", check),
        ):  # fmt: skip
            button = QPushButton(text)
            button.setObjectName(f"packages.{name}")
            button.setAccessibleName(text)
            button.clicked.connect(lambda _checked=False, run=run: run())
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)

    def reload(self) -> None:
        """Read the list again."""
        self.table.reload()
