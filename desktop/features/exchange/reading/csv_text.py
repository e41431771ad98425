"""Separated text in any of the encodings offices use."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from desktop.core.resources import limit
from desktop.features.exchange.reading.types import Book, CellProblem, Row, Sheet, Unreadable


def read_csv(path: Path) -> Book:
    """Read a csv; raise Unreadable for what is no text or has a fault, naming the row."""
    text = _decode(path.read_bytes())
    problems: list[CellProblem] = []
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.append(CellProblem(f"A{line}", "含有无法显示的字符(NUL),已去掉"))
        text = text.replace("\0", "")
    rows = tuple(_rows(text.replace("\r\n", "\n").replace("\r", "\n")))
    if not rows:
        raise Unreadable("里面没有内容")
    return Book(path.name, "csv", (Sheet(path.stem, rows, problems=tuple(problems)),))


def _decode(data: bytes) -> str:
    """Decide by the whole file: the first encoding that reads all of it without a fault."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _strict(data, "utf-8-sig")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise Unreadable("不是表格，也不是可识别的文字")


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
    counts = {mark: sum(line.count(mark) for line in lines) for mark in (",", "\t", ";", ",")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","
