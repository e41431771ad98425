"""Files kept by their content: copied and hashed in one pass, checked, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop.core.files import replace_file
from desktop.core.platform_paths import long_path

_BLOCK = 1 << 20


class NotKept(Exception):  # noqa: N818 - says what happened, in Chinese
    """The file was not kept; the text says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A content in the store; `made` is its file where this call has made it."""

    sha256: str
    bytes: int
    modified: str
    made: Path | None


def content_path(folder: Path, sha256: str) -> Path:
    """Return where a content lies under the store's folder."""
    return folder / sha256[:2] / sha256


def _nothing() -> None:
    return


def keep_file(folder: Path, path: Path, *, on_block: Callable[[], None] = _nothing) -> Kept:
    """Copy a file into the store; `on_block` is called after each MiB and may raise to stop.

    Raises NotKept for an empty file or one that changes while it is read, OSError as it comes.
    """
    path, folder = long_path(path), long_path(folder)
    before = path.stat()
    if before.st_size == 0:
        raise NotKept("空文件(0 字节),没有收进")
    modified = datetime.fromtimestamp(before.st_mtime).astimezone().isoformat(timespec="seconds")
    with path.open("rb") as stream:
        kept = _keep(folder, stream, modified, (before.st_size, on_block))
        _check(path, before, kept)
        return kept


def _check(path: Path, before: os.stat_result, kept: Kept) -> None:
    after = path.stat()
    same = (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    if not same or kept.bytes != after.st_size:
        if kept.made is not None:
            kept.made.unlink()
        raise NotKept("复制时文件还在变化，请保存关闭后再拖进来")


def _keep(
    folder: Path, stream: BinaryIO, modified: str, limits: tuple[int, Callable[[], None]]
) -> Kept:
    expected, on_block = limits
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".intake-", suffix=".part")
    temporary = Path(name)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as target:
            while block := stream.read(_BLOCK):
                digest.update(block)
                target.write(block)
                size += len(block)
                # A file that grows while it is read might never end.
                if size > expected:
                    break
                on_block()
            target.flush()
            os.fsync(target.fileno())
        final = content_path(folder, digest.hexdigest())
        if final.exists():
            return Kept(digest.hexdigest(), size, modified, None)
        final.parent.mkdir(parents=True, exist_ok=True)
        replace_file(temporary, final)
        return Kept(digest.hexdigest(), size, modified, final)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
