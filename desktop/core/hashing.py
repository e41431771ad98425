"""Reading and hashing on threads; hashlib and zlib let others run meanwhile."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

BLOCK = 1 << 20
_AHEAD, _TICK_SECONDS = 16, 0.2
Stop = threading.Event


class LostFile(Exception):  # noqa: N818 - an outcome the caller turns into words
    """A file could not be read; the text is the system's reason."""


def in_order(
    tasks: Iterable[Callable[[Stop], T]], *, tick: Callable[[], None], workers: int = 2
) -> Iterator[T]:
    """Run tasks on threads and give their results in order.

    `tick` is called while waiting and may raise; then the tasks under way see their Stop set.
    """
    stop = Stop()
    with ThreadPoolExecutor(workers) as pool:
        try:
            waiting: deque[Future[T]] = deque()
            for task in tasks:
                waiting.append(pool.submit(task, stop))
                if len(waiting) >= _AHEAD:
                    yield _result(waiting.popleft(), tick)
            while waiting:
                yield _result(waiting.popleft(), tick)
        finally:
            stop.set()


def _result(future: Future[T], tick: Callable[[], None]) -> T:
    while True:
        try:
            return future.result(timeout=_TICK_SECONDS)
        except TimeoutError:
            tick()


def sums(blocks: Iterable[bytes], algorithms: Iterable[str], stop: Stop) -> dict[str, str]:
    """Return the checksums of a content by algorithm; {} where stopped."""
    digests = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    for block in blocks:
        if stop.is_set():
            return {}
        for digest in digests.values():
            digest.update(block)
    return {name: digest.hexdigest() for name, digest in digests.items()}


def file_blocks(path: Path) -> Iterator[bytes]:
    """Return a file's content block by block."""
    with path.open("rb", buffering=0) as stream:
        while block := stream.read(BLOCK):
            yield block


def stored_blocks(path: Path) -> Iterator[bytes]:
    """Return a file's content block by block; raise LostFile where it cannot be read.

    What reads and writes in one go tells by it which of both has failed.
    """
    try:
        yield from file_blocks(path)
    except OSError as error:
        raise LostFile(error.strerror or str(error)) from error
