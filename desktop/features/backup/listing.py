"""Reading what backups there are and what each holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from db.copies import SUMS_NAME
from desktop.core.clock import local_time
from desktop.core.paths import backups, database, evidence_files
from desktop.features.backup.types import INFO_NAME, BackupInfo


def list_backups(place: Path) -> tuple[BackupInfo, ...]:
    """Return the backups of a workspace, or in any other folder such as a stick, newest first."""
    found: list[BackupInfo] = []
    for parent in (place, backups(place)):
        if parent.is_dir():
            found += [backup_info(child) for child in parent.iterdir() if _is_backup(child)]
    return tuple(sorted(found, key=lambda info: (info.made, info.folder.name), reverse=True))


def _is_backup(folder: Path) -> bool:
    return (
        folder.is_dir()
        and not folder.name.startswith(".")
        and (folder / SUMS_NAME).is_file()
        and database(folder).is_file()
    )


def backup_info(folder: Path) -> BackupInfo:
    """Return what a backup says of itself; nothing of it has been verified."""
    try:
        said = json.loads((folder / INFO_NAME).read_text(encoding="utf-8"))
        return _said(folder, said)
    except (OSError, ValueError, KeyError, TypeError):
        made = local_time(folder.stat().st_mtime)
        files = sum(p.is_file() for p in evidence_files(folder).rglob("*")) or None
        kind = folder.name.rpartition("-")[2]
        return BackupInfo(
            folder, kind, made.isoformat(timespec="seconds"), files=files, id=str(folder)
        )


def _said(folder: Path, said: dict[str, Any]) -> BackupInfo:
    return BackupInfo(
        folder, said["kind"], said["made"], said["county"], said["who"], said["machine"],
        said["version"], tuple((str(word), int(count)) for word, count in said["counts"]),
        said["last_step"], said["last_operation"], said["files"], said["files_named"],
        tuple(said["missing"]), id=str(folder),
    )  # fmt: skip


def offer_backups(workspace: Path) -> str:
    """Return a sentence that names the backups of a workspace that cannot be opened."""
    found = list_backups(workspace)
    if not found:
        return "这个工作区没有备份。可以试试“抢救”，把还能读出的内容存到新文件夹。"
    newest = found[0]
    return (
        f"有 {len(found)} 份备份，最新一份 {newest.made_text}({newest.kind_text})："
        f"{newest.folder}\n可以把它恢复到一个新文件夹，原文件夹不动。"
    )
