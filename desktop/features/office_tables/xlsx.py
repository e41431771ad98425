"""xlsx by one streaming pass of expat over each sheet.

Neither library serves here: openpyxl's read-only sheets have no merged ranges and its full ones
hang on two kilobytes, calamine aborts on two cells far apart. This pass keeps only cells that hold
something, sees merges, hidden rows and formulas without a value, and is faster than both.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from desktop.core.cells import address
from desktop.core.resources import limit
from desktop.features.office_tables.package import LocalNames, Package, local, plain
from desktop.features.office_tables.types import (
    Book,
    CellProblem,
    CellValue,
    Merge,
    Row,
    Sheet,
    Unreadable,
)

_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,10})$")
_RANGE = re.compile(r"^([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"^[-+]?[0-9.]{1,400}([eE][-+]?[0-9]{1,4})?$", re.A)
_INDEX = re.compile(r"^[0-9]{1,9}$", re.A)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_TIME_FORMATS = frozenset({18, 19, 20, 21, 45, 46, 47})
_VALUES = frozenset({"v", "t"})
_MAX_COLUMN = 16384
_MAX_ROW = 1048576
_LAST_SERIAL = 2958465


@dataclass(slots=True)
class _Workbook:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    is_1904: bool = False


def read_xlsx(file_name: str, package: Package) -> Book:
    """Read all worksheets in the order of their tabs."""
    workbook = _workbook(package)
    targets = _targets(package)
    strings = _shared_strings(package)
    kinds = _style_kinds(package)
    sheets = []
    for name, relation, hidden in workbook.sheets:
        part = targets.get(relation)
        if part is None or not package.has(part):
            continue
        reader = _SheetReader(strings, kinds, workbook.is_1904)
        package.parse(part, reader.handlers())
        sheets.append(reader.sheet(name, hidden))
    if not sheets:
        raise Unreadable("里面没有工作表")
    return Book(file_name, "xlsx", tuple(sheets))


def _workbook(package: Package) -> _Workbook:
    found = _Workbook()

    def start(tag: str, attributes: dict[str, str]) -> None:
        name, values = local(tag), plain(attributes)
        if name == "sheet":
            hidden = values.get("state", "visible") != "visible"
            found.sheets.append((values.get("name", ""), values.get("id", ""), hidden))
        elif name == "workbookPr":
            found.is_1904 = values.get("date1904") in ("1", "true")

    package.parse("xl/workbook.xml", {"StartElementHandler": start})
    return found


def _targets(package: Package) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(path)

    name = "xl/_rels/workbook.xml.rels"
    if package.has(name):
        package.parse(name, {"StartElementHandler": start})
    return targets


class _StringTable:
    """Collects the shared strings; reading aids (rPh) beside the text are left out."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._names = LocalNames()
        self._parts: list[str] = []
        self._in_text = False
        self._aids = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = self._names[tag]
        if name == "si":
            self._parts.clear()
        elif name == "rPh":
            self._aids += 1
        elif name == "t":
            self._in_text = not self._aids

    def end(self, tag: str) -> None:
        """End an element."""
        name = self._names[tag]
        if name == "si":
            self.strings.append(_unescape("".join(self._parts)))
        elif name == "rPh":
            self._aids -= 1
        elif name == "t":
            self._in_text = False

    def data(self, text: str) -> None:
        """Take text."""
        if self._in_text:
            self._parts.append(text)


def _shared_strings(package: Package) -> list[str]:
    table = _StringTable()
    if package.has("xl/sharedStrings.xml"):
        handlers: dict[str, Any] = {
            "StartElementHandler": table.start,
            "EndElementHandler": table.end,
            "CharacterDataHandler": table.data,
        }
        package.parse("xl/sharedStrings.xml", handlers)
    return table.strings


def _unescape(text: str) -> str:
    """Decode _x000D_ as Excel does; line ends become line feeds."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
        # A character above U+FFFF is written as two escapes.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _style_kinds(package: Package) -> dict[str, str]:
    """Return "date", "time" or "" by the number of the cell format."""
    formats: dict[int, str] = {}
    kinds: list[str] = []
    state = {"cell formats": False}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "numFmt":
            formats[_number_of(attributes)] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            state["cell formats"] = True
        elif name == "xf" and state["cell formats"]:
            kinds.append(_format_kind(_number_of(attributes), formats))

    def end(tag: str) -> None:
        if local(tag) == "cellXfs":
            state["cell formats"] = False

    if package.has("xl/styles.xml"):
        package.parse("xl/styles.xml", {"StartElementHandler": start, "EndElementHandler": end})
    return {str(number): kind for number, kind in enumerate(kinds)}


def _number_of(attributes: dict[str, str]) -> int:
    text = attributes.get("numFmtId", "0")
    return int(text) if _INDEX.match(text) else 0


def _format_kind(number: int, formats: dict[int, str]) -> str:
    if number in _DATE_FORMATS:
        return "date"
    if number in _TIME_FORMATS:
        return "time"
    code = _QUOTED.sub("", formats.get(number, "")).lower().split(";")[0]
    if any(letter in code for letter in "yd年月日"):
        return "date"
    return "time" if "h" in code or "s" in code.replace("general", "") else ""


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _SheetReader:
    """Collects one sheet's cells while expat streams it.

    This runs for every tag of millions of cells: what is the same for many is found out once.
    """

    def __init__(self, strings: list[str], kinds: Mapping[str, str], is_1904: bool) -> None:
        self._strings = strings
        self._kinds = kinds
        self._is_1904 = is_1904
        self._max_columns, self._max_rows = limit("columns"), limit("rows")
        self._rows: dict[int, dict[int, CellValue]] = {}
        self._hidden: set[int] = set()
        self._merges: list[Merge] = []
        self._problems: list[CellProblem] = []
        self._names = LocalNames()
        self._row, self._row_text, self._column = 0, "0", 0
        self._columns: dict[str, int] = {}
        self._cell: dict[str, str] = {}
        self._parts: list[str] = []
        self._texts: list[str] = []
        self._formula = False
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
            self._begin_cell(attributes)
        elif name in _VALUES:
            self._parts.clear()
        elif name == "rPh":
            self._aids += 1
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._formula = True
        elif name == "mergeCell":
            self._add_merge(attributes.get("ref", ""))

    def _end(self, tag: str) -> None:
        name = self._names[tag]
        if name == "c":
            self._finish_cell()
        elif name in _VALUES:
            self._end_value(name)
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

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._texts.clear()
        self._formula = False
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        letters = reference.removesuffix(self._row_text)
        # Nearly every cell says the number of its row and letters seen before.
        self._column = self._columns.get(letters, 0) if letters != reference else 0
        if not self._column:
            self._place(reference)

    def _place(self, reference: str) -> None:
        match = _REFERENCE.match(reference)
        if match is None:
            raise Unreadable(f"单元格地址不合规({reference[:20]})")
        letters, digits = match.groups()
        self._row, self._row_text, self._column = int(digits), digits, _column_number(letters)
        if self._column > _MAX_COLUMN or not 1 <= self._row <= _MAX_ROW:
            raise Unreadable(f"单元格地址超出表格范围({reference[:20]})")
        self._columns[letters] = self._column

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

    def _end_value(self, name: str) -> None:
        if self._aids:
            return
        if name == "v":
            self._texts.clear()
        self._texts.append("".join(self._parts))

    def _finish_cell(self) -> None:
        text = "".join(self._texts)
        # A formula whose result is an empty text says so by its type.
        if self._formula and not text.strip() and self._cell.get("t") != "str":
            self._report("公式没有保存结果，按空白处理")
            return
        value = self._value(text) if self._texts else None
        if value is None or value == "":
            return
        if self._column > self._max_columns:
            self._report(f"列太靠右(超过 {self._max_columns} 列),没有读取")
            return
        cells = self._rows.get(self._row)
        if cells is None:
            cells = self._new_row()
        if self._column in cells:
            self._report("同一个单元格在文件里出现两次，只用第一个")
            return
        cells[self._column] = value

    def _new_row(self) -> dict[int, CellValue]:
        if len(self._rows) >= self._max_rows:
            raise Unreadable(f"有内容的行超过 {self._max_rows} 行")
        return self._rows.setdefault(self._row, {})

    def _value(self, text: str) -> CellValue:
        kind = self._cell.get("t", "n")
        if kind == "s":
            return self._shared(text)
        if kind in ("str", "inlineStr"):
            return _unescape(text)
        if kind == "b":
            return self._truth(text.strip())
        if kind == "e":
            self._report(f"错误值 {text[:20]}，按空白处理")
            return None
        if kind == "d":
            return text
        return self._number(text.strip())

    def _truth(self, text: str) -> CellValue:
        if text in ("1", "true", "0", "false"):
            return text in ("1", "true")
        self._report(f"不是正常的是否值({text[:20]}),按空白处理")
        return None

    def _shared(self, text: str) -> CellValue:
        index = int(text) if _INDEX.match(text.strip()) else len(self._strings)
        if index >= len(self._strings):
            self._report("文字缺失(文件内部索引错误),按空白处理")
            return None
        return self._strings[index]

    def _number(self, text: str) -> CellValue:
        if not text:
            return None
        try:
            number = float(text) if _NUMBER.match(text) else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self._report(f"不是正常的数字({text[:20]}),按空白处理")
            return None
        if kind := self._kinds.get(self._cell.get("s", "0"), ""):
            return self._moment(number, kind)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _moment(self, serial: float, kind: str) -> CellValue:
        days = serial + (1462 if self._is_1904 else 0)
        if days < 0 or days > _LAST_SERIAL:
            self._report(f"日期数值超出范围({serial:g}),按空白处理")
            return None
        if kind == "time" and days < 1:
            return (datetime(1900, 1, 1) + timedelta(seconds=round(days * 86400))).time()
        if days < 61:
            self._report(f"日期在 1900 年 3 月之前({serial:g}),请核对")
        base = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)
        moment = base + timedelta(seconds=round(days * 86400))
        return moment.date() if moment.time() == time(0) else moment

    def _report(self, text: str) -> None:
        if len(self._problems) < 10_000:
            self._problems.append(CellProblem(address(self._row, self._column), text))


def _dense(cells: dict[int, CellValue]) -> tuple[CellValue, ...]:
    return tuple(map(cells.get, range(1, max(cells) + 1)))
