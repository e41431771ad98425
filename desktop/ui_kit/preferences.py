"""What the person at this computer prefers, kept outside any workspace."""

from __future__ import annotations

from PySide6.QtCore import QSettings


def preference(key: str, default: str) -> str:
    """Return what was chosen for a key."""
    return str(QSettings().value(f"user/{key}", default))


def prefer(key: str, value: str) -> None:
    """Keep a choice."""
    QSettings().setValue(f"user/{key}", value)
