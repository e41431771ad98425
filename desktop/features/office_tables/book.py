"""The one way in: what kind of file it is, and its refusal in words."""

from __future__ import annotations

import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import InputError, Problem
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.resources import limit
from desktop.features.office_tables.checked import checked
from desktop.features.office_tables.types import Book, Unreadable

_SAVE_AGAIN = "没有导入任何内容，原文件没有改动。请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
_NOTHING = "没有导入任何内容，原文件没有改动。"
_CHILD = {
    "time": "内容异常庞大，规定时间内没有读完",
    "memory": "内容异常庞大，超出了允许的内存",
    "died": "文件损坏或内容异常，无法读取",
}


@dataclass(frozen=True, slots=True)
class _Source:
    path: str


def read_book(path: Path, *, ctx: JobContext | None = None) -> Book:
    """Read every table of a file; raise InputError in Chinese where that cannot be done."""
    _refuse_early(path)
    limits = Limits(limit("read_seconds"), limit("read_memory_mb"))
    try:
        return run_limited(_read, _Source(str(path)), limits=limits, ctx=ctx, text="正在读取表格")
    except Unreadable as error:
        raise _refusal(path, str(error)) from error
    except ChildFailed as error:
        raise _refusal(path, _CHILD[error.reason]) from error


def _refusal(path: Path, why: str, advice: str = _SAVE_AGAIN) -> InputError:
    return InputError(f"读不了“{path.name}”：{why}。", [Problem(path.name, why)], advice)


def _refuse_early(path: Path) -> None:
    if path.name.startswith("~$"):
        raise _refusal(path, "这是 Office 打开文件时的临时锁文件，不是表格", _NOTHING)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _refusal(path, "这是文件夹，不是表格", _NOTHING)
        if not stat.S_ISREG(status.st_mode):
            raise _refusal(path, "不是普通文件", _NOTHING)
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise _refusal(path, "文件不存在", "请检查文件名和U盘，再试一次。") from error
    except PermissionError as error:
        advice = f"{_NOTHING}请先在 Excel 或 WPS 中关闭它再导入。"
        raise _refusal(path, "文件被占用或没有权限", advice) from error
    except OSError as error:
        raise _refusal(path, f"打不开({error.strerror})", _NOTHING) from error
    size = status.st_size
    if size == 0:
        raise _refusal(path, "文件是空的(0 字节)", f"{_NOTHING}请向报送单位重新要一份。")
    if size > limit("file_bytes"):
        raise _refusal(path, f"文件太大({size // 1048576} MB)")


def _read(source: _Source) -> Book:
    """Read in the child; every library's exception becomes Unreadable."""
    path = Path(source.path)
    try:
        return checked(_by_content(path))
    except (Unreadable, MemoryError):
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable("文件已损坏(压缩包不完整)") from error
    except Exception as error:
        raise Unreadable(f"文件已损坏或不是规范的表格({type(error).__name__})") from error


def _by_content(path: Path) -> Book:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PK"):
        return _read_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        from desktop.features.office_tables.xls import read_xls

        return read_xls(path)
    if _is_html(head):
        raise Unreadable("这其实是网页(HTML),只是改了扩展名")
    if head.startswith(b"%PDF"):
        raise Unreadable("这是 PDF,不是表格")
    from desktop.features.office_tables.csv_text import read_csv

    return read_csv(path)


def _is_html(head: bytes) -> bool:
    """Tell web pages, also as one file with its pictures (MHTML) and in UTF-16."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xff\xfe\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<head", b"mime-version:")):
        return True
    return start.startswith(b"<") and any(tag in start for tag in (b"<table", b"<html", b"<meta"))


def _read_zip(path: Path) -> Book:
    from desktop.features.office_tables.package import open_package

    with open_package(path) as package:
        if package.has("xl/workbook.xml") or package.has_prefix("xl/worksheets/"):
            from desktop.features.office_tables.xlsx import read_xlsx

            return read_xlsx(path.name, package)
        if package.has("word/document.xml"):
            from desktop.features.office_tables.docx import read_docx

            return read_docx(path.name, package)
        if package.has("xl/workbook.bin") or package.has("content.xml"):
            from desktop.features.office_tables.xls import read_xls

            return read_xls(path)
    raise Unreadable("这是压缩包，里面没有 Excel 表格或 Word 文档")
