"""The only room that knows SQL: one workspace's database and its tables."""

from __future__ import annotations

from db.errors import StoreTooNew, StoreUnavailable, UndoRefused
from db.journal import Operation, RowChange
from db.pinyin import pinyin_match
from db.row_source import SqlRows
from db.store import Store, create_store, open_store

__all__ = [
    "Operation",
    "RowChange",
    "SqlRows",
    "Store",
    "StoreTooNew",
    "StoreUnavailable",
    "UndoRefused",
    "create_store",
    "open_store",
    "pinyin_match",
]
