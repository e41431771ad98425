"""工作区: making one, opening one, and undoing and redoing its steps."""

from __future__ import annotations

from db import Operation, RowChange
from desktop.features.workspace.service import (
    check_store,
    create_workspace,
    is_sample,
    open_workspace,
    operations,
    record_history,
    redo,
    remove_sample,
    undo,
)

__all__ = [
    "Operation",
    "RowChange",
    "check_store",
    "create_workspace",
    "is_sample",
    "open_workspace",
    "operations",
    "record_history",
    "redo",
    "remove_sample",
    "undo",
]
