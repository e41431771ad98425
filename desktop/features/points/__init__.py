"""点位: points, their types, and the check items that types are judged by."""

from __future__ import annotations

from db.tables.points import CheckItem, CheckRow, Point, PointRow, PointType
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
    "check_rows",
    "delete_points",
    "edit_point",
    "point_rows",
    "point_types",
    "read_coordinate",
    "read_length",
]
