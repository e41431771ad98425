"""The forms of a 通报: a new one, and the words of one that is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.core.clock import today
from desktop.features.findings.bulletins import edit_bulletin, find_bulletin, make_bulletin
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog


def bulletin_form(parent: QWidget, context: UiContext) -> FormDialog:
    """Return the form that makes the next bulletin."""

    def save(values: Mapping[str, str]) -> None:
        days = [date.fromisoformat(values[key]) for key in ("starts", "ends", "cut_off")]
        context.done(
            lambda: make_bulletin(context.store, *days, title=values["title"]), "已生成通报"
        )

    day = today().isoformat()
    fields = (
        Field("title", "标题", "创建全国文明城市督查通报"),
        Field("starts", "督查开始日期", kind="date", required=True, help="如 2026-05-11、5.11"),
        Field("ends", "督查结束日期", day, kind="date", required=True),
        Field("cut_off", "整改统计截至", day, kind="date", required=True),
    )
    return FormDialog(parent, "findings.bulletin_form", "新一期通报", fields, save,
                      verb="生成", faults=context.faults)  # fmt: skip


def words_form(parent: QWidget, context: UiContext, bulletin_id: str) -> FormDialog:
    """Return the form for the title and the demands of a bulletin; its numbers stay."""
    bulletin = find_bulletin(context.store, bulletin_id)

    def save(values: Mapping[str, str]) -> None:
        context.done(
            lambda: edit_bulletin(context.store, bulletin_id, title=values["title"],
                                  demands=values["demands"]), "已保存",
        )  # fmt: skip

    fields = (
        Field("title", "标题", bulletin.title),
        Field("demands", "工作要求", bulletin.demands, kind="long", note="一行一条"),
    )
    return FormDialog(parent, "findings.bulletin_words", f"通报第 {bulletin.number} 期", fields,
                      save, faults=context.faults)  # fmt: skip
