"""搜索: one field that finds any record by its code, name, first letters or words."""

from __future__ import annotations

from desktop.features.search.service import Group, Hit, search_everywhere, search_workspace

__all__ = ["Group", "Hit", "search_everywhere", "search_workspace"]
