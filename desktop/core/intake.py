"""Taking files, folders and zips into a content store: found, copied, checked, refused by name."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath

from desktop.core.content_store import LEFTOVER_PREFIX, remove_leftovers
from desktop.core.copying import Intake, Skipped, Source, Taken, copy_all
from desktop.core.errors import UserError
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.platform_paths import long_path, plain, walkable
from desktop.core.resources import limit, resource
from desktop.core.unzip import BadArchive, Member, UnzipRequest, unzip

__all__ = ["Intake", "Skipped", "Source", "Taken", "is_leftover", "take_in"]
_COUNTING = "正在清点文件"
_CHILD = {
    "time": "规定时间内没有解开(疑似压缩炸弹)",
    "memory": "解压超出了允许的内存(疑似压缩炸弹)",
    "died": "压缩包已损坏，打不开",
}


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
    refuses: Callable[[Path], str] = _anything, unpacks: bool = False,
) -> None:  # fmt: skip
    """Copy every file below `paths` into the store `folder`; `intake` tells what became of each.

    `refuses` says in words why a file is not wanted; `unpacks` takes in what zips hold instead of
    the zips. Raises UserError where the store cannot be written or has no room for all of it; the
    caller takes the batch back then, as on every other exception.
    """
    ctx.step(0, 0, _COUNTING)
    files: list[Source] = []
    zips: list[Source] = []
    for source in _sources(ctx, paths, intake):
        why = _why_not(source, refuses) or (_packed(source.path) if unpacks else "")
        if why:
            intake.skip(source.where, why)
        else:
            (zips if unpacks and _is_zip(source.path.name) else files).append(source)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
        _check_room(folder, files)
        copy_all(ctx, folder, files, intake)
        for source in zips:
            _take_zip(ctx, folder, source, intake)
    except OSError as error:
        raise _unwritable(error) from error


def _why_not(source: Source, refuses: Callable[[Path], str]) -> str:
    try:
        return refuses(source.path)
    except OSError as error:
        return f"读不了({error.strerror})"


def _packed(path: Path) -> str:
    if path.suffix.casefold() in resource("leftovers.json")["packed_suffixes"]:
        return "这种压缩包程序打不开，请用压缩软件解开后再拖进来"
    return ""


def _is_zip(name: str) -> bool:
    return name.casefold().endswith(".zip")


def _check_room(folder: Path, sources: Sequence[Source]) -> None:
    total = sum(source.path.stat().st_size for source in sources)
    free = shutil.disk_usage(folder).free
    if total + limit("intake_spare_bytes") > free:
        raise UserError(
            f"这一批文件共 {total / 2**30:.1f} GB,工作区所在的磁盘只剩 {free / 2**30:.1f} GB。",
            "一个文件也没有收进，原文件没有改动。请清理磁盘，或分几批收。",
        )


def _take_zip(ctx: JobContext, folder: Path, archive: Source, intake: Intake) -> None:
    """Unpack an archive beside the store and take its files in; one refused is named whole."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=LEFTOVER_PREFIX) as target:
        try:
            content = run_limited(
                unzip, UnzipRequest(str(archive.path), target),
                limits=Limits(limit("intake_zip_seconds"), limit("intake_zip_memory_mb")),
                ctx=ctx, text=f"正在解开 {archive.path.name}",
            )  # fmt: skip
        except (BadArchive, ChildFailed) as error:
            why = _CHILD[error.reason] if isinstance(error, ChildFailed) else str(error)
            intake.skip(archive.where, f"{why}，没有收进")
            return
        if not content.members and not content.refused:
            intake.skip(archive.where, "压缩包是空的，没有收进")
        for name, why in content.refused:
            intake.skip(f"{archive.where}/{name}", why)
        sources = []
        for member in content.members:
            source = _unpacked(archive, member)
            if is_leftover(PurePath(*member.parts)):
                intake.skip(source.where, "系统或软件留下的临时文件，没有收进")
            elif why := _packed(Path(member.parts[-1])):
                intake.skip(source.where, why)
            else:
                sources.append(source)
        copy_all(ctx, folder, sources, intake)


def _unpacked(archive: Source, member: Member) -> Source:
    """Return a member as a source whose folders are the archive's and its own."""
    folders = (*archive.parts, *member.parts[:-1])
    parts = (*(part[:-4] if _is_zip(part) else part for part in folders), member.parts[-1])
    return Source(Path(member.file), parts, "/".join((archive.where, *member.parts)))


def _unwritable(error: OSError) -> UserError:
    return UserError(
        f"写不进工作区：{error.strerror or error}。",
        "这一批文件一个也没有收进，原文件没有改动。请检查磁盘空间后再试。",
    )


def _sources(ctx: JobContext, paths: Sequence[Path], intake: Intake) -> Iterator[Source]:
    for given in paths:
        if given.is_symlink():
            intake.skip(given, "是指向别处的链接，没有收进")
        elif given.is_dir():
            yield from _folder(ctx, given, intake)
        elif given.exists():
            yield from _file(given, (given.parent.name, given.name), intake)
        else:
            intake.skip(given, "文件不存在")


def _folder(ctx: JobContext, top: Path, intake: Intake) -> Iterator[Source]:
    def unreadable(error: OSError) -> None:
        intake.skip(plain(error.filename), f"文件夹打不开({error.strerror}),里面的没有收进")

    base = walkable(top)
    for found, folders, names in os.walk(base, onerror=unreadable):
        folder = top / Path(found).relative_to(base)
        folders.sort()
        for name in list(folders):
            if (Path(found) / name).is_symlink():
                intake.skip(folder / name, "是指向别处的链接，没有收进")
                folders.remove(name)
        ctx.step(0, 0, _COUNTING)
        for name in sorted(names):
            path = folder / name
            yield from _file(path, path.relative_to(top.parent).parts, intake)


def _file(path: Path, parts: tuple[str, ...], intake: Intake) -> Iterator[Source]:
    real = long_path(path)
    if real.is_symlink():
        intake.skip(path, "是指向别处的链接，没有收进")
    elif is_leftover(PurePath(*parts)):
        intake.skip(path, "系统或软件留下的临时文件，没有收进")
    elif not stat.S_ISREG(real.stat().st_mode):
        intake.skip(path, "不是普通文件，没有收进")
    else:
        yield Source(real, parts)
