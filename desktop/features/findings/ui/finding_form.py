"""Noting a finding by hand, and putting its words right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.core.clock import today
from desktop.features.findings.choices import choices
from desktop.features.findings.service import note_finding, read_weight
from desktop.features.findings.steps import read_day
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog


def ask_finding(parent: QWidget, context: UiContext, row: Any | None) -> None:
    """Ask for a new finding, or for what is to be changed in one; units change by 转办 only."""

    def save(values: Mapping[str, str]) -> None:
        given: dict[str, Any] = {
            "text": values["text"], "point": values["point"], "class_": values["class_"],
            "street": values["street"], "remark": values["remark"],
            "found": read_day(values["found"], "发现日期") or (None if row else today()),
            "due": read_day(values["due"], "整改时限"), "weight": read_weight(values["weight"]),
        }  # fmt: skip
        if row is None:
            names = values["units"].replace("，", "、").split("、")
            given |= {"units": [name for name in names if name], "source": "手工登记"}
        elif values["point"] == row.point:
            del given["point"]
        context.done(
            lambda: note_finding(context.store, row.id if row else None, given),
            "已保存问题" if row else "已登记问题",
        )

    title = f"修改问题 {row.number}" if row else "登记问题"
    FormDialog(parent, "findings.form", title, _fields(context, row), save,
               faults=context.faults).exec()  # fmt: skip


def _fields(context: UiContext, row: Any | None) -> list[Field]:
    def now(key: str, default: str = "") -> str:
        value = getattr(row, key) if row else default
        return "" if value is None else str(value)

    classes = ("", *choices(context.store).classes)
    fields = [
        Field("text", "问题", now("text"), required=True),
        Field("point", "地点", now("point"), required=True,
              help="点位名称；不在点位台账里的地方也可以写"),
        Field("street", "街道", now("street")),
        Field("class_", "类别", now("class_"), choices=classes),
        Field("found", "发现日期", now("found", today().isoformat()), kind="date"),
        Field("due", "整改时限", now("due"), kind="date", help="如 8.31、8月底；不填交办时再定"),
        Field("weight", "权重", now("weight"), help="可不填；够重的直接发红卡"),
        Field("remark", "备注", now("remark")),
    ]  # fmt: skip
    if row is None:
        units = Field("units", "责任单位", help="几个用顿号分开，第一个牵头；不填按点位的责任单位")
        fields.insert(4, units)
    return fields
