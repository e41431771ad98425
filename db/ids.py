"""Ids that never collide between two PCs and sort by time of making."""

from __future__ import annotations


def new_id() -> str:
    """Return a new UUIDv7 as text."""
    from uuid6 import uuid7  # late: nobody needs an id to look at a workspace

    return str(uuid7())
