"""Telling pages what kind of thing has changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import Changes


class ChangeBus(QObject):
    """Signals: changed(frozenset of Kind) after an operation."""

    changed = Signal(object)

    def publish(self, changes: Changes) -> None:
        """Tell everybody."""
        if changes:
            self.changed.emit(changes)
