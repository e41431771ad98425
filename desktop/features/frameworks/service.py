"""Use cases around indicator systems."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.frameworks import (
    INDICATORS,
    NEGATIVE_ITEMS,
    REQUIREMENTS,
    Edition,
    Framework,
    IndicatorRow,
    NegativeRow,
    Requirement,
    RequirementRow,
)
from desktop.core.changes import Changes, Kind
from desktop.core.clock import today
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import resource
from desktop.core.text import normal_key, tidy
from desktop.features.frameworks.cells import WORDS, read_date

CHANGED: Changes = frozenset({Kind.FRAMEWORK})
DEFAULT_FRAMEWORK = "全国县级文明城市"


def text_hash(text: str) -> str:
    """Return what tells whether a wording is the same, whatever its blanks and widths."""
    return hashlib.sha256(normal_key(text).encode()).hexdigest()


def material_method() -> str:
    """Return the method that asks for materials."""
    return str(resource(WORDS)["material_method"])


def indicator_rows(store: Store) -> SqlRows[IndicatorRow]:
    """Return the indicator list."""
    return SqlRows(store, INDICATORS)


def requirement_rows(store: Store) -> SqlRows[RequirementRow]:
    """Return the requirement list."""
    return SqlRows(store, REQUIREMENTS)


def negative_rows(store: Store) -> SqlRows[NegativeRow]:
    """Return the negative list."""
    return SqlRows(store, NEGATIVE_ITEMS)


def frameworks(store: Store) -> tuple[Framework, ...]:
    """Return every indicator system."""
    return records.find(store, Framework, order="name")


def editions(store: Store) -> tuple[Edition, ...]:
    """Return every edition, oldest year first."""
    return records.find(store, Edition, order="year, sort, rowid")


def ensure_edition(store: Store, name: str, year: int) -> Edition:
    """Return the edition of that name, making it and its framework inside an open `write`."""
    found = records.find(store, Edition, name=name)
    if found:
        return found[0]
    frameworks = records.find(store, Framework, name=DEFAULT_FRAMEWORK)
    framework = frameworks[0] if frameworks else Framework(new_id(), DEFAULT_FRAMEWORK)
    if not frameworks:
        records.insert(store, [framework])
    edition = Edition(new_id(), framework.id, name, year, sort=len(editions(store)) + 1)
    records.insert(store, [edition])
    return edition


def edit_requirement(
    store: Store, requirement_id: str, values: Mapping[str, Any]
) -> tuple[Requirement, Changes]:
    """Change text, hint or due of a requirement; a due is typed freely (8.31, 8月底).

    Raises InputError for a day nobody understands.
    """
    former = records.get(store, Requirement, requirement_id)
    if former is None:
        raise UserError("这条测评要求已经被删除。", "没有改动。")
    fields: dict[str, Any] = {
        name: tidy(str(values[name] or "")) for name in ("text", "hint") if name in values
    }
    if "due" in values:
        due, remark = read_date(values["due"], (former.due or today()).year)
        if due is None and tidy(str(values["due"] or "")):
            raise InputError(
                "时限没有保存。", [Problem("完成时限", remark)], "原来的时限没有改动。"
            )
        fields["due"] = due
    changed = records.changed(former, **fields)
    with store.write("修改测评要求", right="frameworks.edit"):
        if changed != former:
            records.update(store, [changed])
    return changed, CHANGED


def edit_requirements(
    store: Store, changes: Mapping[str, Mapping[str, Any]]
) -> tuple[int, Changes]:
    """Change several requirements as one step; all are changed or none."""
    with store.write(f"修改 {len(changes)} 条测评要求", right="frameworks.edit"):
        for requirement_id, values in changes.items():
            edit_requirement(store, requirement_id, values)
    return len(changes), CHANGED
