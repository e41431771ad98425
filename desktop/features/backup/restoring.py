"""Restoring a backup: proven first, always into a new folder, named last."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from db import Store, StoreUnavailable, open_store
from db.maintenance import find_faults, row_counts, stored_contents
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.files import atomic_folder
from desktop.core.job import JobContext
from desktop.core.paths import backups, database, evidence_files, exports
from desktop.core.resources import resource
from desktop.features.backup.checking import verify_backup
from desktop.features.backup.contents import gather, refuse_small
from desktop.features.backup.types import Restored


def restore(
    ctx: JobContext, backup: Path, target: Path, *, files_from: Path | None = None
) -> Restored:
    """Make a workspace in a new or empty folder from a backup; nothing else is touched.

    Files that are not in the backup are taken from the workspace `files_from` where they are still
    there and right; the others are listed. Raises InputError for a backup that is not whole.
    """
    if not backup.exists():
        raise UserError(f"找不到备份：{backup}", "什么也没有改动。请核对文件名和U盘。")
    problems = verify_backup(ctx, backup)
    if problems:
        raise InputError(
            f"这份备份不完好，没有恢复：{backup.name}", problems,
            "什么也没有改动。请换一份备份，或用“抢救”把还能读出的内容存到新文件夹。",
        )  # fmt: skip
    refuse_small(target, sum(path.stat().st_size for path in backup.rglob("*") if path.is_file()))
    sources = [backup] if files_from is None else [backup, files_from]
    with atomic_folder(target) as temporary:
        make_folders(temporary)
        shutil.copyfile(database(backup), database(temporary))
        counts, wanted, missing = _fill(ctx, temporary, sources)
    return Restored(target, counts, wanted - len(missing), missing)


def make_folders(workspace: Path) -> None:
    """Make the folders that every workspace has."""
    for folder in (evidence_files(workspace), exports(workspace), backups(workspace)):
        folder.mkdir(parents=True, exist_ok=True)


def _fill(
    ctx: JobContext, workspace: Path, sources: Sequence[Path]
) -> tuple[tuple[tuple[str, int], ...], int, tuple[str, ...]]:
    try:
        with open_store(database(workspace)) as store:
            _refuse_faulty(store)
            contents = stored_contents(store)
            missing = gather(ctx, contents, sources, workspace)
            words = {table: word for table, word in resource("backup.json")["counts"]}
            counts = row_counts(store, words)
    except StoreUnavailable as error:
        raise UserError(f"没有恢复：{error.text}", error.advice) from error
    return tuple((words[table], n) for table, n in counts.items()), len(contents), missing


def _refuse_faulty(store: Store) -> None:
    faults = find_faults(store)
    if faults:
        raise InputError("没有恢复：试打开时发现问题。", [Problem("", fault) for fault in faults])
