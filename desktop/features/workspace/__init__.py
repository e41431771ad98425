"""工作区: making one, opening one, and undoing and redoing its steps."""

from __future__ import annotations

from db import Operation, RowChange
from desktop.features.workspace.service import (
    check_store,
    create_workspace,
    open_workspace,
    operations,
    record_history,
    redo,
    undo,
)

__all__ = [
    "Operation",
    "RowChange",
    "check_store",
    "create_workspace",
    "open_workspace",
    "operations",
    "record_history",
    "redo",
    "undo",
]
