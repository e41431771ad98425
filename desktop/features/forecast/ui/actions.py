"""What can be done on the page of scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.core.changes import Changes
from desktop.features.forecast.entries import (
    KINDS,
    MET,
    add_event,
    save_precondition,
    save_scheme,
    set_need,
    set_result,
    set_rule,
)
from desktop.features.forecast.plan import Task
from desktop.features.forecast.scheme import scheme_to_json
from desktop.features.forecast.scheme_form import FIELDS, scheme_as_form, scheme_from_form
from desktop.features.forecast.service import forecast
from desktop.features.forecast.snapshots import save_real_result, take_snapshot
from desktop.features.forecast.ui.rule_dialog import RuleDialog
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.form import Field, FormDialog

_VERDICTS = {"": None, "符合": "pass", "不符合": "fail", "不适用": "na"}
_EFFECTS = {"按方案": "", "扣分": "deduct", "停止资格": "stop", "不得申报": "out", "不处罚": "none"}


@dataclass(frozen=True)
class ScoreActions:
    """The verbs of the page; `readiness` gives the readiness kept with a snapshot."""

    context: UiContext
    parent: QWidget
    readiness: Callable[[Any], Any]

    def _ask(
        self, name: str, title: str, fields: list[Field],
        save: Callable[[Mapping[str, str]], tuple[Any, Changes]],
    ) -> None:  # fmt: skip
        def run(values: Mapping[str, str]) -> None:
            self.context.done(lambda: save(values), "已保存")

        FormDialog(self.parent, name, title, fields, run, faults=self.context.faults).exec()

    def keep(self) -> None:
        """Keep readiness and score as they are today."""
        store = self.context.store
        self.context.perform(
            lambda: take_snapshot(store, forecast(store), self.readiness(store)),
            "已留存今天的数据。",
        )

    def change_scheme(self) -> None:
        """Ask how the total is made."""
        store = self.context.store
        made = forecast(store)
        values = scheme_as_form(made.scheme)
        fields = [Field("kind", "办法", values["kind"], ("计分制", "合格制"))]
        fields += [Field(key, label, values[key], help=words) for key, label, words in FIELDS]
        fields.append(Field("standing", "我县是", values["standing"], ("提名", "称号", "申报")))

        def save(typed: Mapping[str, str]) -> tuple[Any, Changes]:
            scheme = scheme_from_form(typed, made.scheme)
            return save_scheme(store, made.edition, scheme_to_json(scheme))

        self._ask("scheme", f"计分方案：{made.edition.name}", fields, save)

    def type_result(self, task: Task) -> None:
        """Ask for a requirement's result."""
        fields = [
            Field("percent", "得分率（%）", help="如：82.5；知道得分率只填这一项"),
            Field("verdict", "判定", "", tuple(_VERDICTS)),
            Field("amount", "数字", help="例数、条数、百分数，按这一条的计分规则"),
            Field("source", "来源", help="如：市级模拟测评 8 月"),
        ]
        self._ask("result", f"填结果：{task.code}（{task.method}）", fields,
                  lambda values: set_result(self.context.store, task.id, {
                      **values, "verdict": _VERDICTS[values["verdict"]]}))  # fmt: skip

    def type_need(self, task: Task) -> None:
        """Ask what winning the points back takes."""
        days = "" if task.guessed else str(task.days)
        money = "" if task.money is None else str(task.money)
        fields = [Field("days", "天数", days, help="几个工作日做完"),
                  Field("money", "资金（万元）", money, help="不花钱填 0")]  # fmt: skip
        self._ask("need", f"补救所需：{task.code} {task.work}", fields,
                  lambda values: set_need(self.context.store, task.id, values))  # fmt: skip

    def change_rule(self, task: Task) -> None:
        """Ask for a requirement's rule, showing what it gives for an example value."""
        store = self.context.store
        made = forecast(store)
        item = next(one for one in made.items if one.id == task.id)
        words = next(row.rule_text for row in made.facts.rows if row.id == task.id)

        def save(text: str) -> None:
            self.context.perform(lambda: set_rule(store, task.id, text), "已保存计分规则。")

        RuleDialog(
            self.parent, f"{task.code}（{task.method}）", item.outcome.full, save, words
        ).exec()

    def change_precondition(self) -> None:
        """Ask for a precondition; one of the same name is changed."""
        fields = [
            Field("name", "名称", help="如：未成年人思想道德建设测评", required=True),
            Field("kind", "看什么", "分数", tuple(KINDS)),
            Field("at_least", "不低于", help="如：85"),
            Field("actual", "实际", help="还不知道就不填"),
            Field("codes", "哪些负面清单编号", help="如：G1、G15；不填为全部"),
            Field("met", "是否满足", "未定", tuple(MET)),
        ]
        self._ask("precondition", "前置条件", fields,
                  lambda values: save_precondition(self.context.store, values))  # fmt: skip

    def add_event(self) -> None:
        """Ask for a negative event."""
        fields = [
            Field("code", "负面清单编号", help="如：G15", required=True),
            Field("happened", "发生日期", help="如：2026-08-31", required=True),
            Field("text", "情况"), Field("points", "扣分", help="不填按清单"),
            Field("effect", "处理", "按方案", tuple(_EFFECTS)),
        ]  # fmt: skip
        self._ask("event", "登记负面清单事件", fields,
                  lambda values: add_event(self.context.store, values["code"].strip(), {
                      **values, "effect": _EFFECTS[values["effect"]]}))  # fmt: skip

    def add_real(self) -> None:
        """Ask for a real test's result."""
        store = self.context.store
        fields = [
            Field("name", "名称", help="如：省级模拟测评", required=True),
            Field("tested", "测评日期", help="如：2026-08-31"),
            Field("score", "得分", required=True), Field("full", "满分", "100"),
            Field("rank", "名次"), Field("ranked", "参评数"), Field("gap", "与前一名差几分"),
            Field("year", "年度", help="不填为本体系年度"),
            Field("counts", "是这一年的正式成绩", "否", ("否", "是")),
        ]  # fmt: skip

        def save(values: Mapping[str, str]) -> tuple[Any, Changes]:
            edition = forecast(store).edition
            typed = {**values, "counts": values["counts"] == "是"}
            return save_real_result(store, edition, typed)

        self._ask("real", "登记真实测评结果", fields, save)
