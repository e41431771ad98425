"""Reading office tables safely: xlsx, xls, csv and Word tables, always in a limited child."""

from __future__ import annotations

from desktop.features.office_tables.book import read_book
from desktop.features.office_tables.types import (
    Book,
    CellProblem,
    CellValue,
    Merge,
    Row,
    Sheet,
)

__all__ = [
    "Book",
    "CellProblem",
    "CellValue",
    "Merge",
    "Row",
    "Sheet",
    "read_book",
]
