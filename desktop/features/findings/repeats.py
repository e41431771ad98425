"""反弹: the same fault at the same place again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from db import Store, records
from db.tables.findings import Finding
from db.tables.points import Point
from desktop.core.changes import Changes, Kind
from desktop.core.errors import UserError
from desktop.core.resources import resource
from desktop.core.text import normal_key
from desktop.features.settings import number_setting

CHANGED: Changes = frozenset({Kind.FINDING})


@dataclass(frozen=True, slots=True)
class Repeat:
    """A finding that looks like an earlier one come back; `likeness` is 1 for the same item."""

    finding: Finding
    former: Finding
    likeness: float
    place: str = ""


def likeness(one: str, other: str) -> float:
    """Return how much two texts share, from 0 to 1, by their pairs of characters."""
    left, right = _pairs(one), _pairs(other)
    if not left or not right:
        return 1.0 if normal_key(one) == normal_key(other) else 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def _pairs(text: str) -> set[str]:
    plain = normal_key(text)
    return {plain[index : index + 2] for index in range(len(plain) - 1)}


def find_repeat(finding: Finding, others: Iterable[Finding], *, days: int) -> Repeat | None:
    """Return the likeliest earlier finding at the same point within `days`, latest first. Pure."""
    best: Repeat | None = None
    for other in others:
        if not _is_before(other, finding, days):
            continue
        same = finding.check_item_id is not None and finding.check_item_id == other.check_item_id
        share = 1.0 if same else likeness(finding.text, other.text)
        if share < resource("findings.json")["similar_from"]:
            continue
        key = (share, other.found)
        if best is None or key > (best.likeness, best.former.found):
            best = Repeat(finding, other, share)
    return best


def _is_before(former: Finding, finding: Finding, days: int) -> bool:
    if former.id == finding.id or former.state == "void" or former.point_id != finding.point_id:
        return False
    if finding.point_id is None or former.found is None or finding.found is None:
        return False
    gone = max(day for day in (former.closed, former.fixed, former.found) if day is not None)
    return former.found < finding.found and (finding.found - gone).days <= days


def link_same_item(store: Store, finding: Finding) -> Finding:
    """Link a new finding to the earlier one of the same point and check item, inside a `write`."""
    if finding.check_item_id is None or finding.former_id is not None:
        return finding
    others = records.find(store, Finding, point_id=finding.point_id,
                          check_item_id=finding.check_item_id)  # fmt: skip
    found = find_repeat(finding, others, days=number_setting(store, "repeat_days"))
    if found is None:
        return finding
    linked = records.changed(finding, former_id=found.former.id)
    records.update(store, [linked])
    return linked


def proposed_repeats(store: Store) -> Sequence[Repeat]:
    """Return unlinked findings that look like an earlier one at their point, for a person's yes."""
    days = number_setting(store, "repeat_days")
    by_point: dict[str, list[Finding]] = {}
    for finding in records.find(store, Finding):
        if finding.point_id is not None:
            by_point.setdefault(finding.point_id, []).append(finding)
    found = (
        find_repeat(finding, group, days=days)
        for group in by_point.values()
        for finding in group
        if finding.former_id is None and finding.state != "void"
    )
    names = {point.id: point.name for point in records.find(store, Point, id=tuple(by_point))}
    placed = (
        replace(item, place=item.finding.place or names[item.finding.point_id or ""])
        for item in found
        if item
    )
    return sorted(placed, key=lambda item: item.finding.number)


def link_repeats(store: Store, pairs: Iterable[tuple[str, str | None]]) -> tuple[int, Changes]:
    """Link findings to the earlier ones they repeat (None takes a link back), as one operation."""
    rows = []
    for finding_id, former_id in pairs:
        finding = records.get(store, Finding, finding_id)
        former = records.get(store, Finding, former_id) if former_id else None
        if finding is None or (former_id and former is None):
            raise UserError("要关联的问题已经不在台账里。", "没有关联。请刷新后再试。")
        if former and (former.id == finding.id or former.number > finding.number):
            raise UserError(
                f"问题 {finding.number} 只能关联到更早的问题。", "没有关联。请换一条再试。"
            )
        rows.append(records.changed(finding, former_id=former_id))
    with store.write(f"关联反弹问题 {len(rows)} 条", right="findings.edit"):
        records.update(store, rows)
    return len(rows), CHANGED


def chain(store: Store, finding_id: str) -> tuple[Finding, ...]:
    """Return a finding with all it repeats and all that repeats it, earliest first."""
    first = records.get(store, Finding, finding_id)
    while first is not None and first.former_id is not None:
        first = records.get(store, Finding, first.former_id)
    found, waiting = [], [first] if first else []
    while waiting:
        item = waiting.pop(0)
        found.append(item)
        waiting += records.find(store, Finding, former_id=item.id, order="number")
    return tuple(found)
