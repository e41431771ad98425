"""Where a bag is written to: a plain folder, or zip volumes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from desktop.features.packages.volumes import VolumeWriter


class Sink(Protocol):
    """Takes files one after another."""

    def begin(self, path: str, size: int) -> None:
        """Begin a file of exactly `size` bytes."""

    def write(self, block: bytes) -> None:
        """Add to the file begun last."""

    def end(self) -> None:
        """End the file begun last."""


class FolderSink:
    """Writes into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: list[Path] = []
        self._stream: BinaryIO | None = None

    def begin(self, path: str, size: int) -> None:
        """Begin a file of exactly `size` bytes."""
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        self._stream = target.open("wb")
        self._written.append(target)

    def write(self, block: bytes) -> None:
        """Add to the file begun last."""
        assert self._stream is not None
        self._stream.write(block)

    def end(self) -> None:
        """End the file begun last."""
        self.close()

    def finish(self) -> None:
        """Put all files on the disk; at the end, when most of them are there already."""
        for path in self._written:
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())

    def close(self) -> None:
        """Let go of a file that was not ended."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


class VolumesSink:
    """Writes volumes; `plan` is how many files go into each of them, in order."""

    def __init__(self, volumes: Sequence[Path], plan: Sequence[int], top: str) -> None:
        self._waiting = list(zip(volumes, plan, strict=True))
        self._top = top
        self._left = 0
        self._stream: BinaryIO | None = None
        self._writer: VolumeWriter | None = None

    def begin(self, path: str, size: int) -> None:
        """Begin a file of exactly `size` bytes, in the next volume where this one has its share."""
        if self._left == 0:
            self._next()
        self._left -= 1
        self._open_writer().begin(f"{self._top}/{path}", size)

    def write(self, block: bytes) -> None:
        """Add to the file begun last."""
        self._open_writer().write(block)

    def end(self) -> None:
        """Nothing is left to do; the volume is closed as a whole."""

    def finish(self) -> None:
        """Close the last volume."""
        if self._stream is not None and self._writer is not None:
            self._writer.close()
            _settle(self._stream)
            self._stream = self._writer = None

    def close(self) -> None:
        """Let go of a volume that was not finished."""
        if self._stream is not None:
            self._stream.close()

    def _next(self) -> None:
        self.finish()
        volume, self._left = self._waiting.pop(0)
        self._stream = volume.open("wb", buffering=0)
        self._writer = VolumeWriter(self._stream)

    def _open_writer(self) -> VolumeWriter:
        assert self._writer is not None
        return self._writer


def _settle(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()


@contextmanager
def folder_sink(folder: Path) -> Iterator[Sink]:
    """Write into a folder; the files are on the disk when the context ends without an error."""
    sink = FolderSink(folder)
    try:
        yield sink
        sink.finish()
    finally:
        sink.close()


@contextmanager
def volumes_sink(volumes: Sequence[Path], plan: Sequence[int], top: str) -> Iterator[Sink]:
    """Write into volumes; they are whole when the context ends without an error."""
    sink = VolumesSink(volumes, plan, top)
    try:
        yield sink
        sink.finish()
    finally:
        sink.close()
