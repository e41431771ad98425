"""Where a bag is written to: a plain folder, or zip volumes; files are filled on any thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from desktop.features.packages.volumes import Entry, VolumeWriter

# Writes blocks on their way through; the file is whole when there are no more.
Put = Callable[[Iterable[bytes]], Iterator[bytes]]
# So much is written before it is brought to the disk, which then works while the rest is read.
_SETTLE_BYTES = 64 << 20


class Sink(Protocol):
    """Gives files their places one after another."""

    def place(self, path: str, size: int) -> Put:
        """Return what writes the next file, of exactly `size` bytes."""


class FolderSink:
    """Writes into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: list[Path] = []

    def place(self, path: str, size: int) -> Put:
        """Return what writes the next file."""
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        self._written.append(target)
        return partial(_put, target)

    def finish(self) -> None:
        """Put all files on the disk; at the end, when most of them are there already."""
        for path in self._written:
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())


def _put(target: Path, blocks: Iterable[bytes]) -> Iterator[bytes]:
    with target.open("wb") as stream:
        for block in blocks:
            stream.write(block)
            yield block


class VolumesSink:
    """Writes volumes; `plan` is how many files go into each of them, in order."""

    def __init__(self, volumes: Sequence[Path], plan: Sequence[int], top: str) -> None:
        self._waiting = list(zip(volumes, plan, strict=True))
        self._top = top
        self._left = 0
        self._writers: list[VolumeWriter] = []
        self._unsettled = 0
        self._settler = ThreadPoolExecutor(1)
        self._settling: list[Future[None]] = []

    def place(self, path: str, size: int) -> Put:
        """Return what writes the next file, into the next volume where this one has its share."""
        if self._left == 0:
            volume, self._left = self._waiting.pop(0)
            self._writers.append(VolumeWriter(volume))
        self._left -= 1
        writer = self._writers[-1]
        return partial(self._put, writer, writer.begin(f"{self._top}/{path}", size))

    def _put(self, writer: VolumeWriter, entry: Entry, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in writer.put(entry, blocks):
            yield block
            self._unsettled += len(block)
            if self._unsettled >= _SETTLE_BYTES:
                self._unsettled = 0
                self._settling.append(self._settler.submit(writer.settle))

    def finish(self) -> None:
        """End all volumes."""
        for settled in self._settling:
            settled.result()
        for writer in self._writers:
            writer.finish()

    def close(self) -> None:
        """Let go of the volumes, finished or not."""
        self._settler.shutdown(cancel_futures=True)
        for writer in self._writers:
            writer.close()


@contextmanager
def folder_sink(folder: Path) -> Iterator[Sink]:
    """Write into a folder; the files are on the disk when the context ends without an error."""
    sink = FolderSink(folder)
    yield sink
    sink.finish()


@contextmanager
def volumes_sink(volumes: Sequence[Path], plan: Sequence[int], top: str) -> Iterator[Sink]:
    """Write into volumes; they are whole when the context ends without an error."""
    sink = VolumesSink(volumes, plan, top)
    try:
        yield sink
        sink.finish()
    finally:
        sink.close()
