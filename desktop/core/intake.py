"""Taking files and folders into a content store: found, copied, checked; refusals by name."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from desktop.core.content_store import Kept, NotKept, keep_file
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.platform_paths import long_path, plain, walkable
from desktop.core.resources import resource

_COUNTING = "正在清点文件"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to take in; `parts` are the folders from the one given down to its name."""

    path: Path
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken in, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A file whose content is in the store now."""

    source: Source
    content: Kept


@dataclass(slots=True)
class Intake:
    """What one batch has taken and passed over so far."""

    taken: list[Taken] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def take_back(self) -> None:
        """Remove the contents that this batch has brought into the store."""
        for taken in self.taken:
            if taken.content.made is not None:
                with suppress(OSError):
                    taken.content.made.unlink()


def is_leftover(path: PurePath) -> bool:
    """Tell whether a file is a trace of a system or a program, nobody's document."""
    words = resource("leftovers.json")
    name = path.name.casefold()
    return (
        name in words["leftovers"]
        or name.startswith(tuple(words["leftover_prefixes"]))
        or name.endswith(tuple(words["leftover_suffixes"]))
        or any(part.casefold() in words["leftover_folders"] for part in path.parts)
    )


def _anything(_path: Path) -> str:
    return ""


def take_in(
    ctx: JobContext, folder: Path, paths: Sequence[Path], intake: Intake, *,
    refuses: Callable[[Path], str] = _anything,
) -> None:  # fmt: skip
    """Copy every file below `paths` into the store `folder`; `intake` tells what became of each.

    `refuses` says in words why a file is not wanted. Raises UserError where the store cannot be
    written; the caller takes the batch back then, as on every other exception.
    """
    ctx.step(0, 0, _COUNTING)
    sources = list(_sources(ctx, paths, intake.skipped))
    for number, source in enumerate(sources):
        text = f"正在收进 {source.path.name}"
        ctx.step(number, len(sources), text)
        try:
            why = refuses(source.path)
            if not why:
                content = keep_file(folder, source.path, on_block=lambda: ctx.step(0, 0, text))  # noqa: B023 - called before the next turn
                intake.taken.append(Taken(source, content))
                continue
        except NotKept as error:
            why = str(error)
        except OSError as error:
            if not plain(str(error.filename or "")).startswith(str(source.path)):
                raise _unwritable(error) from error
            why = f"读不了({error.strerror})"
        intake.skipped.append(Skipped(str(source.path), why))


def _unwritable(error: OSError) -> UserError:
    return UserError(
        f"写不进工作区：{error.strerror or error}。",
        "这一批文件一个也没有收进，原文件没有改动。请检查磁盘空间后再试。",
    )


def _sources(ctx: JobContext, paths: Sequence[Path], skipped: list[Skipped]) -> Iterator[Source]:
    for given in paths:
        if given.is_symlink():
            skipped.append(Skipped(str(given), "是指向别处的链接，没有收进"))
        elif given.is_dir():
            yield from _folder(ctx, given, skipped)
        elif given.exists():
            yield from _file(given, (given.parent.name, given.name), skipped)
        else:
            skipped.append(Skipped(str(given), "文件不存在"))


def _folder(ctx: JobContext, top: Path, skipped: list[Skipped]) -> Iterator[Source]:
    base = walkable(top)
    for found, folders, names in os.walk(base):
        folder = top / Path(found).relative_to(base)
        folders.sort()
        for name in list(folders):
            if (Path(found) / name).is_symlink():
                skipped.append(Skipped(str(folder / name), "是指向别处的链接，没有收进"))
                folders.remove(name)
        ctx.step(0, 0, _COUNTING)
        for name in sorted(names):
            path = folder / name
            yield from _file(path, path.relative_to(top.parent).parts, skipped)


def _file(path: Path, parts: tuple[str, ...], skipped: list[Skipped]) -> Iterator[Source]:
    real = long_path(path)
    if real.is_symlink():
        skipped.append(Skipped(str(path), "是指向别处的链接，没有收进"))
    elif is_leftover(PurePath(*parts)):
        skipped.append(Skipped(str(path), "系统或软件留下的临时文件，没有收进"))
    elif not stat.S_ISREG(real.stat().st_mode):
        skipped.append(Skipped(str(path), "不是普通文件，没有收进"))
    else:
        yield Source(path, parts)
