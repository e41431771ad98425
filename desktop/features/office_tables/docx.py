"""The tables of a Word document, each as a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.core.resources import limit
from desktop.features.office_tables.package import Package, local, plain
from desktop.features.office_tables.types import Book, CellValue, Merge, Row, Sheet, Unreadable


@dataclass(slots=True)
class _Table:
    rows: list[list[str | None]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    open_merges: dict[int, int] = field(default_factory=dict)
    span: int = 1
    continues: bool = False
    text: list[str] = field(default_factory=list)


def read_docx(file_name: str, package: Package) -> Book:
    """Read every top-level table; text of a table inside a cell counts as the cell's."""
    reader = _DocumentReader()
    package.parse("word/document.xml", reader.handlers())
    if not reader.tables:
        raise Unreadable("这个 Word 文档里没有表格")
    sheets = tuple(_sheet(number, table) for number, table in enumerate(reader.tables, 1))
    return Book(file_name, "docx", sheets)


class _DocumentReader:
    """Collects tables while expat streams the document."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._depth = 0
        self._in_text = False

    def handlers(self) -> dict[str, Callable[..., None]]:
        """Return the expat handlers."""
        return {
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._data,
        }

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "tbl":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        if not self._depth:
            return
        table = self.tables[-1]
        if self._depth == 1:
            self._start_in_table(name, plain(attributes), table)
        if name == "t":
            self._in_text = True
        elif name == "br" or (name == "p" and table.text):
            table.text.append("\n")

    def _start_in_table(self, name: str, values: dict[str, str], table: _Table) -> None:
        if name == "tr":
            if len(table.rows) >= limit("rows"):
                raise Unreadable(f"有内容的行超过 {limit('rows')} 行")
            table.rows.append([])
        elif name == "tc":
            table.span, table.continues = 1, False
            table.text.clear()
        elif name == "gridSpan":
            table.span = min(int(values.get("val", "1")), limit("columns"))
        elif name == "vMerge":
            table.continues = values.get("val", "continue") == "continue"

    def _end(self, tag: str) -> None:
        name = local(tag)
        if name == "tbl":
            self._depth -= 1
        elif name == "t":
            self._in_text = False
        elif name == "tc" and self._depth == 1:
            _finish_cell(self.tables[-1])

    def _data(self, text: str) -> None:
        if self._in_text and self._depth:
            self.tables[-1].text.append(text)


def _finish_cell(table: _Table) -> None:
    row = table.rows[-1]
    number, column = len(table.rows), len(row) + 1
    text = "".join(table.text).strip("\n")
    table.text.clear()
    if table.continues and column in table.open_merges:
        index = table.open_merges[column]
        merge = table.merges[index]
        table.merges[index] = Merge(merge.top, merge.left, number, merge.right)
        text = ""
    else:
        table.open_merges[column] = len(table.merges)
        table.merges.append(Merge(number, column, number, column + table.span - 1))
    row.extend([text or None, *([None] * (table.span - 1))])


def _sheet(number: int, table: _Table) -> Sheet:
    rows = []
    for index, values in enumerate(table.rows, 1):
        cells: list[CellValue] = list(values)
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows.append(Row(index, tuple(cells)))
    merges = tuple(m for m in table.merges if (m.top, m.left) != (m.bottom, m.right))
    return Sheet(f"表{number}", tuple(rows), merges)
