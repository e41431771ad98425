"""点位台账: points with places, coordinates and the units behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import SqlRows, Store, records
from db.tables.points import POINTS, Point, PointRow, next_point_number
from desktop.core.changes import Changes, Kind
from desktop.core.text import normal_key, tidy
from desktop.features.exchange.duties import UnitBook, read_units, replace_duties
from desktop.features.exchange.sheets.checks import ensure_types
from desktop.features.exchange.table import Line, Table
from desktop.features.exchange.types import Change, Draft, Existing, Given, Note, Parsed, Values
from desktop.features.frameworks import is_subtotal
from desktop.features.office_tables import Book
from desktop.features.points import read_coordinate, read_length

_ROLES = {"owners": "owner", "sponsors": "sponsor", "overseers": "overseer"}
_TEXTS = ("address", "street", "community", "grid", "chief", "phone", "remark")
_TAGS = re.compile(r"[、,，;；/\s]+")


class PointsSheet:
    """The kind `points`."""

    name = "points"
    title = "点位"
    right = "points.edit"

    def parse(self, book: Book, table: Table, given: Given) -> Parsed:
        """Read one point per row; report what is missing, swapped, doubled or unclear."""
        parsed = Parsed()
        for line in table.lines():
            name = line.text("name")
            if name and line.text("type"):
                parsed.drafts.append(self._draft(parsed, table, line, given))
                continue
            text = "小计行，不是点位" if is_subtotal(name) else "缺少点位名称或类型，未导入"
            parsed.skipped.append(Note(table.sheet.name, f"{line.number}:{line.number}", text))
        self._report_doubles(parsed, table)
        return parsed

    def _draft(self, parsed: Parsed, table: Table, line: Line, given: Given) -> Draft:
        printed = str(line.values.get("name"))
        name = line.text("name")
        if printed != name:
            parsed.problems.append(table.note(line, "name", f"“{name}”前后有多余空格，已去掉"))
        values: dict[str, Any] = {"name": name, "type": line.text("type")}
        values |= {field: line.texts[field] for field in _TEXTS if field in table.columns}
        values |= self._place(parsed, table, line)
        if "tags" in table.columns:
            values["tags"] = [tag for tag in map(tidy, _TAGS.split(line.text("tags"))) if tag]
        for field in _ROLES:
            if field in table.columns:
                values[field] = read_units(parsed, table, line, field, given)
        if not values.get("owners"):
            parsed.problems.append(table.note(line, "owners", f"“{name}”没有责任单位(无人管)"))
        values["sort"] = len(parsed.drafts) + 1
        return Draft(_keys(values), values, table.cell(line, "name"), name)

    def _place(self, parsed: Parsed, table: Table, line: Line) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if "lng" in table.columns and "lat" in table.columns:
            place = read_coordinate(line.values.get("lng"), line.values.get("lat"))
            values |= {"lng": place.lng, "lat": place.lat}
            for field, remark in place.remarks:
                text = f"“{line.text('name')}”{remark}"
                parsed.problems.append(table.note(line, field, text))
        if "length_m" in table.columns:
            values["length_m"], remark = read_length(line.values.get("length_m"))
            if remark:
                parsed.problems.append(table.note(line, "length_m", remark))
        return values

    def _report_doubles(self, parsed: Parsed, table: Table) -> None:
        counts = Counter(draft.label for draft in parsed.drafts)
        for draft in parsed.drafts:
            if counts[draft.label] > 1:
                text = f"点位名称“{draft.label}”出现 {counts[draft.label]} 次，分别导入，请核对"
                parsed.problems.append(Note(table.sheet.name, draft.cell, text))

    def existing(self, store: Store, given: Given) -> Iterable[Existing]:
        """Return the points; a key that two share identifies neither."""
        for row in SqlRows(store, POINTS).all():
            values = _values(row)
            yield Existing(row.id, _keys(values), values)

    def write(
        self, store: Store, given: Given, added: Sequence[tuple[str, Draft]],
        changed: Sequence[Change], known: Mapping[str, str],
    ) -> Changes:  # fmt: skip
        """Write points and their duties."""
        rows = [(row_id, draft.values) for row_id, draft in added]
        rows += [(change.row_id, change.values) for change in changed]
        types = ensure_types(store, [values["type"] for _, values in rows], None)
        first = next_point_number(store)
        former = {
            point.id: point
            for point in records.find(store, Point, id=tuple(change.row_id for change in changed))
        }
        numbers = {row_id: first + offset for offset, (row_id, _) in enumerate(added)}
        numbers |= {row_id: point.number for row_id, point in former.items()}
        points = [_point(row_id, values, numbers[row_id], types, former.get(row_id))
                  for row_id, values in rows]  # fmt: skip
        records.insert(store, points[: len(added)])
        records.update(store, points[len(added) :])
        book = UnitBook(store)
        duties = [
            duty for row_id, values in rows for duty in book.duties(values, _ROLES, point_id=row_id)
        ]
        replace_duties(store, "point_id", [row_id for row_id, _ in rows], duties)
        return frozenset({Kind.POINT, Kind.UNIT})

    def export_rows(self, store: Store, edition: str | None) -> Sequence[Values]:
        """Return the points with lists joined by 、."""
        rows = []
        for row in SqlRows(store, POINTS).all():
            values = _values(row)
            lists = {field: "、".join(values[field]) for field in ("tags", *_ROLES)}
            rows.append({**values, **lists})
        return rows


def _keys(values: Values) -> tuple[str, ...]:
    name, kind = normal_key(values["name"]), normal_key(values["type"])
    address = normal_key(values.get("address") or "")
    return f"{name}|{kind}|{address}", f"{name}|{kind}"


def _values(row: PointRow) -> dict[str, Any]:
    return {
        "name": row.name, "type": row.type, "address": row.address, "street": row.street,
        "community": row.community, "grid": row.grid, "lng": row.lng, "lat": row.lat,
        "tags": list(row.tags), "chief": row.chief, "phone": row.phone,
        "sponsors": list(row.sponsors), "owners": list(row.owners),
        "overseers": list(row.overseers), "length_m": row.length_m, "remark": row.remark,
        "sort": row.sort,
    }  # fmt: skip


def _point(
    row_id: str, values: Values, number: int, types: Mapping[str, str], former: Point | None
) -> Point:
    words = {field: values.get(field) or "" for field in _TEXTS}
    return Point(
        id=row_id, number=number, name=values["name"],
        point_type_id=types[normal_key(values["type"])], lng=values.get("lng"),
        lat=values.get("lat"), tags=tuple(values.get("tags") or ()),
        length_m=values.get("length_m"), route=former.route if former else "",
        emergency_plan=former.emergency_plan if former else "", sort=values["sort"], **words,
    )  # fmt: skip
