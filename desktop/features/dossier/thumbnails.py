"""Small copies of pictures to look at, drawn by the limited child."""

from __future__ import annotations

from collections.abc import Sequence

from db import Store
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.dossier.child import Unmendable, draw_small
from desktop.features.dossier.reading import newest_revisions
from desktop.features.evidence import blob_path


def thumbnails(ctx: JobContext, store: Store, document_ids: Sequence[str]) -> tuple[bytes, ...]:
    """Return a small JPEG for each document; empty for what is no picture or cannot be read."""
    revisions = newest_revisions(store)
    hashes = [revisions[item].sha256 if item in revisions else "" for item in document_ids]
    return tuple(_small(ctx, store, sha256) if sha256 else b"" for sha256 in hashes)


def _small(ctx: JobContext, store: Store, sha256: str) -> bytes:
    rules = resource("dossier.json")
    limits = Limits(rules["seconds"], rules["memory_mb"])
    path = str(blob_path(store.workspace, sha256))
    try:
        return run_limited(draw_small, path, limits=limits, ctx=ctx, text="正在打开图片")
    except (Unmendable, ChildFailed):
        return b""
