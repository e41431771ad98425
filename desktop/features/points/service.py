"""Use cases around points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.points import CHECKS, POINTS, CheckRow, Point, PointRow, PointType, next_point_number
from db.tables.units import Duty
from db.tables.visits import Visit
from desktop.core.changes import Changes, Kind
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.text import tidy
from desktop.features.points.rules import read_coordinate, read_length

CHANGED: Changes = frozenset({Kind.POINT})
_TEXTS = ("name", "address", "street", "community", "grid", "chief", "phone", "route", "remark")


def point_rows(store: Store) -> SqlRows[PointRow]:
    """Return the point list."""
    return SqlRows(store, POINTS)


def check_rows(store: Store) -> SqlRows[CheckRow]:
    """Return the list of check items."""
    return SqlRows(store, CHECKS)


def point_types(store: Store) -> tuple[PointType, ...]:
    """Return the types in their order."""
    return records.find(store, PointType, order="sort")


def edit_point(
    store: Store, point_id: str | None, values: Mapping[str, Any]
) -> tuple[Point, Changes]:
    """Add a point (no id) or change fields of one.

    `values` are texts as typed: name, type, address …, lng and lat together, length_m.
    Raises InputError naming each field that cannot be so.
    """
    former = records.get(store, Point, point_id) if point_id else None
    fields, problems = _read(store, former, values)
    if problems:
        raise InputError("点位没有保存。", problems, "原有内容没有改动。")
    with store.write(
        f"{'修改' if former else '新增'}点位“{fields.get('name', '')}”", right="points.edit"
    ):
        if former is not None:
            point = records.changed(former, **fields)
            if point != former:
                records.update(store, [point])
        else:
            number = next_point_number(store)
            blank = Point(new_id(), number, "", "", "", "", "", "", None, None, (), "", "", None,
                          "", "", "", number)  # fmt: skip
            point = records.changed(blank, **fields)
            records.insert(store, [point])
    return point, CHANGED


def streets(store: Store) -> list[str]:
    """Return the streets the points lie in, for choosing from."""
    return sorted({row.street for row in point_rows(store).all() if row.street})


def edit_points(store: Store, changes: Mapping[str, Mapping[str, Any]]) -> tuple[int, Changes]:
    """Change fields of several points as one step; all are changed or none."""
    with store.write(f"修改 {len(changes)} 个点位", right="points.edit"):
        for point_id, values in changes.items():
            edit_point(store, point_id, values)
    return len(changes), CHANGED


def _read(
    store: Store, former: Point | None, values: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    fields: dict[str, Any] = {
        name: tidy(str(values[name] or "")) for name in _TEXTS if name in values
    }
    problems = []
    name = fields.setdefault("name", former.name if former else "")
    if not name:
        problems.append(Problem("点位名称", "不能空"))
    if "type" in values or former is None:
        types = {item.name: item.id for item in point_types(store)}
        wanted = tidy(str(values.get("type") or ""))
        if wanted in types:
            fields["point_type_id"] = types[wanted]
        else:
            problems.append(Problem("点位类型", f"没有“{wanted}”这种类型"))
    if "lng" in values or "lat" in values:
        east = values.get("lng", former.lng if former else None)
        north = values.get("lat", former.lat if former else None)
        place = read_coordinate(east, north)
        fields |= {"lng": place.lng, "lat": place.lat}
        typed = [tidy(str(values.get(name) or "")) for name in ("lng", "lat")]
        if place.lng is None and any(typed):
            problems.append(Problem("经纬度", f"“{'、'.join(typed)}”{place.remarks[0][1]}"))
    if "length_m" in values:
        fields["length_m"], remark = read_length(values["length_m"])
        if fields["length_m"] is None and remark:
            problems.append(Problem("长度", remark))
    return fields, problems


def delete_points(store: Store, point_ids: Iterable[str]) -> tuple[int, Changes]:
    """Delete points nobody has visited; raise UserError where one has results."""
    ids = tuple(point_ids)
    if records.find(store, Visit, point_id=ids):
        raise UserError("有的点位已有检查结果，不能删除。", "没有删除任何点位。")
    with store.write(f"删除 {len(ids)} 个点位", right="points.delete"):
        duties = records.find(store, Duty, point_id=ids)
        records.delete(store, Duty, [duty.id for duty in duties])
        records.delete(store, Point, ids)
    return len(ids), CHANGED
