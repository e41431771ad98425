"""Asking for a round: name, kind, days, teams."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop.core.clock import today
from desktop.features.visits.rounds import RoundPlan, round_kinds, teams_of
from desktop.features.visits.types import Round
from desktop.ui_kit.form import Field, FormDialog


def ask_round(
    parent: QWidget, title: str, former: Round | None, save: Callable[[RoundPlan], None],
    faults: tuple[type[Exception], ...],
) -> None:  # fmt: skip
    """Show the form; `save` gets the plan and may refuse with UserError."""

    def keep(values: Mapping[str, str]) -> None:
        teams = tuple(
            t.strip() for t in values["teams"].replace("，", "、").split("、") if t.strip()
        )
        save(RoundPlan(values["name"], values["kind"], values["starts"], values["ends"], teams))

    fields = (
        Field("name", "名称", former.name if former else f"{today().month}月自查", required=True),
        Field("kind", "类别", former.kind if former else "", choices=round_kinds()),
        Field("starts", "开始日期", _day(former.starts if former else today())),
        Field("ends", "结束日期", _day(former.ends if former else None), help="可以空着"),
        Field("teams", "组别", "、".join(teams_of(former)) if former else "",
              help="如：第一组、第二组；也可以以后再分"),
    )  # fmt: skip
    FormDialog(parent, "visits.round_form", title, fields, keep, faults=faults).exec()


def _day(day: object) -> str:
    return str(day) if day else ""
