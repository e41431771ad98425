"""Writing a bag: every file is copied, hashed and held against its checksum in one pass."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from desktop.core.content_store import content_path
from desktop.core.errors import InputError, Problem
from desktop.core.hashing import LostFile, Stop, file_blocks, in_order, stored_blocks, sums
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.packages.lost import incomplete
from desktop.features.packages.names import HANDOVER
from desktop.features.packages.sinks import Put, Sink, folder_sink, volumes_sink
from desktop.features.packages.types import Choice, PackedFile, Tree
from desktop.features.packages.volumes import split_volumes


def write_all(
    ctx: JobContext, folder: Path, tree: Tree, choice: Choice, bag: Path
) -> tuple[Path, list[str]]:
    """Write the payload; return the folder that holds the result and its volumes' names."""
    if not choice.volume:
        with folder_sink(bag) as sink:
            _copy(ctx, folder, tree.files, sink)
        return bag, []
    tags = sorted(bag.iterdir(), key=lambda path: path.name)
    members = [(path.name, path.stat().st_size) for path in tags]
    members += [(file.path, file.material.bytes) for file in tree.files]
    room = resource("packages.json")["volumes"][choice.volume]["bytes"]
    plan, too_large = split_volumes([(f"{tree.name}/{name}", size) for name, size in members], room)
    if too_large:
        named = [Problem(members[index][0], f"{members[index][1]:,} 字节") for index in too_large]
        raise InputError("有文件比一卷还大，没有打包。", named, "请选更大的分卷，或不分卷。")
    names = _volume_names(tree.name, len(plan))
    result = bag.parent / "volumes"
    result.mkdir()
    volumes = [result / name for name in names]
    with volumes_sink(volumes, [len(part) for part in plan], tree.name) as sink:
        for path in tags:
            put = sink.place(path.name, path.stat().st_size)
            deque(put(file_blocks(path)), maxlen=0)
        _copy(ctx, folder, tree.files, sink)
    # The list that is signed must be at hand without unpacking.
    shutil.copyfile(bag / HANDOVER, result / HANDOVER)
    return result, names


def _volume_names(name: str, count: int) -> list[str]:
    if count == 1:
        return [f"{name}.zip"]
    wide = max(2, len(str(count)))
    return [f"{name}_卷{number:0{wide}d}.zip" for number in range(1, count + 1)]


def _copy(ctx: JobContext, folder: Path, files: Sequence[PackedFile], sink: Sink) -> None:
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
