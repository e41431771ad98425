"""Why a number is what it is: its parts, down to answer, document, finding, rule and clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from db import SqlRows, Store
from db.tables.evidence import DOCUMENTS
from db.tables.score import failed_points, open_findings
from desktop.core.errors import UserError
from desktop.core.text import normal_key
from desktop.features.forecast.item_results import ItemResult
from desktop.features.forecast.service import Forecast
from desktop.features.forecast.types import FIELD, MATERIAL, Item, Span
from desktop.features.frameworks import RequirementRow
from desktop.features.scoring import rounded

_MOST_POINTS = 20


@dataclass(frozen=True, slots=True)
class Node:
    """One part of a number; kind names what it is: total, method, item, slot, document …"""

    kind: str
    title: str
    words: str = ""
    span: Span | None = None
    ref: str = ""
    children: tuple[Node, ...] = ()


def why(store: Store, made: Forecast, code: str = "") -> Node:
    """Return the parts of the total, or of the indicators whose code is, or begins with, `code`.

    Raises UserError where no indicator has that code.
    """
    if not code:
        return _total(made)
    key = normal_key(code)
    items = [item for item in made.items if _is_under(normal_key(item.code), key)]
    if not items:
        items = [item for item in made.items if _is_under(normal_key(item.project), key)]
    if not items:
        raise UserError(f"没有编号是“{code}”的测评标准。", "请写全编号，如 Ⅱ-3-1)。")
    return Node("indicator", code, f"{len(items)} 条测评要求", None, code,
                tuple(why_item(store, made, item) for item in items))  # fmt: skip


def _is_under(code: str, key: str) -> bool:
    return code == key or (code.startswith(key) and not code[len(key)].isdigit())


def _total(made: Forecast) -> Node:
    parts = [
        Node("method", line.name, f"{line.items} 条测评要求", line.span, line.name,
             tuple(_brief(item) for item in made.items if item.method == line.name))
        for line in made.measured.methods
    ]  # fmt: skip
    parts += [Node("group", line.name, f"{line.items} 条", line.span)
              for line in made.measured.groups]  # fmt: skip
    parts += [
        Node("second", name, f"计入 {percent}%", span) for name, percent, span in made.seconds
    ]
    parts += [
        Node("event", f"负面清单 {event.code}",
             f"{event.happened.isoformat()} {event.text}"
             + (f"，扣 {event.points} 分" if event.effect == "deduct" and event.in_window else ""))
        for event in made.events
    ]  # fmt: skip
    if made.scheme.years:
        weights = "、".join(f"{year} 年 {weight}" for year, weight in made.scheme.years)
        parts.append(Node("years", "年度权重", weights, made.year))
    states = {"yes": "满足", "no": "不满足", "": "未定"}
    parts += [Node("condition", one.name, f"{states[one.state]} {one.words}".strip())
              for one in made.conditions]  # fmt: skip
    return Node("total", "总分", made.edition.name, made.final, "", tuple(parts))


def _brief(item: Item) -> Node:
    return Node("item", f"{item.code} {item.name}", item.outcome.why, span_of_item(item), item.id)


def span_of_item(item: Item) -> Span:
    """Return an item's own points."""
    outcome = item.outcome
    return Span(outcome.low, item.likely, outcome.high, outcome.full)


def why_item(store: Store, made: Forecast, item: Item) -> Node:
    """Return everything one requirement's points rest on."""
    row = next(row for row in made.facts.rows if row.id == item.id)
    parts = [Node("source", "依据", item.source)]
    if item.source == MATERIAL:
        parts += _materials(store, made, item)
    elif item.source == FIELD:
        parts += [_check(store, made, result)
                  for result in made.facts.field.results.get(row.indicator_id, ())]  # fmt: skip
    parts += _clauses(made, row)
    worth = made.measured.worth.get(item.id, Decimal(0))
    brought = f"；折算到总分每分值 {rounded(worth, 4).normalize():f}"
    node = _brief(item)
    return replace(node, title=f"{node.title}（{item.method}）", words=node.words + brought,
                   children=tuple(parts))  # fmt: skip


def _clauses(made: Forecast, row: RequirementRow) -> list[Node]:
    parts = [Node("clause", "测评标准", f"{row.code} {row.title}")]
    if row.text:
        parts.append(Node("clause", "具体要求", row.text))
    if row.rule not in ("", "{}"):
        parts.append(Node("rule", "计分规则", row.rule_text or row.rule))
    if made.edition.source:
        parts.append(Node("clause", "出处", made.edition.source))
    return parts


def _materials(store: Store, made: Forecast, item: Item) -> list[Node]:
    documents = [row for row in SqlRows(store, DOCUMENTS).all() if item.code in row.codes]
    filed = tuple(
        Node("document", row.name, "，".join(part for part in (row.review, row.unit or "",
             row.fact_date.isoformat() if row.fact_date else "") if part), None, row.id)
        for row in documents
    )  # fmt: skip
    slots = [
        Node("slot", slot.title if slot.kind in slot.title else f"{slot.kind} {slot.title}".strip(),
             f"{slot.state}，有 {slot.documents} 份，需要 {slot.min_count} 份", None, slot.id)
        for slot in made.facts.slots.get(item.id, ())
    ]  # fmt: skip
    return [*slots, *filed]


def _check(store: Store, made: Forecast, result: ItemResult) -> Node:
    check, counts = result.item, result.counts
    span = Span(result.low, result.low, result.high, result.full)
    words = (f"符合 {counts['pass']}、不符合 {counts['fail']}、不适用 {counts['na']}、"
             f"未录入 {counts['open']}；规则：{check.rule_text or '是否'}")  # fmt: skip
    parts: list[Node] = []
    found = made.facts.field.round
    if counts["fail"] and found is not None:
        failed = failed_points(store, found.id, check.id)
        parts += [Node("answer", f"{sheet} {point}", note or "不符合", None, sheet)
                  for sheet, point, note in failed[:_MOST_POINTS]]  # fmt: skip
        if len(failed) > _MOST_POINTS:
            parts.append(Node("answer", f"另有 {len(failed) - _MOST_POINTS} 处"))
        parts += [
            Node("finding", f"问题 {number}", f"{place} {text}", None, str(number))
            for number, text, place, _, _ in open_findings(store, [check.id])[:_MOST_POINTS]
        ]
    title = f"{check.code} {check.text}"
    where = f"{found.name}：" if found is not None else ""
    return Node("check", title, where + words, span, check.id, tuple(parts))
