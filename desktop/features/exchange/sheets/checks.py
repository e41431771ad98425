"""点位检查标准: point types and their check items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.frameworks import Indicator
from db.tables.points import CHECKS, CheckItem, EditionPointType, PointType
from desktop.core.changes import Changes, Kind
from desktop.core.text import normal_key
from desktop.features.exchange.table import Line, Table
from desktop.features.exchange.types import Change, Draft, Existing, Given, Note, Parsed, Values
from desktop.features.frameworks import code_key, find_code, is_subtotal, read_score, text_hash
from desktop.features.office_tables import Book
from desktop.features.scoring import Rule, rule_from_text, rule_to_json


class ChecksSheet:
    """The kind `checks`."""

    name = "checks"
    title = "检查标准"
    right = "frameworks.edit"

    def parse(self, book: Book, table: Table, given: Given) -> Parsed:
        """Read one check item per row; report rules that are not understood."""
        parsed = Parsed()
        for line in table.lines():
            code, text = line.text("code"), line.text("text")
            row = f"{line.number}:{line.number}"
            if is_subtotal(code or line.text("type")):
                parsed.skipped.append(Note(table.sheet.name, row, "小计行，不是检查项"))
            elif not code or not text or not line.text("type"):
                parsed.skipped.append(
                    Note(table.sheet.name, row, "缺少编号、点位类型或检查内容，未导入")
                )
            else:
                parsed.drafts.append(self._draft(parsed, table, line, code))
        return parsed

    def _draft(self, parsed: Parsed, table: Table, line: Line, code: str) -> Draft:
        score, remark = read_score(line.values.get("score"))
        if remark:
            parsed.problems.append(table.note(line, "score", remark))
        rule_text = line.text("rule_text")
        if rule_text and rule_from_text(rule_text) is None:
            text = f"判定方式“{rule_text}”看不懂，按文字保留"
            parsed.problems.append(table.note(line, "rule_text", text))
        values = {
            "code": code, "type": line.text("type"), "class_": line.text("class_"),
            "text": line.text("text"), "note": line.text("note"), "rule_text": rule_text,
            "score": None if score is None else str(score),
            "indicator_code": line.text("indicator_code"), "sort": len(parsed.drafts) + 1,
        }  # fmt: skip
        cell = table.cell(line, "code")
        return Draft((normal_key(code),), values, cell, f"{code} {line.text('text')}")

    def existing(self, store: Store, given: Given) -> Iterable[Existing]:
        """Return the edition's check items."""
        for row in SqlRows(store, CHECKS).all():
            if row.edition == given.edition:
                yield Existing(row.id, (normal_key(row.code),), _values(row))

    def write(
        self, store: Store, given: Given, added: Sequence[tuple[str, Draft]],
        changed: Sequence[Change], known: Mapping[str, str],
    ) -> Changes:  # fmt: skip
        """Write types that are new, then the items."""
        rows = [(row_id, draft.values) for row_id, draft in added]
        rows += [(change.row_id, change.values) for change in changed]
        types = ensure_types(store, [values["type"] for _, values in rows], given.edition_id)
        indicators = {
            item.code_key: item.id
            for item in records.find(store, Indicator, edition_id=given.edition_id)
        }
        items = [
            _item(row_id, values, str(given.edition_id), types, indicators)
            for row_id, values in rows
        ]
        records.insert(store, items[: len(added)])
        records.update(store, items[len(added) :])
        return frozenset({Kind.CHECK})

    def export_rows(self, store: Store, edition: str | None) -> Sequence[Values]:
        """Return the check items as printed."""
        rows = [row for row in SqlRows(store, CHECKS).all() if edition in (None, row.edition)]
        return [_values(row) for row in rows]


def _values(row: Any) -> dict[str, Any]:
    return {
        "code": row.code, "type": row.type, "class_": row.class_, "text": row.text,
        "note": row.note, "rule_text": row.rule_text,
        "score": None if row.score is None else str(row.score),
        "indicator_code": row.indicator, "sort": row.sort,
    }  # fmt: skip


def _item(
    row_id: str, values: Values, edition_id: str, types: Mapping[str, str],
    indicators: Mapping[str, str],
) -> CheckItem:  # fmt: skip
    rule = rule_from_text(values["rule_text"]) or Rule("text")
    code = find_code(values["indicator_code"])
    key = code_key(code.level, code.number, code.leaf) if code else ""
    return CheckItem(
        row_id, edition_id, types[normal_key(values["type"])], values["code"], values["class_"],
        values["text"], values["note"], values["rule_text"], rule_to_json(rule),
        None if values["score"] is None else Decimal(values["score"]), values["indicator_code"],
        indicators.get(key), text_hash(values["text"]), values["sort"],
    )  # fmt: skip


def ensure_types(store: Store, names: Iterable[str], edition_id: str | None) -> dict[str, str]:
    """Return type key → id for names, making the types, and the edition's list, where needed."""
    types = {normal_key(item.name): item.id for item in records.find(store, PointType)}
    listed = {
        item.point_type_id for item in records.find(store, EditionPointType, edition_id=edition_id)
    }
    for name in names:
        key = normal_key(name)
        if key not in types:
            made = PointType(new_id(), name, None, "", "", "", len(types) + 1)
            records.insert(store, [made])
            types[key] = made.id
        if edition_id and types[key] not in listed:
            listed.add(types[key])
            entry = EditionPointType(new_id(), edition_id, types[key], None, len(listed))
            records.insert(store, [entry])
    return types
