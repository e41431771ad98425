"""The cells of one sheet of an xlsx, collected while expat streams it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.core.cells import address
from desktop.core.resources import limit
from desktop.features.office_tables.package import LocalNames
from desktop.features.office_tables.types import (
    CellProblem,
    CellValue,
    Merge,
    Row,
    Sheet,
    Unreadable,
)
from desktop.features.office_tables.xlsx_values import CellValues

_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,10})$")
_RANGE = re.compile(r"^([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)$")
_MAX_COLUMN = 16384
_MAX_ROW = 1048576
_MAX_PROBLEMS = 10_000


class SheetReader:
    """Collects one sheet.

    Its handlers run for every tag of millions of cells: what is the same for many is found out
    once, and of an ordinary cell nothing is looked at twice.
    """

    def __init__(self, strings: Sequence[str], moments: Mapping[str, str], is_1904: bool) -> None:
        self._values = CellValues(strings, moments, is_1904, self._report)
        self._names = LocalNames("c", "v", "t", "rPh", "row", "f", "mergeCell")
        self._max_columns, self._max_rows = limit("columns"), limit("rows")
        self._rows: dict[int, dict[int, CellValue]] = {}
        self._hidden: set[int] = set()
        self._merges: list[Merge] = []
        self._problems: list[CellProblem] = []
        self._row, self._row_text, self._column = 0, "0", 0
        self._columns: dict[str, int] = {}
        self._cell: dict[str, str] = {}
        self._has_formula = False
        self._texts: list[str] = []
        self._parts: list[str] = []
        self._aids = 0

    def handlers(self) -> dict[str, Any]:
        """Return the expat handlers."""
        return {
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._parts.append,
        }

    def sheet(self, name: str, hidden: bool) -> Sheet:
        """Return what was collected."""
        rows = tuple(
            Row(number, _dense(self._rows[number]), number in self._hidden)
            for number in sorted(self._rows)
        )
        return Sheet(name, rows, tuple(self._merges), tuple(self._problems), hidden)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._names[tag]
        if name == "c":
            self._cell = attributes
            self._has_formula = False
            self._texts.clear()
        elif name == "v" or name == "t":
            self._parts.clear()
        elif name:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._aids += 1
        elif name == "mergeCell":
            self._add_merge(attributes.get("ref", ""))

    def _end(self, tag: str) -> None:
        name = self._names[tag]
        if name == "c":
            self._take_cell()
        elif name == "t":
            # A reading aid (rPh) beside the text is none of it.
            if not self._aids:
                self._texts.append("".join(self._parts))
        elif name == "v":
            self._texts = ["".join(self._parts)]
        elif name == "rPh":
            self._aids -= 1

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdigit() else self._row + 1
        self._row_text, self._column = str(self._row), 0
        self._parts.clear()
        if not 1 <= self._row <= _MAX_ROW:
            raise Unreadable(f"行号不合规({number})")
        if attributes.get("hidden") in ("1", "true"):
            self._hidden.add(self._row)

    def _take_cell(self) -> None:
        self._place(self._cell.get("r"))
        if not self._texts and not self._has_formula:
            return
        text = "".join(self._texts)
        # A formula whose result is an empty text says so by its type.
        if self._has_formula and not text.strip() and self._cell.get("t") != "str":
            self._report("公式没有保存结果，按空白处理")
            return
        value = self._values.value(self._cell, text) if self._texts else None
        if value is not None and value != "":
            self._keep(value)

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        # Nearly every cell says the number of its row after letters met before.
        letters = reference.removesuffix(self._row_text)
        if letters in self._columns and letters != reference:
            self._column = self._columns[letters]
            return
        match = _REFERENCE.match(reference)
        if match is None:
            raise Unreadable(f"单元格地址不合规({reference[:20]})")
        letters, digits = match.groups()
        self._row, self._row_text, self._column = int(digits), digits, _column_number(letters)
        if self._column > _MAX_COLUMN or not 1 <= self._row <= _MAX_ROW:
            raise Unreadable(f"单元格地址超出表格范围({reference[:20]})")
        self._columns[letters] = self._column

    def _keep(self, value: CellValue) -> None:
        if self._column > self._max_columns:
            self._report(f"列太靠右(超过 {self._max_columns} 列),没有读取")
            return
        cells = self._rows.get(self._row)
        if cells is None:
            if len(self._rows) >= self._max_rows:
                raise Unreadable(f"有内容的行超过 {self._max_rows} 行")
            cells = self._rows[self._row] = {}
        if self._column in cells:
            self._report("同一个单元格在文件里出现两次，只用第一个")
            return
        cells[self._column] = value

    def _add_merge(self, reference: str) -> None:
        match = _RANGE.match(reference)
        if match is None:
            return
        if len(self._merges) >= limit("merges"):
            raise Unreadable("合并单元格过多")
        left, top, right, bottom = match.groups()
        self._merges.append(
            Merge(int(top), _column_number(left), int(bottom), _column_number(right))
        )

    def _report(self, text: str) -> None:
        if len(self._problems) < _MAX_PROBLEMS:
            self._problems.append(CellProblem(address(self._row, self._column), text))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _dense(cells: dict[int, CellValue]) -> tuple[CellValue, ...]:
    return tuple(map(cells.get, range(1, max(cells) + 1)))
