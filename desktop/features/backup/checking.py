"""Proving a backup, and looking through a whole workspace."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from db import Store, StoreUnavailable, open_store
from db.copies import SUMS_NAME, file_faults, listed_files, sum_line
from db.maintenance import find_faults, journal_faults, row_counts
from desktop.core.errors import Problem
from desktop.core.job import JobContext
from desktop.core.paths import DATABASE_NAME, database
from desktop.core.resources import resource
from desktop.core.workspace_lock import seal_fault
from desktop.features.backup.listing import backup_info, list_backups
from desktop.features.backup.types import INFO_NAME
from desktop.features.evidence import verify_files


def verify_backup(ctx: JobContext, folder: Path) -> Sequence[Problem]:
    """Read every byte of a backup and restore it on trial; () where all is well.

    The list of sums is compared with the one the folder's content gives, byte for byte, so that a
    single flipped bit anywhere, in the list too, is found.
    """
    if not (folder / SUMS_NAME).is_file():
        return (Problem(folder.name, f"没有 {SUMS_NAME}，不是完整的备份"),)
    problems = list(_unequal(ctx, folder))
    if not problems:
        ctx.step(0, 0, "正在试恢复")
        problems = [Problem(DATABASE_NAME, fault) for fault in file_faults(database(folder))]
    if problems:
        return problems
    try:
        return list(_trial(folder))
    except OSError as error:
        return [Problem(folder.name, f"内容完好，但试恢复没有做成：{error.strerror}(临时文件夹)")]


def _unequal(ctx: JobContext, folder: Path) -> Iterator[Problem]:
    said = (folder / SUMS_NAME).read_bytes()
    names = listed_files(folder)
    lines = {}
    for number, name in enumerate(names):
        ctx.step(number, len(names), f"正在核对 {name}")
        lines[name] = sum_line(folder, name).encode()
    if b"".join(lines.values()) == said:
        return
    kept = set(said.splitlines(keepends=True))
    wrong = [name for name, line in lines.items() if line not in kept]
    listed = said.decode("utf-8", "replace").splitlines()
    wrong += [line[66:] for line in listed if line[66:] not in lines]
    yield from (Problem(name, "内容与备份时不一样、多出或缺少") for name in wrong)
    if not wrong:
        yield Problem(SUMS_NAME, "内容与备份时不一样")


def _trial(folder: Path) -> Iterator[Problem]:
    """Restore the database into a folder that is thrown away, and count what it holds."""
    with tempfile.TemporaryDirectory(prefix="yingjian-", ignore_cleanup_errors=True) as place:
        copy = Path(place) / DATABASE_NAME
        shutil.copyfile(database(folder), copy)
        try:
            store = open_store(copy)
        except StoreUnavailable as error:
            yield Problem(DATABASE_NAME, error.text)
            return
        with store:
            yield from (Problem(DATABASE_NAME, fault) for fault in find_faults(store))
            if (folder / INFO_NAME).is_file():
                yield from _uncounted(store, folder)


def _uncounted(store: Store, folder: Path) -> Iterator[Problem]:
    words = {table: word for table, word in resource("backup.json")["counts"]}
    said = dict(backup_info(folder).counts)
    for table, count in row_counts(store, words).items():
        if words[table] in said and said[words[table]] != count:
            yield Problem(words[table], f"备份时 {said[words[table]]} 条，试恢复后 {count} 条")


def check_deep(ctx: JobContext, store: Store) -> Sequence[Problem]:
    """Look through a workspace: database, each row against its journal, files and backups."""
    problems = list(_database_problems(ctx, store))
    try:
        problems += verify_files(ctx, store)
    except StoreUnavailable as error:
        problems.append(Problem(DATABASE_NAME, error.text))
    for info in list_backups(store.workspace):
        found = verify_backup(ctx, info.folder)
        problems += [Problem(f"备份 {info.folder.name}/{p.where}", p.what) for p in found]
    return problems


def _database_problems(ctx: JobContext, store: Store) -> Iterator[Problem]:
    ctx.step(0, 0, "正在核对数据库")
    for fault in (seal_fault(store.workspace), *find_faults(store), *journal_faults(store)):
        if fault:
            yield Problem(DATABASE_NAME, fault)
