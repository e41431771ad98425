"""Gathering stored files into a new place, each read, compared with its SHA-256 and kept whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from db.copies import file_sha256
from db.maintenance import Content
from desktop.core.content_store import content_path
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files

_SPARE = 16 << 20


def gather(
    ctx: JobContext, wanted: Sequence[Content], sources: Iterable[Path], target: Path
) -> tuple[str, ...]:
    """Copy contents from the first workspace that has them right; return the names not found."""
    places = [evidence_files(source) for source in sources]
    missing = []
    for number, content in enumerate(wanted):
        ctx.step(number, len(wanted), f"正在复制 {content.name}")
        if not any(_copied(place, content.sha256, evidence_files(target)) for place in places):
            missing.append(content.name)
    return tuple(missing)


def _copied(source: Path, sha256: str, target: Path) -> bool:
    original, copy = content_path(source, sha256), content_path(target, sha256)
    if not original.is_file():
        return False
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(original, copy)
    if file_sha256(copy) == sha256:
        return True
    copy.unlink()
    return False


def refuse_small(place: Path, size: int) -> None:
    """Raise UserError where a place has no room for so many bytes, before anything is copied."""
    near = next(folder for folder in (place, *place.parents) if folder.exists())
    free = shutil.disk_usage(near).free
    if free < size + _SPARE:
        raise UserError(
            f"空间不够：需要 {_mb(size + _SPARE)}，{near} 只剩 {_mb(free)}。",
            "什么也没有写。请腾出空间或换一个位置。",
        )


def _mb(size: int) -> str:
    return f"{size / (1 << 20):.0f} MB"
