"""Checking the workspace's own files: changed, missing, and those nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db import Store
from db.maintenance import stored_contents
from desktop.core.content_store import content_path
from desktop.core.errors import Problem
from desktop.core.hashing import Stop, file_blocks, in_order, sums
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files


@dataclass(frozen=True, slots=True)
class ContentFault:
    """A stored file that is not as it should be; kind: changed, missing, unreadable, unexpected."""

    kind: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """What checking found, over so many files and bytes that rows name."""

    faults: tuple[ContentFault, ...]
    files: int
    bytes: int


def check_contents(ctx: JobContext, store: Store) -> ContentCheck:
    """Read every stored file and list all that are changed, missing or untracked."""
    folder = evidence_files(store.workspace)
    known = {row.sha256: row for row in sorted(stored_contents(store), key=lambda c: c.sha256)}
    total, done, faults = sum(content.bytes for content in known.values()), 0, []

    def tick() -> None:
        ctx.step(done >> 10, total >> 10, "正在核对材料库")

    tasks = (partial(_state, folder, sha256) for sha256 in known)
    answers = in_order(tasks, tick=tick)
    for content, fault in zip(known.values(), answers, strict=True):
        ctx.step(done >> 10, total >> 10, f"正在核对 {content.name}")
        done += content.bytes
        if fault:
            kind, what = fault
            faults.append(ContentFault(kind, content.name, what))
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        is_kept = path.name in known and path == content_path(folder, path.name)
        if (path.is_file() or path.is_symlink()) and not is_kept:
            where = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            faults.append(ContentFault("unexpected", where, "没有登记的文件"))
    return ContentCheck(tuple(faults), len(known), total)


def verify_files(ctx: JobContext, store: Store) -> Sequence[Problem]:
    """Read every stored file and name those missing, changed or untracked."""
    return [Problem(fault.where, fault.what) for fault in check_contents(ctx, store).faults]


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
