"""xlsx by one streaming pass of expat over each sheet.

Neither library serves here: openpyxl's read-only sheets have no merged ranges and its full ones
hang on two kilobytes, calamine aborts on two cells far apart. This pass keeps only cells that hold
something, sees merges, hidden rows and formulas without a value, and is faster than both.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from desktop.features.office_tables.package import Package, local, plain
from desktop.features.office_tables.types import (
    Book,
    Unreadable,
)
from desktop.features.office_tables.xlsx_sheet import SheetReader
from desktop.features.office_tables.xlsx_strings import shared_strings

_INDEX = re.compile(r"^[0-9]{1,9}$", re.A)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_TIME_FORMATS = frozenset({18, 19, 20, 21, 45, 46, 47})


@dataclass(slots=True)
class _Workbook:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    is_1904: bool = False


def read_xlsx(file_name: str, package: Package) -> Book:
    """Read all worksheets in the order of their tabs."""
    workbook = _workbook(package)
    targets = _targets(package)
    strings = shared_strings(package)
    moments = _moments(package)
    sheets = []
    for name, relation, hidden in workbook.sheets:
        part = targets.get(relation)
        if part is None or not package.has(part):
            continue
        reader = SheetReader(strings, moments, workbook.is_1904)
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


def _moments(package: Package) -> dict[str, str]:
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
