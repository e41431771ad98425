"""Ids that never collide between two PCs and sort by time of making."""

from __future__ import annotations

from uuid6 import uuid7


def new_id() -> str:
    """Return a new UUIDv7 as text."""
    return str(uuid7())
