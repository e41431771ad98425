"""Faults of the surroundings, told apart from mistakes of the program.

A StoreUnavailable is something an office can mend (disk full, stick pulled, wrong file);
every other exception out of this package is a bug.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class StoreUnavailable(Exception):  # noqa: N818 - the name users of the store look for
    """The database cannot be used now; `text` and `advice` are for the person at the screen."""

    def __init__(self, text: str, advice: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.text}\n{self.advice}" if self.advice else self.text


class StoreTooNew(StoreUnavailable):
    """The database was written by a later version of the program."""


class UndoRefused(Exception):  # noqa: N818 - an answer, not a fault
    """An operation cannot be undone because rows have changed since; `rows` names them."""

    def __init__(self, label: str, rows: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(label)
        self.label = label
        self.rows = tuple(rows)


_KNOWN = {
    sqlite3.SQLITE_BUSY: ("数据库正被另一个程序占用。", "请关闭另一个迎检台窗口后再试。"),
    sqlite3.SQLITE_LOCKED: ("数据库正被另一个程序占用。", "请关闭另一个迎检台窗口后再试。"),
    sqlite3.SQLITE_FULL: (
        "磁盘已满，这一步没有保存。",
        "以前保存的内容都在。请腾出空间后再做一次。",
    ),
    sqlite3.SQLITE_READONLY: (
        "数据库只能读，这一步没有保存。",
        "请确认文件夹可写(不是光盘或只读U盘)。",
    ),
    sqlite3.SQLITE_IOERR: (
        "读写数据库时磁盘出错，这一步多半没有保存。",
        "请检查磁盘或U盘是否接好，重新打开后在“历史”里看有没有这一步。",
    ),
    sqlite3.SQLITE_CORRUPT: ("数据库文件已损坏。", "请不要继续录入，用备份恢复到新的文件夹。"),
    sqlite3.SQLITE_NOTADB: (
        "这个文件不是迎检台的数据库。",
        "文件没有改动。请打开正确的工作区文件夹。",
    ),
    sqlite3.SQLITE_CANTOPEN: ("打不开数据库文件。", "请确认文件夹存在、U盘已接好、有读写权限。"),
    sqlite3.SQLITE_PERM: ("没有权限读写数据库文件。", "请换到自己有权限的文件夹。"),
}

_UNFINISHED = (
    "上次写到一半就中断了，这里又不能写，所以还原不了。",
    "文件没有改动。请把整个文件夹复制到本机磁盘再打开，会自动回到中断前的样子。",
)


def known_fault(error: sqlite3.Error) -> StoreUnavailable | None:
    """Return the readable fault for an error of the surroundings, None for a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # A text whose bytes are no longer UTF-8 is told by Python, not by SQLite.
        code = sqlite3.SQLITE_CORRUPT if "decode to UTF-8" in str(error) else None
    if code is None:
        return None
    if code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return StoreUnavailable(*_UNFINISHED)
    texts = _KNOWN.get(code & 0xFF)
    return StoreUnavailable(*texts) if texts else None


@contextmanager
def readable_faults() -> Iterator[None]:
    """Turn errors of the surroundings into StoreUnavailable; let bugs pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        fault = known_fault(error)
        if fault is None:
            raise
        raise fault from error


@contextmanager
def readable_statement() -> Iterator[None]:
    """Do the same around one statement, where a message that is no UTF-8 means damage too."""
    try:
        with readable_faults():
            yield
    except UnicodeDecodeError as error:
        raise StoreUnavailable(*_KNOWN[sqlite3.SQLITE_CORRUPT]) from error
