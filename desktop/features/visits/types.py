"""The records of site visits, under one name for the window."""

from __future__ import annotations

from db.tables.visits import Round, RoundRow, Visit, VisitRow

__all__ = ["Round", "RoundRow", "Visit", "VisitRow"]
