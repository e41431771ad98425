"""The text of PDFs, Word documents, workbooks and plain text files, told apart by content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.pictures import is_picture
from desktop.core.resources import limit
from desktop.core.text import clean
from desktop.features.evidence.reading.answer import Unreadable, answer, head_of
from desktop.features.evidence.reading.word import word_parts

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODINGS = ("utf-8-sig", "gb18030")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text: `pages` are its pages, sheets or parts; `faults` say what is not in them."""

    pages: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def read_texts(paths: tuple[str, ...]) -> tuple[Extracted, ...]:
    """Return the text of each file, or why there is none."""
    return tuple(_read(path) for path in paths)


def _read(path: str) -> Extracted:
    try:
        return answer(_text, Path(path))
    except Unreadable as error:
        return Extracted(faults=(str(error),))


def _text(path: Path) -> Extracted:
    if is_picture(path):
        return Extracted()
    for begins, pages in _KINDS:
        if begins(head_of(path)):
            return _within_limits(pages(path))
    return Extracted((_plain(path),))


def _within_limits(pages: Iterable[str]) -> Extracted:
    kept: list[str] = []
    left, most = limit("text_characters"), limit("text_pages")
    for page in pages:
        if left <= 0 or len(kept) == most:
            told = f"内容太长，只读了前 {len(kept)} 页(表、部分)"
            return Extracted(tuple(kept), (told,))
        kept.append(clean(page)[:left])
        left -= len(kept[-1])
    if kept and not any(page.strip() for page in kept):
        return Extracted(tuple(kept), ("里面没有可读的文字，可能是扫描件",))
    return Extracted(tuple(kept))


def _pdf(path: Path) -> Iterator[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("PDF 有密码" if "password" in str(error) else "PDF 已损坏") from error
    with document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            yield text.get_text_range()
            text.close()
            page.close()


def _office(path: Path) -> Iterator[str]:
    parts = word_parts(path)
    return _sheets(path) if parts is None else parts


def _sheets(path: Path) -> Iterator[str]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise Unreadable("文件有密码") from error
    except CalamineError as error:
        told = "不是 Word 或表格文件，或是旧格式(.doc、.wps),程序里看不了文字"
        raise Unreadable(told) from error
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).iter_rows()
        yield "\n".join([name, *_lines(rows)])


def _lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    for row in rows:
        line = "\t".join(_cell(value) for value in row).rstrip("\t")
        if line:
            yield line


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _plain(path: Path) -> str:
    with path.open("rb") as stream:
        data = stream.read(limit("text_bytes") + 1)
    if len(data) > limit("text_bytes"):
        raise Unreadable("文件太大，程序里看不了文字")
    for encoding in ("utf-16",) if data.startswith(_WIDE_MARKS) else _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return clean(text)
    raise Unreadable("这种文件程序里看不了文字")


def _is_text(text: str) -> bool:
    sample = text[:100_000]
    odd = sum(1 for letter in sample if ord(letter) < 32 and letter not in "\t\n\r\f\v")
    return odd * 100 <= len(sample)


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[Path], Iterator[str]]], ...] = (
    (lambda head: b"%PDF-" in head, _pdf),
    (lambda head: head.startswith(b"PK\x03\x04"), _office),
    (lambda head: head.startswith(_OLE), _sheets),
)
