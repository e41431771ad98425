"""Where a bag is written to: a plain folder, or zip volumes; files are filled on any thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from desktop.core.files import replace_file
from desktop.features.packages.volumes import Entry, VolumeWriter

# Writes blocks on their way through; the file is whole when there are no more.
Put = Callable[[Iterable[bytes]], Iterator[bytes]]
# So much is written before it is brought to the disk, which then works while the rest is read.
_SETTLE_BYTES = 64 << 20


class Sink(Protocol):
    """Gives files their places one after another, all below `folder`."""

    @property
    def folder(self) -> Path:
        """Return what becomes the package."""

    @property
    def volumes(self) -> tuple[str, ...]:
        """Return the volumes' names, once all files are there."""

    def place(self, path: str, size: int) -> Put:
        """Return what writes the next file, of exactly `size` bytes."""


class FolderSink:
    """Writes into a folder."""

    volumes = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written: list[Path] = []

    def place(self, path: str, size: int) -> Put:
        """Return what writes the next file."""
        target = self.folder / path
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
    """Writes volumes of at most `room` bytes; in them everything lies below `top`."""

    def __init__(self, folder: Path, top: str, room: int | None) -> None:
        self.folder, self._top, self._room = folder, top, room
        self.volumes: tuple[str, ...] = ()
        self._writers: list[VolumeWriter] = []
        self._unsettled = 0
        self._settler = ThreadPoolExecutor(1)
        self._settling: list[Future[None]] = []

    def place(self, path: str, size: int) -> Put:
        """Return what writes the next file, into another volume where this one has no room."""
        name = f"{self._top}/{path}"
        if not self._writers or not self._writers[-1].has_room(name, size):
            volume = self.folder / f"{len(self._writers)}.part"
            self._writers.append(VolumeWriter(volume, self._room))
        writer = self._writers[-1]
        return partial(self._put, writer, writer.begin(name, size))

    def _put(self, writer: VolumeWriter, entry: Entry, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in writer.put(entry, blocks):
            yield block
            self._unsettled += len(block)
            if self._unsettled >= _SETTLE_BYTES:
                self._unsettled = 0
                self._settling.append(self._settler.submit(writer.settle))

    def finish(self) -> None:
        """End all volumes and give them their names, which say how many there are."""
        for settled in self._settling:
            settled.result()
        self.volumes = _volume_names(self._top, len(self._writers))
        for writer, name in zip(self._writers, self.volumes, strict=True):
            writer.finish()
            writer.close()
            replace_file(writer.path, self.folder / name)

    def close(self) -> None:
        """Let go of the volumes, finished or not."""
        self._settler.shutdown(cancel_futures=True)
        for writer in self._writers:
            writer.close()


def _volume_names(name: str, count: int) -> tuple[str, ...]:
    if count == 1:
        return (f"{name}.zip",)
    wide = max(2, len(str(count)))
    return tuple(f"{name}_卷{number:0{wide}d}.zip" for number in range(1, count + 1))


@contextmanager
def folder_sink(folder: Path) -> Iterator[Sink]:
    """Write into a folder; the files are on the disk when the context ends without an error."""
    sink = FolderSink(folder)
    yield sink
    sink.finish()


@contextmanager
def volumes_sink(folder: Path, top: str, room: int | None) -> Iterator[Sink]:
    """Write volumes into a folder; they are whole when the context ends without an error."""
    sink = VolumesSink(folder, top, room)
    try:
        yield sink
        sink.finish()
    finally:
        sink.close()
