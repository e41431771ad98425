"""通报 第N期: counted once, frozen, and counted again from the journal whenever somebody asks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from db import Store, journal, records
from db.ids import new_id
from db.tables.cards import Bulletin, next_bulletin_number
from db.tables.findings import Finding
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now, today
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import resource
from desktop.core.text import clean
from desktop.features.findings.boards import board, ranking
from desktop.features.findings.facts import Facts, facts_at

CHANGED: Changes = frozenset({Kind.FINDING})
_NOTHING = "没有生成通报。"


def count_bulletin(facts: Facts, starts: date, ends: date, cut_off: date) -> dict[str, Any]:
    """Return everything a bulletin says, as plain JSON values. Pure: same facts, same content."""
    found = [item for item in facts.findings
             if item.found is not None and starts <= item.found <= ends]  # fmt: skip
    of_period = Facts(tuple(found), facts.units, facts.points, facts.types, facts.photos,
                      facts.cards, facts.visits)  # fmt: skip
    fixed = [item for item in found if facts.is_fixed(item, cut_off)]
    visited = {visit.point_id for visit in facts.visits
               if visit.visited_on is not None and starts <= visit.visited_on <= ends}  # fmt: skip
    seen = visited | {item.point_id for item in found if item.point_id}
    rows = board(of_period, "unit", cut_off)
    ranks = ranking(rows)
    return {
        "starts": starts.isoformat(), "ends": ends.isoformat(), "cut_off": cut_off.isoformat(),
        "points": len(seen) + len({item.place for item in found if item.point_id is None}),
        "findings": len(found), "fixed": len(fixed), "unfixed": len(found) - len(fixed),
        "closed": sum(item.state == "closed" for item in found),
        "at_once": sum(item.at_once for item in fixed),
        "repeats": sum(item.former_id is not None for item in found),
        "types": _types(facts, seen, found, fixed),
        "streets": _counted(found, facts.street, fixed),
        "units": [_unit(of_period, row.name, fixed, cut_off) for row in sorted(
            rows, key=lambda row: (-row.total, row.name))],
        "ranking": [_plain(row) for row in rows],
        "red": [row.name for row in ranks.red], "black": [row.name for row in ranks.black],
        "method": ranks.method,
    }  # fmt: skip


def _types(
    facts: Facts, seen: set[str], found: Sequence[Finding], fixed: Sequence[Finding]
) -> list[list[Any]]:
    points = Counter(facts.type_of(point_id) for point_id in seen)
    faults = Counter(facts.type_of(item.point_id) for item in found)
    done = Counter(facts.type_of(item.point_id) for item in fixed)
    names = sorted(set(points) | set(faults), key=lambda name: (-faults[name], name))
    return [[name or "其他地点", points[name], faults[name], done[name]] for name in names]


def _counted(found: Sequence[Finding], key: Any, fixed: Sequence[Finding]) -> list[list[Any]]:
    all_, done = Counter(map(key, found)), Counter(map(key, fixed))
    return [[name or "（未填）", all_[name], done[name]]
            for name in sorted(all_, key=lambda name: (-all_[name], name))]  # fmt: skip


def _unit(facts: Facts, name: str, fixed: Sequence[Finding], cut_off: date) -> dict[str, Any]:
    done = {item.id for item in fixed}
    own = [item for item in facts.findings if name in _units_of(facts, item)]
    led = [item for item in own if _units_of(facts, item)[0] == name]
    return {
        "name": name, "total": len(own), "fixed": sum(item.id in done for item in own),
        "led": len(led), "findings": [
            {"number": item.number, "place": facts.place(item), "text": item.text,
             "is_fixed": item.id in done, "others": list(_units_of(facts, item)[1:]),
             "due": item.due.isoformat() if item.due else "", "is_repeat": bool(item.former_id),
             "photos": [photo.sha256 for photo in facts.photos.get(item.id, ())]}
            for item in led
        ],
    }  # fmt: skip


def _units_of(facts: Facts, finding: Finding) -> tuple[str, ...]:
    return facts.units.get(finding.id, ()) or ("（未定单位）",)


def _plain(row: Any) -> dict[str, Any]:
    return {key: value for key, value in asdict(row).items() if key != "id"}


def make_bulletin(
    store: Store, starts: date, ends: date, cut_off: date, *, title: str = ""
) -> tuple[Bulletin, Changes]:
    """Count and freeze the next bulletin; raise InputError for a period that cannot be."""
    problems = []
    if ends < starts:
        problems.append(Problem("截止日期", f"{ends} 早于开始日期 {starts}"))
    if not ends <= cut_off <= today():
        problems.append(Problem("整改统计截至", f"{cut_off} 要在 {ends} 和今天之间"))
    if problems:
        raise InputError("通报的日期不对。", problems, _NOTHING)
    content = count_bulletin(facts_at(store), starts, ends, cut_off)
    if not content["findings"] and not content["points"]:
        raise UserError(f"{starts} 至 {ends} 没有督查记录和问题。", _NOTHING)
    number = next_bulletin_number(store)
    demands = "\n".join(resource("findings.json")["bulletin_demands"])
    bulletin = Bulletin(
        new_id(), number, title or "创建全国文明城市督查通报", starts, ends, cut_off,
        now().isoformat(timespec="seconds"), journal.last_seq(store),
        json.dumps(content, ensure_ascii=False), demands,
    )  # fmt: skip
    with store.write(f"生成通报第 {number} 期", right="findings.bulletins"):
        records.insert(store, [bulletin])
    return bulletin, CHANGED


def recount(store: Store, bulletin: Bulletin) -> dict[str, Any]:
    """Count a bulletin again from the journal, as the ledger was when it was made."""
    facts = facts_at(store, bulletin.journal_seq)
    return count_bulletin(facts, bulletin.starts, bulletin.ends, bulletin.cut_off)


def agrees(store: Store, bulletin: Bulletin) -> bool:
    """Tell whether the frozen numbers can be reproduced from the journal."""
    return bool(recount(store, bulletin) == json.loads(bulletin.content))


def edit_bulletin(store: Store, bulletin_id: str, *, title: str, demands: str) -> tuple[
    Bulletin, Changes
]:  # fmt: skip
    """Change a bulletin's words; its numbers stay."""
    bulletin = find_bulletin(store, bulletin_id)
    fresh = records.changed(bulletin, title=clean(title).strip(), demands=clean(demands).strip())
    with store.write(f"修改通报第 {bulletin.number} 期", right="findings.bulletins"):
        records.update(store, [fresh])
    return fresh, CHANGED


def bulletins(store: Store) -> tuple[Bulletin, ...]:
    """Return all bulletins, newest first."""
    return records.find(store, Bulletin, order="number DESC")


def find_bulletin(store: Store, wanted: str) -> Bulletin:
    """Return a bulletin by id or number, the newest for ""; raise UserError where there is none."""
    for bulletin in bulletins(store):
        if wanted in ("", bulletin.id, str(bulletin.number)):
            return bulletin
    raise UserError(f"没有第 {wanted} 期通报。" if wanted else "还没有通报。", _NOTHING)
