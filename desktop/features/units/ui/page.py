"""责任单位: the list, adding, changing, aliases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.core.changes import Kind
from desktop.features.units.service import (
    add_alias,
    delete_units,
    save_unit,
    save_units,
    unit_kinds,
    unit_rows,
)
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog
from desktop.ui_kit.page import Page
from desktop.ui_kit.pasting import Edits
from desktop.ui_kit.rows_model import Column, offering
from desktop.ui_kit.table import RecordTable
from desktop.ui_kit.verbs import Verbs

_EMPTY = (
    "这里是责任单位：简称、全称、联络员，以及每个单位承担多少任务。\n点右上角“导入”，选通讯录。"
)
_COLUMNS = (
    Column("name", "简称", 110, editable=True), Column("full_name", "全称", 250, editable=True),
    Column("kind", "类别", 84, editable=True),
    Column("requirements", "测评要求", 76, right=True, total=True),
    Column("points", "点位", 60, right=True, total=True), Column("leader", "分管领导", 130),
    Column("leader_phone", "电话", 110), Column("liaison", "联络员", 110),
    Column("liaison_phone", "联络员电话", 120), Column("aliases", "别名", 180),
    Column("remark", "备注", 140, editable=True),
)  # fmt: skip


class UnitsPage(Page):
    """The page of units."""

    NAME, TITLE, ICON = "units", "责任单位", "units"
    listens_to = frozenset({Kind.UNIT, Kind.FRAMEWORK, Kind.POINT})

    def __init__(self, context: UiContext, verbs: Verbs) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self.table = RecordTable("units", unit_rows(context.store),
                                 offering(_COLUMNS, kind=lambda: unit_kinds(context.store)),
                                 empty=_EMPTY,
                                 title="责任单位",
                                 step=("导入", lambda: verbs.import_table("units")))  # fmt: skip
        self.table.set_edit(self._edit, self._edit_many)
        self.table.refused.connect(context.messages.error)
        self.set_body(self.table)
        self.add_action("alias", "加别名", "link", self._alias)
        self.add_action("add", "新增", "add", self._add)
        self.add_action("print", "打印", "print",
                        lambda: verbs.print_table(self.table, "责任单位"))  # fmt: skip
        self.add_action("export", "导出", "export", lambda: verbs.export_table("units"))
        self.add_action(
            "import", "导入", "import", lambda: verbs.import_table("units"), primary=True
        )
        self.add_action("delete", "删除", "delete", self._delete, last=True)
        self.add_detail(self.table, history=verbs.history)

    def _edit(self, record: Any, key: str, text: str) -> bool:
        saved = self._context.perform(
            lambda: save_unit(self._context.store, record.id, {key: text}), "已保存"
        )
        return saved is not None

    def _edit_many(self, edits: Edits) -> bool:
        changes = {record.id: values for record, values in edits}
        saved = self._context.perform(
            lambda: save_units(self._context.store, changes), f"已改 {len(changes)} 个单位"
        )
        return saved is not None

    def _add(self) -> None:
        def save(values: Mapping[str, str]) -> None:
            self._context.done(lambda: save_unit(self._context.store, None, values), "已新增单位")

        fields = (
            Field("name", "单位简称", required=True), Field("full_name", "单位全称"),
            Field("kind", "类别", help="如：政府部门、街道"), Field("remark", "备注", kind="long"),
        )  # fmt: skip
        self._dialog("units.form", "新增单位", fields, save)

    def _alias(self) -> None:
        for record in self.table.selected()[:1]:

            def save(values: Mapping[str, str], unit_id: str = record.id) -> None:
                self._context.done(
                    lambda: add_alias(self._context.store, unit_id, values["alias"]), "已加别名"
                )

            fields = (Field("alias", "别名", required=True, help="表格里出现过的另一种叫法"),)
            self._dialog("units.alias", f"给“{record.name}”加别名", fields, save)

    def _dialog(self, name: str, title: str, fields: Any, save: Any) -> None:
        faults = self._context.faults
        FormDialog(self.window(), name, title, fields, save, faults=faults).exec()

    def _delete(self) -> None:
        records = self.table.selected()
        if records:
            self._context.perform(
                lambda: delete_units(self._context.store, [record.id for record in records]),
                f"已删除 {len(records)} 个单位",
            )

    def reload(self) -> None:
        """Read the list again."""
        self.table.reload()
