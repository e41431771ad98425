"""What every format has in common: cells no table may hold are told and left blank."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.cells import address
from desktop.core.resources import limit
from desktop.features.office_tables.types import (
    Book,
    CellProblem,
    CellValue,
    Row,
    Sheet,
)

_DIGITS = 1e15
_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})


def checked(book: Book) -> Book:
    """Return the book without texts too long for a cell, spoilt numbers and error values."""
    # In xlsx an error has a type of its own, so that the same letters are a text there.
    errors = _ERRORS if book.format in ("xls", "csv") else frozenset()
    return replace(book, sheets=tuple(_sheet(sheet, errors) for sheet in book.sheets))


def _sheet(sheet: Sheet, errors: frozenset[str]) -> Sheet:
    rows, problems = [], list(sheet.problems)
    longest = limit("cell_characters")
    for row in sheet.rows:
        faults = {column: fault for column, value in enumerate(row.cells, 1)
                  if value is not None and (fault := _fault(value, errors, longest))}  # fmt: skip
        rows.append(_without(row, set(faults)) if faults else row)
        for column, fault in faults.items():
            problems.append(CellProblem(address(row.number, column), fault))
    return replace(sheet, rows=tuple(rows), problems=tuple(problems)) if problems else sheet


def _without(row: Row, columns: set[int]) -> Row:
    cells = tuple(None if c in columns else value for c, value in enumerate(row.cells, 1))
    return row._replace(cells=cells)


def _fault(value: CellValue, errors: frozenset[str], longest: int) -> str:
    if isinstance(value, str):
        if len(value) > longest:
            return f"文字过长({len(value)} 字),没有读取"
        return f"错误值 {value}，按空白处理" if value in errors else ""
    if isinstance(value, int | float) and not -_DIGITS < value < _DIGITS:
        return "超过 15 位的数字,Excel 已丢失末尾数位，按空白处理；请改为文本格式重新录入"
    return ""
