"""Small copies of pictures to look at, drawn by the limited child."""

from __future__ import annotations

from collections.abc import Sequence

from db import Store
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.dossier.child import SmallPicture, Unmendable, draw_small
from desktop.features.dossier.reading import newest_revisions
from desktop.features.evidence import blob_path

_SCREEN = 640


def thumbnails(
    ctx: JobContext, store: Store, document_ids: Sequence[str], *, side: int = _SCREEN
) -> tuple[bytes, ...]:
    """Return a JPEG of at most `side` pixels for each document; empty for what is no picture."""
    revisions = newest_revisions(store)
    hashes = [revisions[item].sha256 if item in revisions else "" for item in document_ids]
    made = []
    for number, sha256 in enumerate(hashes):
        ctx.step(number, len(hashes), "正在打开图片")
        made.append(_small(ctx, store, sha256, side) if sha256 else b"")
    return tuple(made)


def _small(ctx: JobContext, store: Store, sha256: str, side: int) -> bytes:
    rules = resource("dossier.json")
    limits = Limits(rules["seconds"], rules["memory_mb"])
    wanted = SmallPicture(str(blob_path(store.workspace, sha256)), side)
    try:
        return run_limited(draw_small, wanted, limits=limits, ctx=ctx, text="正在打开图片")
    except (Unmendable, ChildFailed):
        return b""
