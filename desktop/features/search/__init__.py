"""搜索: one field that finds any record by its code, name, first letters or words."""

from __future__ import annotations

from db.tables.search import Hit
from desktop.features.search.service import Group, search_everywhere

__all__ = ["Group", "Hit", "search_everywhere"]
