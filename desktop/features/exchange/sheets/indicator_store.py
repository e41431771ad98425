"""Indicators, requirements, slots and negative items between values and records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.evidence import DocumentSlot, Slot
from db.tables.frameworks import Indicator, NegativeItem, Requirement
from desktop.core.text import normal_key
from desktop.features.exchange.duties import UnitBook, replace_duties
from desktop.features.exchange.types import Change, Draft, Existing, Given, Values
from desktop.features.frameworks import editions, requirement_rows, text_hash
from desktop.features.scoring import Rule, rule_from_text, rule_to_json

_ROLES = {"lead": "lead", "owner": "owner", "support": "support"}


def existing(store: Store, given: Given) -> Iterable[Existing]:
    """Return what the edition has, in the values of the drafts."""
    if given.edition_id is None:
        return
    indicators = records.find(store, Indicator, edition_id=given.edition_id, order="sort")
    keys = _keys(indicators)
    for item in indicators:
        parent = keys[item.parent_id] if item.parent_id else None
        yield Existing(item.id, (keys[item.id],), _indicator_values(item, parent))
    slots = _slots(store)
    for row in requirement_rows(store).all():
        if row.indicator_id in keys:
            key = keys[row.indicator_id]
            values = {
                "record": "requirement", "indicator": key, "method": row.method,
                "text": row.text, "hint": row.hint,
                "due": row.due.isoformat() if row.due else None, "lead": list(row.lead),
                "owner": list(row.owner), "support": list(row.support),
                "slots": [[s.kind, s.title, s.min_count] for s in slots.get(row.id, [])],
                "sort": row.sort, "rule_text": row.rule_text, "rule": row.rule,
                "score": row.score,
            }  # fmt: skip
            yield Existing(row.id, (f"r:{key}:{row.method}",), values)
    for entry in records.find(store, NegativeItem, edition_id=given.edition_id, order="sort"):
        yield Existing(entry.id, (f"n:{normal_key(entry.code)}",), _negative_values(entry))


def _keys(indicators: Sequence[Indicator]) -> dict[str, str]:
    """Return row id → the key its draft has; parents come before children in printed order."""
    keys: dict[str, str] = {}
    parents = {item.parent_id for item in indicators}
    for item in indicators:
        above = keys[item.parent_id] if item.parent_id else ""
        if item.id not in parents and item.title == "":
            keys[item.id] = f"{above}/{item.code.removesuffix(')')}"
        else:
            keys[item.id] = f"i:{item.code_key or f'{above}/{item.title}'}"
    return keys


def _indicator_values(item: Indicator, parent: str | None) -> dict[str, Any]:
    return {
        "record": "indicator", "parent": parent, "level": item.level,
        "level_name": item.level_name, "code": item.code, "full_code": item.full_code,
        "code_key": item.code_key, "title": item.title, "text": item.text,
        "score": None if item.score is None else str(item.score), "veto": item.veto,
        "sort": item.sort,
    }  # fmt: skip


def _negative_values(item: NegativeItem) -> dict[str, Any]:
    return {
        "record": "negative", "code": item.code, "area": item.area, "text": item.text,
        "measure": item.measure, "penalty": None if item.penalty is None else str(item.penalty),
        "veto": item.veto, "remark": item.remark, "sort": item.sort,
    }  # fmt: skip


def _slots(store: Store) -> dict[str, list[Slot]]:
    found: dict[str, list[Slot]] = {}
    for slot in records.find(store, Slot, order="sort"):
        found.setdefault(slot.requirement_id, []).append(slot)
    return found


def write(
    store: Store, given: Given, added: Sequence[tuple[str, Draft]], changed: Sequence[Change],
    known: Mapping[str, str],
) -> None:  # fmt: skip
    """Write all three kinds of record inside an open operation."""
    rows = [(row_id, draft.values, True) for row_id, draft in added]
    rows += [(change.row_id, change.values, False) for change in changed]
    makers: dict[str, Callable[..., Any]] = {
        "indicator": _indicator,
        "requirement": _requirement,
        "negative": _negative,
    }
    for is_new in (True, False):
        made = [
            makers[values["record"]](row_id, values, str(given.edition_id), known)
            for row_id, values, new in rows
            if new is is_new
        ]
        (records.insert if is_new else records.update)(store, made)
    requirements = [
        (row_id, values) for row_id, values, _ in rows if values["record"] == "requirement"
    ]
    book = UnitBook(store)
    duties = [
        duty
        for row_id, values in requirements
        for duty in book.duties(values, _ROLES, requirement_id=row_id)
    ]
    replace_duties(store, "requirement_id", [row_id for row_id, _ in requirements], duties)
    _write_slots(store, requirements)


def _indicator(row_id: str, values: Values, edition_id: str, known: Mapping[str, str]) -> Indicator:
    parent = known[values["parent"]] if values["parent"] else None
    score = None if values["score"] is None else Decimal(values["score"])
    words = values["text"] or values["title"]
    return Indicator(
        row_id, edition_id, parent, values["level"], values["level_name"], values["code"],
        values["full_code"], values["code_key"], values["title"], values["text"], score,
        values["veto"], False, "", text_hash(words), values["sort"],
    )  # fmt: skip


def _requirement(
    row_id: str, values: Values, _edition_id: str, known: Mapping[str, str]
) -> Requirement:
    due = date.fromisoformat(values["due"]) if values["due"] else None
    return Requirement(
        row_id, known[values["indicator"]], values["method"], values["text"], values["hint"],
        values.get("score"), _rule(values), due, text_hash(values["text"]), values["sort"],
        values.get("rule_text", ""),
    )  # fmt: skip


def _rule(values: Values) -> str:
    """Return the rule as stored: what the words say, else what it was."""
    text = values.get("rule_text")
    if not text:
        return str(values.get("rule", "{}"))
    return rule_to_json(rule_from_text(text) or Rule("text"))


def _negative(
    row_id: str, values: Values, edition_id: str, _known: Mapping[str, str]
) -> NegativeItem:
    penalty = None if values["penalty"] is None else Decimal(values["penalty"])
    return NegativeItem(
        row_id, edition_id, values["code"], values["area"], values["text"], values["measure"],
        penalty, values["veto"], values["remark"], values["sort"],
    )  # fmt: skip


def _write_slots(store: Store, requirements: Sequence[tuple[str, Values]]) -> None:
    """Keep slots that stay the same kind, so that documents filed in them stay filed."""
    former = _slots(store)
    used = {link.slot_id for link in records.find(store, DocumentSlot)}
    fresh, kept, gone = [], [], []
    for requirement_id, values in requirements:
        old = list(former.get(requirement_id, []))
        for sort, (kind, title, count) in enumerate(values["slots"]):
            same = next((slot for slot in old if slot.kind == kind), None)
            if same is None:
                fresh.append(Slot(new_id(), requirement_id, kind, title, count, "{}", sort))
                continue
            old.remove(same)
            kept.append(records.changed(same, title=title, min_count=count, sort=sort))
        gone += [slot.id for slot in old if slot.id not in used]
    records.delete(store, Slot, gone)
    records.update(store, kept)
    records.insert(store, fresh)


def export_rows(store: Store, edition: str | None) -> Sequence[Values]:
    """Return one row per leaf with its methods joined, as the import reads them."""
    rows: list[Values] = []
    for item in editions(store):
        if edition in (None, item.name):
            rows += _edition_rows(store, item.id)
    return rows


def _edition_rows(store: Store, edition_id: str) -> Sequence[Values]:
    indicators = {
        item.id: item
        for item in records.find(store, Indicator, edition_id=edition_id, order="sort")
    }
    leaves: dict[str, dict[str, Any]] = {}
    for row in requirement_rows(store).all():
        if row.indicator_id not in indicators:
            continue
        values = leaves.setdefault(row.indicator_id, {
            "method": [], "materials": row.text, "hint": row.hint,
            "lead": "、".join(row.lead), "owner": "、".join(row.owner),
            "support": "、".join(row.support), "due": row.due, "rule_text": row.rule_text,
        })  # fmt: skip
        values["method"].append(row.method)
    parents = {item.parent_id for item in indicators.values()}
    result = []
    for item in indicators.values():
        if item.id in parents or not item.text:
            continue
        values = dict(leaves.get(item.id, {}))
        values["method"] = "、".join(values.get("method", []))
        values["text"] = f"{'▲' if item.veto else ''}{item.code}{item.text}"
        values["score"] = None if item.score is None else str(item.score)
        result.append({**_above(indicators, item), **values})
    return result


def _above(indicators: Mapping[str, Indicator], leaf: Indicator) -> dict[str, str]:
    heads: list[str] = []
    item = leaf
    while item.parent_id:
        item = indicators[item.parent_id]
        heads.insert(0, f"{item.code} {item.title}".strip())
    return dict(zip(("project", "content", "detail"), heads, strict=False))
