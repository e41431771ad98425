"""The text of materials: read once in the limited child, then kept by content.

What was read lies under the workspace's `cache/texts/`, one JSON file for each SHA-256; the folder
may be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from db import Store, records
from db.tables.evidence import Revision
from desktop.core.content_store import content_path
from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.paths import cached, evidence_files
from desktop.core.resources import limit
from desktop.features.evidence.reading.text import Extracted, read_texts

# Raised when the same content would be read otherwise than before.
_VERSION = 1
_CHILD = {
    "time": "内容太复杂，规定时间内没有读完",
    "memory": "内容太大，超出了允许的内存",
    "died": "文件损坏或内容异常，无法读取",
}


def text_of(ctx: JobContext, store: Store, revision_id: str) -> Extracted:
    """Return the text of a revision's file; raise UserError where the revision is gone."""
    found = texts_of(ctx, store, [revision_id])
    if revision_id not in found:
        raise UserError("这份材料已经被删除。", "没有读取任何内容。")
    return found[revision_id]


def texts_of(ctx: JobContext, store: Store, revision_ids: Iterable[str]) -> dict[str, Extracted]:
    """Return the text by revision id; several files share a child as long as none hurts it."""
    revisions = records.find(store, Revision, id=tuple(revision_ids))
    contents = dict.fromkeys(revision.sha256 for revision in revisions)
    found = {}
    for sha256 in contents:
        kept = _kept(store.workspace, sha256)
        if kept is not None:
            found[sha256] = kept
    fresh = [sha256 for sha256 in contents if sha256 not in found]
    at_once = limit("text_files_at_once")
    for start in range(0, len(fresh), at_once):
        ctx.step(start, len(fresh), "正在读取材料的文字")
        found |= _read(ctx, store.workspace, fresh[start : start + at_once])
    return {revision.id: found[revision.sha256] for revision in revisions}


def _read(ctx: JobContext, workspace: Path, contents: Sequence[str]) -> dict[str, Extracted]:
    folder = evidence_files(workspace)
    there = [sha256 for sha256 in contents if content_path(folder, sha256).is_file()]
    found = dict.fromkeys(contents, Extracted(faults=("文件丢失",)))
    try:
        paths = tuple(str(content_path(folder, sha256)) for sha256 in there)
        read = run_limited(
            read_texts, paths, limits=_limits(), ctx=ctx, text="正在读取材料的文字"
        ) if paths else ()  # fmt: skip
    except ChildFailed as error:
        if len(there) == 1:
            return {**found, there[0]: Extracted(faults=(_CHILD[error.reason],))}
        for sha256 in there:
            found |= _read(ctx, workspace, [sha256])
        return found
    for sha256, extracted in zip(there, read, strict=True):
        _keep(workspace, sha256, extracted)
        found[sha256] = extracted
    return found


def _limits() -> Limits:
    return Limits(limit("text_seconds"), limit("text_memory_mb"))


def _file(workspace: Path, sha256: str) -> Path:
    return cached(workspace) / "texts" / sha256[:2] / f"{sha256}.json"


def _kept(workspace: Path, sha256: str) -> Extracted | None:
    try:
        data = json.loads(_file(workspace, sha256).read_text(encoding="utf-8"))
        if data["version"] == _VERSION:
            return Extracted(tuple(data["pages"]), tuple(data["faults"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _keep(workspace: Path, sha256: str, extracted: Extracted) -> None:
    data = {"version": _VERSION, "pages": extracted.pages, "faults": extracted.faults}
    # A workspace that cannot be written is read again each time.
    with suppress(UserError), atomic_write(_file(workspace, sha256)) as path:
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
