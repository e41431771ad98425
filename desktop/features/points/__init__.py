"""点位: points, their types, and the check items that types are judged by."""

from __future__ import annotations

from db.tables.points import CheckItem, CheckRow, Point, PointRow, PointType
from desktop.features.points.check_rules import (
    Rule,
    is_counted,
    rule_from_text,
)
from desktop.features.points.check_rules import from_json as rule_from_json
from desktop.features.points.check_rules import to_json as rule_to_json
from desktop.features.points.rules import Place, read_coordinate, read_length
from desktop.features.points.service import (
    check_rows,
    delete_points,
    edit_point,
    point_rows,
    point_types,
)

__all__ = [
    "CheckItem",
    "CheckRow",
    "Place",
    "Point",
    "PointRow",
    "PointType",
    "Rule",
    "check_rows",
    "delete_points",
    "edit_point",
    "is_counted",
    "point_rows",
    "point_types",
    "read_coordinate",
    "read_length",
    "rule_from_json",
    "rule_from_text",
    "rule_to_json",
]
