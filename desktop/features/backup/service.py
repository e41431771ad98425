"""Making backups: copied in one step, opened and checked, summed, and named last of all."""

from __future__ import annotations

import json
import platform
import shutil
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from db import Store, StoreUnavailable, journal
from db.copies import copy_database, write_sums
from db.maintenance import row_counts, stored_contents
from desktop import __version__
from desktop.core.clock import now
from desktop.core.errors import UserError
from desktop.core.files import atomic_folder
from desktop.core.job import JobContext, QuietContext
from desktop.core.paths import backups, database
from desktop.core.resources import resource
from desktop.features.backup.contents import gather, refuse_small
from desktop.features.backup.listing import list_backups
from desktop.features.backup.rules import surplus
from desktop.features.backup.types import INFO_NAME, BackupInfo
from desktop.features.settings import county


def make_backup(
    ctx: JobContext, store: Store, *, kind: str = "manual", into: Path | None = None,
    with_files: bool = False,
) -> BackupInfo:  # fmt: skip
    """Make a backup under the workspace's backups/ or in another folder; the last step names it.

    Raises UserError where it could not be made whole; backups made before stay as they are.
    """
    parent = into or backups(store.workspace)
    ctx.step(0, 0, "正在备份数据库")
    contents = stored_contents(store)
    size = store.path.stat().st_size
    size += sum(content.bytes for content in contents) if with_files else 0
    refuse_small(parent, size)
    target = _free_name(parent, f"{now():%Y%m%d-%H%M%S}", kind)
    try:
        with atomic_folder(target) as temporary:
            copy_database(store.database, database(temporary))
            missing = gather(ctx, contents, [store.workspace], temporary) if with_files else ()
            info = _describe(store, target, kind)
            info = replace(
                info, missing=missing, files_named=len(contents),
                files=len(contents) - len(missing) if with_files else None,
            )  # fmt: skip
            _write_info(temporary, info)
            write_sums(temporary)
    except StoreUnavailable as error:
        raise UserError(f"备份没有做成：{error.text}", f"以前的备份都在。{error.advice}") from error
    return info


def _free_name(parent: Path, stamp: str, kind: str) -> Path:
    names = [f"{stamp}-{kind}", *(f"{stamp}-{number:02d}-{kind}" for number in range(1, 100))]
    return next(parent / name for name in names if not (parent / name).exists())


def _describe(store: Store, target: Path, kind: str) -> BackupInfo:
    words = {table: word for table, word in resource("backup.json")["counts"]}
    counts = row_counts(store, words)
    last = journal.operations(store, limit=1)
    return BackupInfo(
        target, kind, now().isoformat(timespec="seconds"), county(store), store.who,
        platform.node(), __version__,
        tuple((words[table], count) for table, count in counts.items()),
        last[0].label if last else "", last[0].id if last else "", id=str(target),
    )  # fmt: skip


def _write_info(folder: Path, info: BackupInfo) -> None:
    said = {name: value for name, value in asdict(info).items() if name not in ("folder", "id")}
    text = json.dumps(said, ensure_ascii=False, indent=1)
    (folder / INFO_NAME).write_text(text, encoding="utf-8")


def is_daily_due(store: Store) -> bool:
    """Tell whether something has changed since the last backup and today has none yet."""
    if store.read_only:
        return False
    made = list_backups(store.workspace)
    if any(info.kind == "daily" and info.made[:10] == now().date().isoformat() for info in made):
        return False
    return not _is_kept(store, made[:1])


def _is_kept(store: Store, made: tuple[BackupInfo, ...]) -> bool:
    last = journal.operations(store, limit=1)
    return bool(made) and bool(last) and made[0].last_operation == last[0].id


def daily_backup(ctx: JobContext, store: Store) -> BackupInfo | None:
    """Make today's backup where it is due and let surplus ones go; None where none was due."""
    if not is_daily_due(store):
        return None
    info = make_backup(ctx, store, kind="daily")
    thin_out(store.workspace, just_made=info)
    return info


def keep_before(store: Store, kind: str, ctx: JobContext | None = None) -> BackupInfo | None:
    """Make a backup before a large step.

    None where the last backup holds the same already, or where nothing has been done yet.
    """
    if len(journal.operations(store, limit=2)) < 2 or _is_kept(
        store, list_backups(store.workspace)[:1]
    ):
        return None
    info = make_backup(ctx or QuietContext(), store, kind=kind)
    thin_out(store.workspace, just_made=info)
    return info


def thin_out(workspace: Path, *, just_made: BackupInfo) -> tuple[str, ...]:
    """Let surplus backups go; where the clock has been set back, all stay."""
    made = [info for info in list_backups(workspace) if info.folder.parent == backups(workspace)]
    if any(info.made > just_made.made for info in made):
        return ()
    dated = [(info.folder.name, info.kind, datetime.fromisoformat(info.made)) for info in made]
    names = surplus(dated, resource("backup.json")["keep"])
    for name in names:
        # Renamed first: what is half deleted must not look like a backup.
        going = backups(workspace) / f".yingjian-{name}.part"
        # One that a virus scanner holds goes another day.
        with suppress(OSError):
            (backups(workspace) / name).rename(going)
            shutil.rmtree(going, ignore_errors=True)
    return names
