"""Finding the table inside a sheet: its header rows, its columns, its rows with merges filled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop.core.cells import address
from desktop.core.errors import InputError, Problem
from desktop.core.resources import resource
from desktop.core.text import normal_key, tidy
from desktop.features.exchange.types import Note
from desktop.features.office_tables import Book, CellValue, Row, Sheet

_HEADER_SEARCH = 30
_COLUMNS = "import_columns.json"


@dataclass(frozen=True, slots=True)
class Line:
    """One row under the header: `values` by field, blanks as None, and their tidy `texts`."""

    number: int
    values: Mapping[str, CellValue]
    texts: Mapping[str, str]
    filled: frozenset[str]

    def text(self, name: str) -> str:
        """Return a field as tidy text, "" for one that is not in the table."""
        return self.texts.get(name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet; columns count from 1."""

    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]
    heads: tuple[str, ...]
    notes: tuple[Note, ...]

    def note(self, line: Line, name: str, text: str) -> Note:
        """Return a remark about a field of a line."""
        return Note(self.sheet.name, self.cell(line, name), text)

    def cell(self, line: Line, name: str) -> str:
        """Return the address of a field of a line."""
        return address(line.number, self.columns.get(name, 1))

    def lines(self) -> Iterator[Line]:
        """Give the rows under the header, merged cells filled downwards."""
        fill = _fills(self.sheet, set(self.columns.values()))
        for row in self.sheet.rows:
            if row.number > self.header_row:
                line = self._line(row, fill)
                if any(line.texts.values()):
                    yield line

    def _line(self, row: Row, fill: Mapping[tuple[int, int], CellValue]) -> Line:
        values: dict[str, CellValue] = {}
        texts, filled = {}, set()
        for name, column in self.columns.items():
            value, text = _cell(row, column)
            if not text and (row.number, column) in fill:
                value = fill[row.number, column]
                text = as_text(value)
                filled.add(name)
            values[name], texts[name] = value, text
        return Line(row.number, values, texts, frozenset(filled))


def as_text(value: CellValue) -> str:
    """Return a cell as the text a person sees, tidy."""
    if isinstance(value, str):
        return tidy(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose about a file's layout, now or (`known`: head key → field) before."""

    sheet: str | None = None
    header_row: int | None = None
    columns: Mapping[str, int] | None = None
    known: Mapping[str, str] = field(default_factory=dict)


def find_table(book: Book, kind: str, choice: Choice | None = None) -> Table:
    """Return the table of a kind; raise InputError that says what was found instead."""
    choice = choice or Choice()
    sheet = choice.sheet
    candidates = [item for item in book.sheets if sheet is None or item.name == sheet]
    if not candidates:
        names = "、".join(item.name for item in book.sheets)
        raise InputError(
            f"“{book.file_name}”里没有名为“{sheet}”的工作表(有：{names})。",
            advice="没有导入任何内容，原文件没有改动。请改选其中一个工作表。",
        )
    best: tuple[int, Table] | None = None
    for item in candidates:
        found = _best_header(item, kind, choice)
        if found and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        raise _no_table(book, kind)
    return best[1]


def _no_table(book: Book, kind: str) -> InputError:
    need = [names[0][1:] for names in _fields(kind).values() if names[0].startswith("*")]
    problems = []
    for sheet in book.sheets:
        first = next((r for r in sheet.rows if sum(v is not None for v in r.cells) > 1), None)
        seen = "、".join(as_text(v) for v in first.cells if v is not None)[:60] if first else "空表"
        where = f"{book.file_name} › {sheet.name}"
        problems.append(Problem(where, f"没有找到“{'”“'.join(need)}”这些列；看到的是：{seen}"))
    return InputError(
        f"“{book.file_name}”不像要导入的这种表。", problems,
        "没有导入任何内容，原文件没有改动。请换一个文件，或在预览里手工指定表头和列。",
    )  # fmt: skip


def _fields(kind: str) -> dict[str, list[str]]:
    return dict(resource(_COLUMNS)[kind])


def column_titles(kind: str) -> dict[str, str]:
    """Return the title of each field of a kind, as exports write it."""
    return {name: names[0].removeprefix("*") for name, names in _fields(kind).items()}


def _best_header(sheet: Sheet, kind: str, choice: Choice) -> tuple[int, Table] | None:
    best: tuple[int, Table] | None = None
    rows = {row.number: row for row in sheet.rows}
    for row in sheet.rows[:_HEADER_SEARCH]:
        if choice.header_row is not None and row.number != choice.header_row:
            continue
        for depth in (1, 2):
            second = rows.get(row.number + 1) if depth == 2 else None
            table = _header(sheet, kind, (row, second), choice.known)
            if choice.columns is not None:
                table = Table(sheet, table.header_row, dict(choice.columns), table.heads, ())
            score = len(table.columns)
            if _is_complete(kind, table.columns) and (best is None or score > best[0]):
                best = (score, table)
    return best


def _is_complete(kind: str, columns: Mapping[str, int]) -> bool:
    need = {name for name, names in _fields(kind).items() if names[0].startswith("*")}
    return need <= set(columns) and len(columns) >= 2


def _header(
    sheet: Sheet, kind: str, pair: tuple[Row, Row | None], known: Mapping[str, str]
) -> Table:
    row, second = pair
    heads = _heads(sheet, row, second)
    notes: list[Note] = []
    seen: dict[str, int] = {}
    for column, head in enumerate(heads, 1):
        key = normal_key(head)
        cell = address(row.number, column)
        if key and key in seen:
            text = f"列名“{head}”重复，只用第一列({address(row.number, seen[key])})"
            notes.append(Note(sheet.name, cell, text))
        seen.setdefault(key, column)
    last = second.number if second else row.number
    return Table(sheet, last, _columns(kind, seen, known), heads, tuple(notes))


def _columns(kind: str, seen: Mapping[str, int], known: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each field: what a person chose before first, then the usual heads."""
    columns = {known[key]: column for key, column in seen.items() if key in known}
    for name, synonyms in _fields(kind).items():
        keys = (normal_key(synonym.removeprefix("*")) for synonym in synonyms)
        free = (seen[key] for key in keys if key in seen and seen[key] not in columns.values())
        column = next(free, None)
        if name not in columns and column is not None:
            columns[name] = column
    return columns


def _heads(sheet: Sheet, row: Row, second: Row | None) -> tuple[str, ...]:
    """Return the head of each column; of two header rows the lower one counts where it has any."""
    upper = [as_text(value).replace("\n", "") for value in row.cells]
    if second is None:
        return tuple(upper)
    lower = [as_text(value).replace("\n", "") for value in second.cells]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    return tuple(low or up for up, low in zip(upper, lower, strict=True))


def _cell(row: Row, column: int) -> tuple[CellValue, str]:
    """Return a cell and its text, (None, "") for a blank one."""
    value = row.cells[column - 1] if 0 < column <= len(row.cells) else None
    text = as_text(value)
    return (value, text) if text else (None, "")


def _fills(sheet: Sheet, columns: set[int]) -> dict[tuple[int, int], CellValue]:
    """Return the value each cell under a merged range's first cell stands for."""
    rows = {row.number: row for row in sheet.rows}
    numbers = sorted(rows)
    filled: dict[tuple[int, int], CellValue] = {}
    upright = [m for m in sheet.merges if m.left == m.right and m.left in columns]
    covered: dict[int, int] = {}
    for merge in sorted(upright, key=lambda merge: merge.top):
        # Ranges never overlap in an honest file; in others the first one counts, so that each
        # row is looked at once.
        if merge.top not in rows or merge.top <= covered.get(merge.left, 0):
            continue
        covered[merge.left] = merge.bottom
        value, _ = _cell(rows[merge.top], merge.left)
        if value is None:
            continue
        start, stop = bisect_right(numbers, merge.top), bisect_right(numbers, merge.bottom)
        filled |= {(number, merge.left): value for number in numbers[start:stop]}
    return filled


def is_blank_row(line: Line, names: tuple[str, ...]) -> bool:
    """Tell whether none of some fields holds anything of its own."""
    return not any(line.values.get(name) is not None and name not in line.filled for name in names)
