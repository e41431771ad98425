"""Reading office tables safely: xlsx, xls, csv and Word tables, always in a limited child."""

from __future__ import annotations

from desktop.features.exchange.reading.book import read_book
from desktop.features.exchange.reading.types import (
    Book,
    CellProblem,
    CellValue,
    Merge,
    Row,
    Sheet,
    address,
    column_letters,
)

__all__ = [
    "Book",
    "CellProblem",
    "CellValue",
    "Merge",
    "Row",
    "Sheet",
    "address",
    "column_letters",
    "read_book",
]
