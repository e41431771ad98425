"""Use cases that change roads and the marks along them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.spacing import Road, RoadMark
from desktop.core.changes import Changes, Kind
from desktop.core.errors import InputError, Problem
from desktop.core.row_source import Query
from desktop.core.text import normal_key, tidy
from desktop.features.spacing.limits import longest_m, standard_subject
from desktop.features.spacing.results import road_rows
from desktop.features.spacing.rules import chainage_text, read_metres

CHANGED: Changes = frozenset({Kind.ROAD})
_KEPT = "原有内容没有改动。"


def edit_road(store: Store, road_id: str | None, values: Mapping[str, Any]) -> tuple[Road, Changes]:
    """Add a road (no id) or change name, class_, length_m, remark of one, given as typed.

    Raises InputError naming each field that cannot be so; an empty length means unknown.
    """
    former = records.get(store, Road, road_id) if road_id else None
    fields: dict[str, Any] = {
        name: tidy(str(values[name] or "")) for name in ("name", "class_", "remark")
        if name in values
    }  # fmt: skip
    name = fields.setdefault("name", former.name if former else "")
    fields["name_key"] = normal_key(name)
    problems = [] if name else [Problem("道路", "不能空")]
    same = records.find(store, Road, name_key=fields["name_key"])
    if any(road.id != road_id for road in same):
        problems.append(Problem("道路", f"已经有“{name}”"))
    if "length_m" in values:
        fields["length_m"] = _length(values["length_m"], problems)
    if problems:
        raise InputError("道路没有保存。", problems, _KEPT)
    with store.write(f"{'修改' if former else '新增'}道路“{name}”", right="spacing.edit"):
        if former is not None:
            road = records.changed(former, **fields)
            records.update(store, [road])
        else:
            blank = Road(new_id(), "", "", "", None, "", road_rows(store).count(Query()) + 1)
            road = records.changed(blank, **fields)
            records.insert(store, [road])
    return road, CHANGED


def _length(value: Any, problems: list[Problem]) -> float | None:
    if not tidy(str(value if value is not None else "")):
        return None
    reading = read_metres(value, "长度", longest_m())
    if reading.metres is None or reading.metres <= 0:
        problems.append(Problem("长度", reading.remark if reading.metres is None else "要大于 0"))
        return None
    return reading.metres


def edit_mark(
    store: Store, mark_id: str | None, values: Mapping[str, Any]
) -> tuple[RoadMark, Changes]:
    """Add a mark (no id) or change road, subject, chainage_m, number, theme, remark of one.

    `values` are texts as typed; the road is named. Raises InputError naming each wrong field.
    """
    former = records.get(store, RoadMark, mark_id) if mark_id else None
    problems: list[Problem] = []
    blank = RoadMark(new_id(), "", "", 0.0, "", "", "")
    mark = records.changed(former or blank, **_mark_fields(store, values, former, problems))
    twins = records.find(
        store, RoadMark, road_id=mark.road_id, subject=mark.subject, number=mark.number,
        chainage_m=mark.chainage_m,
    )  # fmt: skip
    if any(twin.id != mark.id for twin in twins):
        what = f"{chainage_text(mark.chainage_m)} 已经有同样的一处；两侧各有一处时请写不同的序号"
        problems.append(Problem("里程", what))
    if problems:
        raise InputError("里程没有保存。", problems, _KEPT)
    with store.write(f"{'修改' if former else '新增'}{mark.subject}里程", right="spacing.edit"):
        if mark != former:
            (records.update if former else records.insert)(store, [mark])
    return mark, CHANGED


def _mark_fields(
    store: Store, values: Mapping[str, Any], former: RoadMark | None, problems: list[Problem]
) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: tidy(str(values[name] or "")) for name in ("theme", "number", "remark")
        if name in values
    }  # fmt: skip
    if "road" in values or former is None:
        name = tidy(str(values.get("road") or ""))
        roads = records.find(store, Road, name_key=normal_key(name))
        if roads:
            fields["road_id"] = roads[0].id
        else:
            problems.append(Problem("道路", f"没有“{name}”这条路，请先新增道路"))
    if "subject" in values or former is None:
        fields["subject"] = standard_subject(str(values.get("subject") or ""))
        if not fields["subject"]:
            problems.append(Problem("项目", "不能空"))
    if "chainage_m" in values or former is None:
        reading = read_metres(values.get("chainage_m"), "里程", longest_m())
        if reading.metres is None:
            problems.append(Problem("里程", reading.remark))
        else:
            fields["chainage_m"] = reading.metres
    return fields


def delete_marks(store: Store, mark_ids: Iterable[str]) -> tuple[int, Changes]:
    """Delete some marks as one step."""
    ids = tuple(mark_ids)
    with store.write(f"删除 {len(ids)} 处里程", right="spacing.delete"):
        records.delete(store, RoadMark, ids)
    return len(ids), CHANGED


def delete_roads(store: Store, road_ids: Iterable[str]) -> tuple[int, Changes]:
    """Delete some roads with all their marks, of every subject, as one step."""
    ids = tuple(road_ids)
    with store.write(f"删除 {len(ids)} 条道路及其里程", right="spacing.delete"):
        marks = records.find(store, RoadMark, road_id=ids)
        records.delete(store, RoadMark, [mark.id for mark in marks])
        records.delete(store, Road, ids)
    return len(ids), CHANGED
