"""Checking the workspace's own files: changed, missing, and those nobody knows."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from db import Store, records
from db.tables.evidence import Revision
from db.tables.findings import FindingPhoto
from db.tables.visits import Scan
from desktop.core.content_store import content_path
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.features.packages.hashing import Stop, file_blocks, in_order, sums
from desktop.features.packages.types import Checked, Fault


def check_files(ctx: JobContext, store: Store) -> Checked:
    """Read every stored file and list all that are changed, missing or untracked."""
    folder = evidence_files(store.workspace)
    known = _known(store)
    total, done, faults = sum(size for _, size in known.values()), 0, []

    def tick() -> None:
        ctx.step(done >> 10, total >> 10, "正在核对材料库")

    tasks = (partial(_state, folder, sha256) for sha256 in known)
    answers = in_order(tasks, tick=tick)
    for (name, size), fault in zip(known.values(), answers, strict=True):
        ctx.step(done >> 10, total >> 10, f"正在核对 {name}")
        done += size
        if fault:
            kind, what = fault
            faults.append(Fault(kind, name, what))
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        is_kept = path.name in known and path == content_path(folder, path.name)
        if (path.is_file() or path.is_symlink()) and not is_kept:
            where = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            faults.append(Fault("unexpected", where, "没有登记的文件"))
    return Checked(tuple(faults), (), len(known), total)


def _known(store: Store) -> dict[str, tuple[str, int]]:
    """Return name and size of every content that some record holds, by checksum."""
    rows: tuple[Revision | FindingPhoto | Scan, ...] = (
        *records.find(store, Revision),
        *records.find(store, FindingPhoto),
        *records.find(store, Scan),
    )
    return {row.sha256: (row.name, row.bytes) for row in sorted(rows, key=lambda row: row.sha256)}


def _state(folder: Path, sha256: str, stop: Stop) -> tuple[str, str] | None:
    path = content_path(folder, sha256)
    if path.is_symlink():
        return "changed", "被换成了指向别处的链接"
    if not path.is_file():
        return "missing", "文件丢失"
    try:
        found = sums(file_blocks(path), ("sha256",), stop)
    except OSError as error:
        return "unreadable", f"读不了({error.strerror})"
    return ("changed", "文件内容被改动") if found.get("sha256", sha256) != sha256 else None
