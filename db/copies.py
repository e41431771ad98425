"""Whole copies of a database file: made in one step, opened and checked, named last."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import StoreUnavailable, known_fault, readable_faults

if TYPE_CHECKING:
    from sqlite_utils import Database

SUMS_NAME = "SHA256.txt"
_BLOCK = 1 << 20


def copy_database(source: Database, target: Path) -> None:
    """Write the database as it is now to a new file; raise StoreUnavailable where that fails.

    The copy has been opened and checked. A copy of the bare file would not do: it may be torn,
    and a step-wise backup never ends while somebody writes.
    """
    with readable_faults():
        source.execute("VACUUM INTO ?", [str(target)])
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())
    faults = file_faults(target)
    if faults:
        raise StoreUnavailable(f"复制出来的数据库有问题：{faults[0]}", "请先核对工作区。")


def file_faults(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a database file as SQLite sees it, () where all is well."""
    if not path.is_file() or path.stat().st_size == 0:
        return ("数据库文件不存在或是空的",)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return tuple(connection_faults(connection))
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        fault = known_fault(error)
        return (fault.text if fault else str(error),)


def connection_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what the integrity check and the foreign keys say."""
    for (text,) in connection.execute("PRAGMA integrity_check").fetchall():
        if text != "ok":
            yield str(text)
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield f"{table} 第 {rowid} 行指向 {parent} 里不存在的记录"


def file_sha256(path: Path) -> str:
    """Return a file's SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def listed_files(folder: Path) -> list[str]:
    """Return the names of all files below a folder but the list of sums, sorted, with `/`."""
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(name for name in found if name != SUMS_NAME)


def write_sums(folder: Path) -> None:
    """Write `SHA256.txt`, one `hash  name` per line, as sha256sum reads it."""
    lines = [sum_line(folder, name) for name in listed_files(folder)]
    with (folder / SUMS_NAME).open("wb") as stream:
        stream.write("".join(lines).encode())
        stream.flush()
        os.fsync(stream.fileno())


def sum_line(folder: Path, name: str) -> str:
    """Return one file's line of `SHA256.txt`."""
    return f"{file_sha256(folder / name)}  {name}\n"


def keep_copy(database: Database, folder: Path) -> None:
    """Keep a database as a folder of its own with its sum beside; all of it or nothing.

    Raises StoreUnavailable where the folder cannot be written.
    """
    temporary: Path | None = None
    try:
        folder.parent.mkdir(exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".yingjian-", suffix=".part"))
        copy_database(database, temporary / "workspace.db")
        write_sums(temporary)
        temporary.rename(folder)
    except OSError as error:
        raise StoreUnavailable(
            f"升级前的备份没有做成：{error.strerror}。",
            "工作区没有改动。请检查磁盘空间和 backups 文件夹的权限后再打开。",
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
