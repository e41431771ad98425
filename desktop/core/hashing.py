"""Reading and hashing on a second thread; hashlib and zlib let others run meanwhile."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

BLOCK = 1 << 20
_AHEAD, _QUEUE_BLOCKS, _TICK_SECONDS = 16, 16, 0.2
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


class ReadAhead:
    """Reads and hashes files in order on a thread, while the caller writes what was read.

    Use as a context; `blocks()` of each file is exhausted before the next, then `sha256` holds its
    checksum. A file that cannot be read raises LostFile from `blocks()`.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._queue: queue.Queue[bytes | str | OSError] = queue.Queue(_QUEUE_BLOCKS)
        self._stop = Stop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.sha256 = ""

    def __enter__(self) -> ReadAhead:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        while self._thread.is_alive():
            with suppress(queue.Empty):
                self._queue.get(timeout=0.05)

    def _run(self) -> None:
        for path in self._paths:
            answer: str | OSError
            digest = hashlib.sha256()
            try:
                for block in file_blocks(path):
                    digest.update(block)
                    self._queue.put(block)
                    if self._stop.is_set():
                        return
                answer = digest.hexdigest()
            except OSError as error:
                answer = error
            self._queue.put(answer)
            if self._stop.is_set():
                return

    def blocks(self) -> Iterator[bytes]:
        """Return the next file's content block by block."""
        while isinstance(got := self._queue.get(), bytes):
            yield got
        if isinstance(got, OSError):
            raise LostFile(got.strerror or str(got)) from got
        self.sha256 = got
