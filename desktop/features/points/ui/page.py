"""点位: the list, and the check items of their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.core.changes import Kind
from desktop.features.points.service import (
    check_rows,
    delete_points,
    edit_point,
    edit_points,
    point_rows,
    point_types,
    streets,
)
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.page import Page
from desktop.ui_kit.pasting import Edits
from desktop.ui_kit.rows_model import Column, offering
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.tabs import Tabs
from desktop.ui_kit.verbs import Verbs

Chosen = Callable[[tuple[str, ...]], None]
_EMPTY = "这里是点位：要去看的每一个地方。\n点右上角“导入点位”，选点位台账。"
_POINTS = (
    Column("name", "点位名称", 170, editable=True), Column("number", "号", 48, right=True),
    Column("type", "类型", 100), Column("address", "详细地址", 170, editable=True),
    Column("street", "街道", 84, editable=True), Column("community", "社区", 90, editable=True),
    Column("grid", "网格", 100, editable=True), Column("owners", "责任单位", 150),
    Column("chief", "点位长", 170, editable=True), Column("phone", "联系电话", 110, editable=True),
    Column("tags", "标签", 70), Column("sponsors", "包联单位", 90),
    Column("overseers", "行业主管", 90), Column("lng", "经度", 90, right=True, editable=True),
    Column("lat", "纬度", 90, right=True, editable=True),
    Column("length_m", "长度（米）", 90, right=True, editable=True, total=True),
    Column("remark", "备注", 150, editable=True),
)  # fmt: skip
_CHECKS = (
    Column("code", "编号", 100), Column("type", "点位类型", 100), Column("class_", "类别", 84),
    Column("text", "检查内容", 280), Column("note", "判定说明", 240),
    Column("rule_text", "判定方式", 170), Column("score", "分值", 60, right=True),
    Column("indicator", "对应指标", 80),
)  # fmt: skip


class PointsPage(Page):
    """The page of points."""

    NAME, TITLE, ICON = "points", "点位", "points"
    listens_to = frozenset({Kind.POINT, Kind.CHECK, Kind.UNIT})

    def __init__(
        self, context: UiContext, verbs: Verbs, print_sheets: Chosen, join_round: Chosen
    ) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self._print_sheets, self._join_round = print_sheets, join_round
        store = context.store
        types = [item.name for item in point_types(store)]
        self.table = RecordTable(
            "points", point_rows(store), offering(
                _POINTS, type=lambda: [item.name for item in point_types(store)],
                street=lambda: streets(store),
            ), empty=_EMPTY, title="点位",
            filters=(("type", "全部类型", types),),
            step=("导入点位", lambda: verbs.import_table("points")),
        )  # fmt: skip
        self.table.set_edit(self._edit, self._edit_many)
        self.table.refused.connect(context.messages.error)
        self.tabs = Tabs("points.tabs")
        self.tabs.add("点位", lambda: self.table)
        self._checks = self.tabs.add("检查项", self._checks_table)
        self.set_body(self.tabs)
        self._add_actions()

    def _add_actions(self) -> None:
        verbs = self._verbs
        self.add_action("add", "新增", "add", self._add)
        self.add_action("history", "历史", "history", self._history)
        self.add_action("join", "加入轮次", "visits", self._join)
        self.add_action("print", "打印本表", "print", self._print)
        self.add_action("export", "导出", "export", self._export)
        self.add_action("import_checks", "导入检查标准", "import",
                        lambda: verbs.import_table("checks"))  # fmt: skip
        self.add_action("import", "导入点位", "import", lambda: verbs.import_table("points"))
        self.add_action("sheets", "打印检查表", "print", self._sheets, primary=True)
        self.add_action("delete", "删除", "delete", self._delete, last=True)
        self.add_detail(self.table, history=verbs.history)
        self.tabs.made.connect(self.add_detail)

    def _checks_table(self) -> RecordTable:
        store = self._context.store
        return RecordTable(
            "points.checks", check_rows(store), _CHECKS,
            empty="这里是检查项：每种点位查什么、怎么判。\n点“导入检查标准”。",
            filters=(("type", "全部类型", [item.name for item in point_types(store)]),),
            title="检查项",
            step=("导入检查标准", lambda: self._verbs.import_table("checks")),
        )  # fmt: skip

    def _edit(self, record: Any, key: str, text: str) -> bool:
        saved = self._context.perform(
            lambda: edit_point(self._context.store, record.id, {key: text}), "已保存"
        )
        return saved is not None

    def _edit_many(self, edits: Edits) -> bool:
        changes = {record.id: values for record, values in edits}
        saved = self._context.perform(
            lambda: edit_points(self._context.store, changes), f"已改 {len(changes)} 个点位"
        )
        return saved is not None

    def _add(self) -> None:
        def save(values: Mapping[str, str]) -> None:
            self._context.done(lambda: edit_point(self._context.store, None, values), "已新增点位")

        types = [item.name for item in point_types(self._context.store)]
        fields = (
            Field("name", "点位名称", required=True), Field("type", "点位类型", choices=types),
            Field("address", "详细地址"), Field("street", "街道"), Field("community", "社区"),
            Field("phone", "联系电话"),
        )  # fmt: skip
        faults = self._context.faults
        FormDialog(self.window(), "points.form", "新增点位", fields, save, faults=faults).exec()

    def _delete(self) -> None:
        records = self.table.selected()
        if records:
            self._context.perform(
                lambda: delete_points(self._context.store, [record.id for record in records]),
                f"已删除 {len(records)} 个点位",
            )

    def _sheets(self) -> None:
        """Print the selected points, or all that are shown."""
        records = self.table.selected() or self.table.model.rows.all()
        self._print_sheets(tuple(record.id for record in records))

    def _join(self) -> None:
        """Let a round visit the selected points, or all that are shown."""
        records = self.table.selected() or self.table.model.rows.all()
        self._join_round(tuple(record.id for record in records))

    def _history(self) -> None:
        for record in self.table.selected()[:1]:
            self._verbs.show_history(record.id, record.name)

    def _print(self) -> None:
        if self.tabs.currentIndex():
            self._verbs.print_table(self._checks(), "检查标准")
        else:
            self._verbs.print_table(self.table, "点位台账")

    def _export(self) -> None:
        self._verbs.export_table("checks" if self.tabs.currentIndex() else "points")

    def reload(self) -> None:
        """Read the lists again."""
        self.tabs.reload()
