"""The boundary of the child: whatever a library raises becomes an answer in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")


class Unreadable(Exception):  # noqa: N818 - an answer in words
    """The file cannot be read; the text says why, in Chinese."""


def answer(work: Callable[[A], R], wanted: A) -> R:
    """Call `work`; raise Unreadable where it fails in any way but for want of memory."""
    try:
        return work(wanted)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable(f"文件已损坏，或不是规范的文件({type(error).__name__})") from error


def head_of(path: Path) -> bytes:
    """Return the beginning of a file, by which its kind is told."""
    with path.open("rb") as stream:
        return stream.read(1024)
