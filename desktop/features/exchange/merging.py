"""Comparing what a file states with what the workspace has. Pure.

Three ways: the last import's values (baseline), the workspace's and the file's. A field changes
only where nobody has edited it in the program since; otherwise the person's word stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from desktop.features.exchange.types import Change, Draft, Existing, Note, Values


@dataclass(slots=True)
class Comparison:
    """The outcome for a whole file."""

    added: list[Draft] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[tuple[str, Draft]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    kept: list[Note] = field(default_factory=list)
    doubled: list[Note] = field(default_factory=list)


def compare(
    sheet: str, drafts: Sequence[Draft], existing: Iterable[Existing],
    baselines: Mapping[str, Values],
) -> Comparison:  # fmt: skip
    """Sort the drafts into added, changed and unchanged.

    `baselines` maps row ids to the values of their last import.
    """
    rows = list(existing)
    index = _index(rows)
    outcome = Comparison()
    used: dict[str, Draft] = {}
    new: dict[str, Draft] = {}
    for draft in drafts:
        row = next((index[key] for key in draft.keys if key in index), None)
        if row is None or row.row_id in used:
            twin = used.get(row.row_id) if row else new.setdefault(draft.keys[0], draft)
            _add_new(outcome, sheet, draft, None if twin is draft else twin)
            continue
        used[row.row_id] = draft
        _compare_row(outcome, sheet, draft, row, baselines.get(row.row_id))
    _forgive_renumbering(outcome, {row.row_id: row.values for row in rows}, used)
    outcome.missing = [row.keys[0] for row in rows if row.row_id not in used]
    return outcome


def _forgive_renumbering(
    outcome: Comparison, values: Mapping[str, Values], used: Mapping[str, Draft]
) -> None:
    """Drop changes of `sort` where the order stays the same and nothing comes between."""
    pairs = sorted(
        (str(values[row_id].get("record")), values[row_id].get("sort", 0), draft.values["sort"])
        for row_id, draft in used.items()
        if "sort" in draft.values
    )
    in_order = all(one[0] != two[0] or one[2] < two[2] for one, two in pairwise(pairs))
    if outcome.added or not in_order:
        return
    changes, outcome.changed = outcome.changed, []
    for change in changes:
        fields = tuple(item for item in change.fields if item[0] != "sort")
        if fields:
            kept = {**change.values, "sort": values[change.row_id].get("sort", 0)}
            outcome.changed.append(Change(change.row_id, change.draft, kept, fields))
        else:
            outcome.unchanged.append((change.row_id, change.draft))


def _index(rows: Sequence[Existing]) -> dict[str, Existing]:
    """Map keys to rows; a key that several rows share identifies none of them."""
    index: dict[str, Existing] = {}
    shared: set[str] = set()
    for row in rows:
        for key in row.keys:
            if index.setdefault(key, row).row_id != row.row_id:
                shared.add(key)
    return {key: row for key, row in index.items() if key not in shared}


def _add_new(outcome: Comparison, sheet: str, draft: Draft, twin: Draft | None) -> None:
    if twin is not None:
        text = f"“{draft.label}”与 {twin.cell} 是同一条，只导入第一处"
        outcome.doubled.append(Note(sheet, draft.cell, text))
    else:
        outcome.added.append(draft)


def _compare_row(
    outcome: Comparison, sheet: str, draft: Draft, row: Existing, baseline: Values | None
) -> None:
    values: dict[str, Any] = dict(row.values)
    fields: list[tuple[str, Any, Any]] = []
    for name, new in draft.values.items():
        now = row.values.get(name)
        if new == now:
            continue
        base = now if baseline is None else baseline.get(name)
        if base == now:
            values[name] = new
            fields.append((name, now, new))
        elif base != new:
            text = (
                f"“{draft.label}”的{name}已在程序里改过，保留“{_show(now)}”，文件里是“{_show(new)}”"
            )
            outcome.kept.append(Note(sheet, draft.cell, text))
    if fields:
        outcome.changed.append(Change(row.row_id, draft, values, tuple(fields)))
    else:
        outcome.unchanged.append((row.row_id, draft))


def _show(value: Any) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return text[:40]
