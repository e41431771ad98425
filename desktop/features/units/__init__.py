"""责任单位: the unit list, the names units are known by, their duties."""

from __future__ import annotations

from db.tables.units import Duty, Unit, UnitAlias, UnitContact, UnitRow
from desktop.features.units.rules import Directory, Resolved, bare_name, split_names
from desktop.features.units.service import (
    CONTACT_ROLES,
    add_alias,
    alias_records,
    delete_units,
    directory,
    save_unit,
    unit_rows,
)

__all__ = [
    "CONTACT_ROLES",
    "Directory",
    "Duty",
    "Resolved",
    "Unit",
    "UnitAlias",
    "UnitContact",
    "UnitRow",
    "add_alias",
    "alias_records",
    "bare_name",
    "delete_units",
    "directory",
    "save_unit",
    "split_names",
    "unit_rows",
]
