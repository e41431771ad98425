"""What the office types in: scheme, results, rules, needs, negative events, preconditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.frameworks import Edition, NegativeItem, Requirement
from db.tables.score import (
    NegativeEvent,
    Precondition,
    RequirementResult,
    ScoreScheme,
    TaskNeed,
)
from desktop.core.changes import Changes, Kind
from desktop.core.clock import today
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.text import tidy
from desktop.features.forecast.scheme import Scheme, scheme_from_json, scheme_to_json
from desktop.features.forecast.service import CHANGED
from desktop.features.scoring import (
    Given,
    Outcome,
    Rule,
    judge,
    rule_from_text,
    rule_to_json,
)
from desktop.features.settings import current_edition

KINDS = {"分数": "score", "没有负面事件": "events", "已满足与否": "status"}
MET = {"未定": "", "满足": "yes", "不满足": "no"}


def save_scheme(store: Store, edition: Edition, text: str) -> tuple[Scheme, Changes]:
    """Save a scheme given as JSON; raise UserError where it is none."""
    try:
        scheme = scheme_from_json(text)
    except ValueError as error:
        raise UserError(f"这不是计分方案：{error}", "原来的方案没有改动。") from error
    names = {one.name for one in records.find(store, Edition)}
    unknown = [name for name, _ in scheme.counted_in if name not in names - {edition.name}]
    if unknown:
        raise UserError(f"没有可以计入的体系版本：{'、'.join(unknown)}", "原来的方案没有改动。")
    found = records.find(store, ScoreScheme, edition_id=edition.id)
    row = ScoreScheme(found[0].id if found else new_id(), edition.id, scheme_to_json(scheme))
    with store.write(f"修改计分方案 {edition.name}", right="scoring.edit"):
        (records.update if found else records.insert)(store, [row])
    return scheme, CHANGED


def set_result(
    store: Store, requirement_id: str, values: Mapping[str, Any]
) -> tuple[RequirementResult | None, Changes]:
    """Type a requirement's result in: percent, or verdict and amount; all blank takes it away."""
    row = _requirement(store, requirement_id)
    problems: list[Problem] = []
    percent = _number(values, "percent", "得分率", problems, most=Decimal(100))
    amount = _number(values, "amount", "数字", problems)
    verdict = values.get("verdict") or None
    if problems:
        raise InputError("结果没有保存。", problems, "原来的结果没有改动。")
    former = records.find(store, RequirementResult, requirement_id=row.id)
    with store.write("填写测评结果", right="scoring.results"):
        records.delete(store, RequirementResult, [one.id for one in former])
        if percent is None and amount is None and verdict is None:
            return None, CHANGED
        made = RequirementResult(new_id(), row.id, verdict, amount, percent, today(),
                                 str(values.get("source") or ""))  # fmt: skip
        records.insert(store, [made])
    return made, CHANGED


def set_need(
    store: Store, requirement_id: str, values: Mapping[str, Any]
) -> tuple[TaskNeed | None, Changes]:
    """Write down the days and the money (万元) that a requirement's points take to win back."""
    row = _requirement(store, requirement_id)
    problems: list[Problem] = []
    days = _number(values, "days", "天数", problems)
    money = _number(values, "money", "资金（万元）", problems)
    if problems:
        raise InputError("没有保存。", problems, "原来的内容没有改动。")
    former = records.find(store, TaskNeed, requirement_id=row.id)
    with store.write("填写补救所需", right="scoring.needs"):
        records.delete(store, TaskNeed, [one.id for one in former])
        if days is None and money is None:
            return None, CHANGED
        made = TaskNeed(new_id(), row.id, days, money, str(values.get("remark") or ""))
        records.insert(store, [made])
    return made, CHANGED


def _requirement(store: Store, requirement_id: str) -> Requirement:
    row = records.get(store, Requirement, requirement_id)
    if row is None:
        raise UserError("这条测评要求已经被删除。", "没有改动。")
    return row


def _number(
    values: Mapping[str, Any], key: str, label: str, problems: list[Problem], *,
    most: Decimal = Decimal(10) ** 9,
) -> Decimal | None:  # fmt: skip
    text = str(values.get(key) if values.get(key) is not None else "").strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= most:
        problems.append(Problem(label, f"“{text}”不对，请填 0 到 {most} 的数字"))
        return None
    return value


def add_event(store: Store, code: str, values: Mapping[str, Any]) -> tuple[NegativeEvent, Changes]:
    """Write a negative event down: happened (ISO day), text, points, effect."""
    edition = current_edition(store)
    items = records.find(store, NegativeItem, edition_id=edition.id, code=code) if edition else ()
    problems: list[Problem] = []
    if not items:
        problems.append(Problem("编号", f"负面清单里没有 {code}"))
    points = _number(values, "points", "扣分", problems)
    happened = today()
    try:
        happened = date.fromisoformat(str(values.get("happened") or happened))
    except ValueError:
        problems.append(Problem("发生日期", "请写成 2026-08-31"))
    if problems:
        raise InputError("事件没有登记。", problems, "没有改动。")
    made = NegativeEvent(new_id(), items[0].id, happened, str(values.get("text") or ""), points,
                         str(values.get("effect") or ""))  # fmt: skip
    with store.write(f"登记负面清单事件 {code}", right="scoring.results"):
        records.insert(store, [made])
    return made, CHANGED


def save_precondition(store: Store, values: Mapping[str, Any]) -> tuple[Precondition, Changes]:
    """Keep a precondition by its name: kind (a key of KINDS), at_least, actual, codes, met."""
    edition = current_edition(store)
    if edition is None:
        raise UserError("还没有测评体系。", "请先导入测评体系。")
    problems: list[Problem] = []
    name = tidy(str(values.get("name") or ""))
    kind = KINDS.get(str(values.get("kind") or "分数"), "")
    at_least = _number(values, "at_least", "不低于", problems)
    actual = _number(values, "actual", "实际", problems)
    if not name:
        problems.append(Problem("名称", "不能空"))
    if kind == "score" and at_least is None and not problems:
        problems.append(Problem("不低于", "分数条件要填最低分"))
    if problems or not kind:
        raise InputError("前置条件没有保存。", problems, "原有条件没有改动。")
    codes = str(values.get("codes") or "").replace("，", ",").replace("、", ",").split(",")
    former = records.find(store, Precondition, edition_id=edition.id, name=name)
    row = Precondition(
        former[0].id if former else new_id(), edition.id, name, kind, at_least, actual,
        tuple(code.strip() for code in codes if code.strip()),
        MET.get(str(values.get("met") or "未定"), ""),
    )  # fmt: skip
    with store.write(f"保存前置条件 {name}", right="scoring.results"):
        (records.update if former else records.insert)(store, [row])
    return row, CHANGED


def try_rule(text: str, mark: Decimal, example: str) -> Outcome | None:
    """Return what a rule as typed gives for an example value; None where it is not understood."""
    rule = rule_from_text(text)
    if rule is None:
        return None
    try:
        amount = Decimal(example.strip()) if example.strip() else None
    except InvalidOperation:
        amount = None
    return judge(rule, mark, Given(None, amount))


def set_rule(store: Store, requirement_id: str, text: str) -> tuple[Requirement, Changes]:
    """Let a requirement be judged by a rule as typed, such as `A>85% B>80% C≤80% 两年均值`.

    Raises UserError where the text is not understood; blank takes the rule away.
    """
    row = _requirement(store, requirement_id)
    rule = rule_from_text(text) if tidy(text) else Rule("text")
    if rule is None:
        raise UserError(
            f"没有看懂计分规则“{tidy(text)}”。",
            "规则没有改动。可以写：是否、计数≥3处、5条中4条、每处扣0.5分最多扣3分、"
            "A(0例) B(1例) C(2例)、A>85% B>80% C≤80%、一票否决。",
        )
    stored = "{}" if rule == Rule("text") else rule_to_json(rule)
    changed = records.changed(row, rule=stored, rule_text=tidy(text))
    with store.write("修改计分规则", right="scoring.edit"):
        if changed != row:
            records.update(store, [changed])
    return changed, CHANGED | {Kind.FRAMEWORK}
