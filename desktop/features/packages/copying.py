"""Writing a bag: every file is copied, hashed and held against its checksum in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from desktop.core.content_store import content_path
from desktop.core.errors import Problem
from desktop.core.hashing import LostFile, Stop, in_order, stored_blocks, sums
from desktop.core.job import JobContext
from desktop.features.packages.lost import incomplete
from desktop.features.packages.sinks import Put, Sink
from desktop.features.packages.types import PackedFile


def copy_files(ctx: JobContext, folder: Path, files: Sequence[PackedFile], sink: Sink) -> None:
    """Copy the files, holding each against its checksum; refuse by name at the end."""
    total = sum(file.material.bytes for file in files)
    copying = _Copying(folder)
    shown = ""

    def tick() -> None:
        ctx.step(copying.done >> 10, total >> 10, shown)

    tasks = (partial(copying.copy, file, sink.place(file.path, file.material.bytes))
             for file in files)  # fmt: skip
    problems = []
    for file, fault in zip(files, in_order(tasks, tick=tick), strict=True):
        shown = f"正在打包 {file.material.name}"
        tick()
        if fault:
            problems.append(Problem(file.material.name, fault))
    if problems:
        raise incomplete(problems)


class _Copying:
    """What the threads share; `done` counts bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.done = 0

    def copy(self, file: PackedFile, put: Put, stop: Stop) -> str:
        """Copy one file in the pass that hashes it; return what is wrong with it."""
        wanted = file.material.sha256
        blocks = put(stored_blocks(content_path(self._folder, wanted)))
        try:
            found = sums(self._counted(blocks), ("sha256",), stop)
        except LostFile as error:
            return f"存的文件读不了({error})"
        return "" if found.get("sha256") == wanted else "存的文件被改动"

    def _counted(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self.done += len(block)
            yield block
