"""Files kept by their content: copied and hashed in one pass, checked, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar
from uuid import uuid4

from desktop.core.clock import local_time
from desktop.core.files import replace_file
from desktop.core.platform_paths import long_path
from desktop.core.resources import limit

T = TypeVar("T")

_BLOCK = 1 << 20
LEFTOVER_PREFIX = ".intake-"


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


def remove_leftovers(folder: Path) -> None:
    """Remove what a program that was killed has half copied; a copy at work is always younger."""
    for path in folder.glob(f"{LEFTOVER_PREFIX}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > limit("intake_leftover_seconds"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


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
    temporary, made = folder / f"{LEFTOVER_PREFIX}{uuid4().hex}.part", None
    opened = _in_folder(folder, lambda: temporary.open("xb"))
    try:
        with opened as target, path.open("rb", buffering=0) as stream:
            sha256 = _copy(stream, target, before.st_size, on_block)
            _check(path, before, stream.tell())
            made = _settle(folder, sha256, target, temporary)
    finally:
        if made is None:
            with suppress(OSError):
                temporary.unlink()
    modified = local_time(before.st_mtime).isoformat(timespec="seconds")
    return Kept(sha256, before.st_size, modified, made)


def _copy(stream: BinaryIO, target: BinaryIO, expected: int, on_block: Callable[[], None]) -> str:
    digest, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        digest.update(block)
        target.write(block)
        size += len(block)
        # A file that grows while it is read might never end.
        if size > expected:
            break
        on_block()
    return digest.hexdigest()


def _check(path: Path, before: os.stat_result, size: int) -> None:
    after = path.stat()
    same = (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    if not same or size != after.st_size:
        raise NotKept("复制时文件还在变化，请保存关闭后再拖进来")


def _settle(folder: Path, sha256: str, target: BinaryIO, temporary: Path) -> Path | None:
    """Give a whole copy its name; None where the store has the content already."""
    final = content_path(folder, sha256)
    target.flush()
    with suppress(FileNotFoundError):
        if final.stat().st_size == temporary.stat().st_size:
            return None
    os.fsync(target.fileno())
    target.close()
    _in_folder(final.parent, lambda: replace_file(temporary, final))
    return final


def _in_folder(folder: Path, make: Callable[[], T]) -> T:
    """Make something in a folder; the folder first only where it is not there, as it mostly is."""
    try:
        return make()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        return make()
