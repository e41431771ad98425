"""Separated text in any of the encodings offices use."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from desktop.core.cells import address
from desktop.core.resources import limit
from desktop.features.office_tables.types import (
    Book,
    CellProblem,
    Row,
    Sheet,
    Unreadable,
)

_SCIENTIFIC = re.compile(r"^\d(\.\d+)?[Ee]\+\d{2}$")


def read_csv(path: Path) -> Book:
    """Read a csv; raise Unreadable for what is no text or has a fault, naming the row."""
    text = _decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    rows = tuple(_rows(text.replace("\0", "")))
    if not rows:
        raise Unreadable("里面没有内容")
    problems = [*_nul_lines(text), *_spoilt_numbers(rows)]
    return Book(path.name, "csv", (Sheet(path.stem, rows, problems=tuple(problems)),))


def _nul_lines(text: str) -> list[CellProblem]:
    if "\0" not in text:
        return []
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "\0" in line]
    told = "含有无法显示的字符(NUL),已去掉"
    return [CellProblem(f"A{number}", told) for number in lines[:1000]]


def _spoilt_numbers(rows: tuple[Row, ...]) -> list[CellProblem]:
    """Tell of numbers that Excel shortened (1.10101E+17) when it saved the csv."""
    told = "长数字被 Excel 存成了科学计数法，末尾数位已丢失；请按原件改正"
    return [
        CellProblem(address(row.number, column), told)
        for row in rows
        for column, value in enumerate(row.cells, 1)
        if isinstance(value, str) and _SCIENTIFIC.match(value)
    ]


def _decode(data: bytes) -> str:
    """Decide by the whole file: the first encoding that reads all of it without a fault."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _strict(data, "utf-8-sig")
    for encoding in (*_wide(data), "utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    if _is_nearly_utf_8(data):
        return _strict(data, "utf-8")
    raise Unreadable("不是表格，也不是可识别的文字")


def _wide(data: bytes) -> tuple[str, ...]:
    """Return the UTF-16 a file without a mark is written in: its line ends and commas say so."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        marks = sum(text.count(mark) for mark in "\n\r,\t")
        if len(data) % 2 == 0 and marks and data.count(0) >= marks > text.count("\ufffd"):
            return (encoding,)
    return ()


def _is_nearly_utf_8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    return text.count("\ufffd") * 5 < sum(1 for letter in text if letter > "\x7f")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"文字编码损坏(第 {data[: error.start].count(10) + 1} 行)") from error


def _is_text(text: str) -> bool:
    sample = text[:100_000]
    odd = sum(1 for letter in sample if ord(letter) < 32 and letter not in "\t\n\r\0\f\v")
    return odd * 100 <= len(sample)


def _rows(text: str) -> list[Row]:
    csv.field_size_limit(limit("csv_field_characters"))
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    start = 1
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return rows
        except csv.Error as error:
            raise Unreadable(f"第 {start} 行起引号没有成对，或一格文字过长({error})") from error
        while values and not values[-1].strip():
            values.pop()
        if values:
            rows.append(Row(start, tuple(value or None for value in values)))
        if len(rows) > limit("rows"):
            raise Unreadable(f"有内容的行超过 {limit('rows')} 行")
        start = reader.line_num + 1


def _delimiter(text: str) -> str:
    lines = [line for line in text.split("\n")[:50] if line.strip()]
    # Nobody types tabs into cells, so lines full of them are cells between tabs.
    if lines and all("\t" in line for line in lines):
        return "\t"
    counts = {mark: sum(line.count(mark) for line in lines) for mark in (",", "\t", ";")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","
