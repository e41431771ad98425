"""六要素 of many pictures in one grid: typed in place, pasted from a spreadsheet, proposed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.row_source import ListRows
from desktop.features.dossier.captions import (
    ELEMENTS,
    caption_rows,
    propose_captions,
    save_captions,
)
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.theme import icon

_WIDE = {"time": 140, "place": 130, "people": 120, "theme": 120, "background": 150, "cause": 150}
_COLUMNS = (
    Column("name", "图片", 180), Column("state", "状态", 84, state=True),
    Column("codes", "编号", 84),
    *(Column(key, title, _WIDE[key], editable=True) for key, title in ELEMENTS.items()),
    Column("unit", "单位", 84),
)  # fmt: skip
_EMPTY = "这里给图片填六要素：时间、地点、人物、主题、背景、事由。\n先在“档案材料”页收图片。"


class CaptionGrid(QWidget):
    """Every picture with its six elements."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._rows = ListRows((), ("name", "unit", *ELEMENTS))
        self.table = RecordTable(
            "dossier.captions", self._rows, _COLUMNS, empty=_EMPTY, title="图片说明",
            filters=(("state", "全部状态", ("未开始", "收集中", "齐备")),),
        )  # fmt: skip
        self.table.set_edit(self._edit, self._edit_many)
        propose = QPushButton(icon("edit"), "按已知的填空")
        propose.setObjectName("dossier.propose")
        propose.setToolTip(
            "时间取拍摄信息，地点取最近的点位，主题取文件名，其余取同单位同条目上一次填的"
        )
        propose.clicked.connect(lambda _checked=False: self._propose())
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(propose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.reload()

    def reload(self) -> None:
        """Read the captions again."""
        self._rows.set(caption_rows(self._context.store))
        self.table.reload()

    def _edit(self, record: Any, key: str, text: str) -> bool:
        return self._save({record.id: {key: text}})

    def _edit_many(self, edits: list[tuple[Any, dict[str, str]]]) -> bool:
        return self._save({record.id: texts for record, texts in edits})

    def _save(self, captions: dict[str, dict[str, str]]) -> bool:
        saved = self._context.perform(
            lambda: save_captions(self._context.store, captions), "已保存图片说明"
        )
        return saved is not None

    def _propose(self) -> None:
        self._context.start(
            "填写图片说明", lambda ctx, store: propose_captions(ctx, store), self._proposed
        )

    def _proposed(self, captions: dict[str, dict[str, str]]) -> None:
        if captions:
            self._save(captions)
        else:
            self._context.messages.info("没有可以填的：空着的要素程序都不知道。")
