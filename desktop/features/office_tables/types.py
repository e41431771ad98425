"""A workbook as read: only cells that hold something, at their real places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

CellValue = str | int | float | bool | date | datetime | time | None


class Row(NamedTuple):
    """One row that holds something; `number` counts from 1, `cells` from column A on.

    A named tuple comes out of the reading child twice as fast as a dataclass does.
    """

    number: int
    cells: tuple[CellValue, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns count from 1 and include both ends."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Something wrong with one cell, such as B7."""

    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """All tables of a file; format is xlsx, xls, csv or docx."""

    file_name: str
    format: str
    sheets: tuple[Sheet, ...]


class Unreadable(Exception):  # noqa: N818 - an answer in words
    """The file cannot be read; the text says why, in Chinese."""
