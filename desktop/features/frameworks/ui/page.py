"""测评体系: requirements, indicators and the negative list."""

from __future__ import annotations

from typing import Any, cast

from desktop.core.changes import Kind
from desktop.features.frameworks.service import (
    edit_requirement,
    edit_requirements,
    indicator_rows,
    negative_rows,
    requirement_rows,
)
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.page import Page
from desktop.ui_kit.pasting import Edits
from desktop.ui_kit.rows_model import Column
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.tabs import Tabs
from desktop.ui_kit.verbs import Verbs

_EMPTY = (
    "这里是测评体系：每条标准、每种测评方式、谁负责、要什么材料。\n点右上角“导入”，选任务分解表。"
)
_REQUIREMENTS = (
    Column("code", "编号", 92), Column("title", "测评标准", 330), Column("method", "测评方式", 92),
    Column("readiness", "准备度", 84, state=True), Column("lead", "牵头单位", 92),
    Column("owner", "责任单位", 150), Column("due", "完成时限", 96, editable=True, date=True),
    Column("hint", "相关提示", 180, editable=True), Column("text", "材料要求", 220),
    Column("project", "测评项目", 180), Column("edition", "版本", 90),
)  # fmt: skip
_INDICATORS = (
    Column("full_code", "编号", 92), Column("level_name", "层级", 84), Column("title", "名称", 200),
    Column("text", "测评标准", 420), Column("score", "分值", 64, right=True),
    Column("veto", "一票否决", 80), Column("requirements", "测评要求数", 90, right=True),
)  # fmt: skip
_NEGATIVES = (
    Column("code", "编号", 64), Column("area", "领域", 100), Column("text", "情形", 380),
    Column("measure", "处理措施", 160), Column("penalty", "扣分", 64, right=True),
    Column("veto", "一票否决", 80), Column("remark", "备注", 120),
)  # fmt: skip


class IndicatorsPage(Page):
    """The page of one workspace's indicator systems."""

    NAME, TITLE, ICON = "indicators", "测评体系", "indicators"
    listens_to = frozenset({Kind.FRAMEWORK, Kind.SLOT, Kind.DOCUMENT, Kind.UNIT})

    def __init__(self, context: UiContext, verbs: Verbs) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        store = context.store
        self._requirements = RecordTable(
            "indicators", requirement_rows(store), _REQUIREMENTS, empty=_EMPTY,
            filters=(("readiness", "全部状态", ("未开始", "收集中", "待审", "退回", "齐备")),
                     ("method", "全部方式", ("材料审核", "实地考察", "问卷调查", "主管部门意见"))),
            title="测评要求", step=("导入", lambda: verbs.import_table("indicators")),
        )  # fmt: skip
        self._requirements.set_edit(self._edit, self._edit_many)
        self._requirements.refused.connect(context.messages.error)
        self.tabs = Tabs("indicators.tabs")
        self.tabs.add("测评要求", lambda: self._requirements)
        self.tabs.add("指标", lambda: RecordTable(
            "indicators.tree", indicator_rows(store), _INDICATORS, empty=_EMPTY, title="指标",
        ))  # fmt: skip
        self.tabs.add("负面清单", lambda: RecordTable(
            "indicators.negative", negative_rows(store), _NEGATIVES, title="负面清单",
            empty="这里是扣分和一票否决的事项。\n点“导入”，选任务分解表，会一起读入。",
        ))  # fmt: skip
        self.set_body(self.tabs)
        self.add_action("history", "历史", "history", self._history)
        self.add_action("print", "打印", "print", self._print)
        self.add_action("export", "导出", "export", lambda: verbs.export_table("indicators"))
        self.add_action(
            "import", "导入", "import", lambda: verbs.import_table("indicators"), primary=True
        )
        self.add_detail(self._requirements, history=verbs.history)
        self.tabs.made.connect(lambda table: self.add_detail(table, history=verbs.history))

    def _edit(self, record: Any, key: str, text: str) -> bool:
        changed = self._context.perform(
            lambda: edit_requirement(self._context.store, record.id, {key: text}), "已保存"
        )
        return changed is not None

    def _edit_many(self, edits: Edits) -> bool:
        changes = {record.id: values for record, values in edits}
        saved = self._context.perform(
            lambda: edit_requirements(self._context.store, changes), f"已改 {len(changes)} 条"
        )
        return saved is not None

    def _table(self) -> RecordTable:
        """Return the list in front."""
        return cast("RecordTable", self.tabs.currentWidget())

    def _history(self) -> None:
        for record in self._table().selected(1):
            self._verbs.show_history(record.id, record.code)

    def _print(self) -> None:
        self._verbs.print_table(self._table(), self.tabs.tabText(self.tabs.currentIndex()))

    def reload(self) -> None:
        """Read the lists again."""
        self.tabs.reload()
