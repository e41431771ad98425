"""Materials whose stored files are missing or changed: refused by name, or left out knowingly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop.core.content_store import content_path
from desktop.core.errors import InputError, Problem
from desktop.core.hashing import Stop, file_blocks, in_order, sums
from desktop.core.job import JobContext
from desktop.features.packages.types import Contents, LeftOut


class Incomplete(InputError):  # noqa: N818 - says what happened
    """Files of materials are missing or changed; the rest can be taken knowingly."""


def whole_contents(
    ctx: JobContext, folder: Path, contents: Contents, *, take_rest: bool
) -> Contents:
    """Return the contents without lost files where the person takes the rest, else refuse."""
    lost = _lost(folder, contents)
    if take_rest:
        lost |= _changed(ctx, folder, contents, lost)
    faulty = [item for item in contents.materials if item.sha256 in lost]
    if faulty and not take_rest:
        raise incomplete([Problem(item.name, lost[item.sha256]) for item in faulty])
    codes = {standard.id: standard.code for standard in contents.standards}
    gone = tuple(
        LeftOut(item.document_id, item.name, codes[item.requirement_id], lost[item.sha256])
        for item in faulty
    )
    kept = tuple(item for item in contents.materials if item.sha256 not in lost)
    return replace(contents, materials=kept, left_out=(*contents.left_out, *gone))


def _lost(folder: Path, contents: Contents) -> dict[str, str]:
    """Return why a content is lost, by checksum, from what the folder says alone."""
    lost = {}
    for item in contents.materials:
        path = content_path(folder, item.sha256)
        if not path.is_file():
            lost[item.sha256] = "存的文件丢失"
        elif path.stat().st_size != item.bytes:
            lost[item.sha256] = "存的文件被改动(大小不符)"
    return lost


def _changed(
    ctx: JobContext, folder: Path, contents: Contents, lost: dict[str, str]
) -> dict[str, str]:
    """Return the contents that no longer have their checksum, by reading all of them."""
    wanted = sorted({item.sha256 for item in contents.materials} - set(lost))

    def tick() -> None:
        ctx.step(0, 0, "正在核对材料")

    tasks = (partial(_checksum, content_path(folder, name)) for name in wanted)
    found = in_order(tasks, tick=tick)
    return {
        name: "存的文件被改动"
        for name, checksum in zip(wanted, found, strict=True)
        if checksum != name
    }


def _checksum(path: Path, stop: Stop) -> str:
    try:
        return sums(file_blocks(path), ("sha256",), stop).get("sha256", "")
    except OSError:
        return ""


def incomplete(problems: Sequence[Problem]) -> Incomplete:
    """Return the refusal that names these materials."""
    return Incomplete(
        f"有 {len(problems)} 份材料的文件丢失或被改动，没有打包。", problems,
        "什么也没有写出。请重新收进这些文件；或者确认不要它们，选“其余照常打包”。",
    )  # fmt: skip
