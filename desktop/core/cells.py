"""Addresses of cells as people read them in Excel and WPS."""

from __future__ import annotations

from functools import cache


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column that counts from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return a cell's address; both count from 1."""
    return f"{column_letters(column)}{row}"
