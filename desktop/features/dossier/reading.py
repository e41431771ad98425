"""Reading stored files in limited children, each content once: what was read is kept beside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from db import Store, records
from db.tables.evidence import Revision
from desktop.core.errors import UserError
from desktop.core.files import atomic_write
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.paths import cached
from desktop.core.resources import resource
from desktop.features.dossier.child import Page, Reading, look_at
from desktop.features.evidence import Extracted, blob_path, texts_of

# What was read by another version of the reader is read again.
_VERSION = 1
_WHY = {"time": "读得太久，已停下", "memory": "要的内存太多，已停下", "died": "让读取程序崩溃"}


def newest_revisions(store: Store) -> dict[str, Revision]:
    """Return each document's newest revision by document id."""
    return {row.document_id: row for row in records.find(store, Revision, order="number")}


def read_contents(
    ctx: JobContext, store: Store, revisions: Iterable[Revision]
) -> dict[str, Reading]:
    """Return what revisions hold, by SHA-256; a content read before is not opened again."""
    by_hash = {revision.sha256: revision for revision in revisions}
    known = {sha256: got for sha256 in by_hash if (got := _recall(store, sha256))}
    fresh = [sha256 for sha256 in sorted(by_hash) if sha256 not in known]
    size = int(resource("dossier.json")["batch"])
    for start in range(0, len(fresh), size):
        ctx.step(start, len(fresh), f"正在查看材料 {start}/{len(fresh)}")
        for sha256, reading in _read(ctx, store, fresh[start : start + size]).items():
            known[sha256] = reading
            _remember(store, sha256, reading)
    texts = texts_of(ctx, store, [revision.id for revision in by_hash.values()])
    return {
        sha256: _with_words(known[sha256], texts[revision.id])
        for sha256, revision in by_hash.items()
    }


def _with_words(look: Reading, text: Extracted) -> Reading:
    pages = tuple(
        Page(_part(look.kind, number, words), words) for number, words in enumerate(text.pages)
    )
    return replace(look, pages=pages, fault=look.fault or "；".join(text.faults))


def _part(kind: str, number: int, words: str) -> str:
    """Name a part: a page of a PDF, a sheet by its name, a Word document's body or margins."""
    if kind == "pdf":
        return f"第 {number + 1} 页"
    if kind == "xlsx":
        return f"表“{words.partition(chr(10))[0]}”"
    return "页眉页脚或批注" if number else "正文"


def _read(ctx: JobContext, store: Store, hashes: Sequence[str]) -> dict[str, Reading]:
    """Read several in one child; where it ends early, halve until the one to blame is alone."""
    there = [sha256 for sha256 in hashes if blob_path(store.workspace, sha256).is_file()]
    gone = {sha256: Reading(fault="存放的文件丢失") for sha256 in set(hashes) - set(there)}
    if not there:
        return gone
    rules = resource("dossier.json")
    paths = tuple(str(blob_path(store.workspace, sha256)) for sha256 in there)
    limits = Limits(rules["seconds"], rules["memory_mb"])
    try:
        read = run_limited(look_at, paths, limits=limits, ctx=ctx, text="正在查看材料")
    except ChildFailed as failure:
        if len(there) == 1:
            return {**gone, there[0]: Reading(fault=_WHY[failure.reason])}
        half = len(there) // 2
        first, second = _read(ctx, store, there[:half]), _read(ctx, store, there[half:])
        return {**gone, **first, **second}
    return {**gone, **dict(zip(there, read, strict=True))}


def _kept(store: Store, sha256: str) -> Path:
    return cached(store.workspace) / "looks" / sha256[:2] / f"{sha256}.json"


def _recall(store: Store, sha256: str) -> Reading | None:
    with suppress(OSError, ValueError, TypeError, KeyError):
        data: dict[str, Any] = json.loads(_kept(store, sha256).read_text(encoding="utf-8"))
        if data.pop("version") == _VERSION:
            return Reading(**{**data, "pages": ()})
    return None


def _remember(store: Store, sha256: str, reading: Reading) -> None:
    """Keep what was read; where the folder cannot be written it is read again next time."""
    if store.read_only:
        return
    text = json.dumps({"version": _VERSION, **asdict(reading)}, ensure_ascii=False)
    with suppress(UserError), atomic_write(_kept(store, sha256)) as temporary:
        temporary.write_text(text, encoding="utf-8")
