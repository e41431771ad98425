"""工作区: making one, opening one, and undoing and redoing its steps."""

from __future__ import annotations

from db import Operation, RowChange
from db.tables.operations import OperationRow
from desktop.features.workspace.service import (
    check_store,
    create_workspace,
    is_sample,
    next_redo,
    next_undo,
    open_workspace,
    operation_rows,
    operations,
    record_history,
    redo,
    remove_sample,
    undo,
    undo_obstacles,
)

__all__ = [
    "Operation",
    "OperationRow",
    "RowChange",
    "check_store",
    "create_workspace",
    "is_sample",
    "next_redo",
    "next_undo",
    "open_workspace",
    "operation_rows",
    "operations",
    "record_history",
    "redo",
    "remove_sample",
    "undo",
    "undo_obstacles",
]
