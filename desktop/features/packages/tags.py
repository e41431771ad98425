"""The files beside data/ in a package: the papers, and what a bag says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from desktop import __version__
from desktop.core.errors import UserError
from desktop.core.isolated import ChildFailed, Limits, beside
from desktop.core.job import JobContext, QuietContext
from desktop.core.resources import limit
from desktop.features.packages import bagit
from desktop.features.packages.types import Papers, PapersWanted


@contextmanager
def drawing(ctx: JobContext, wanted: PapersWanted, folder: Path) -> Iterator[Callable[[], Papers]]:
    """Draw a package's papers in a new folder while the block runs; call what is given for them.

    It takes a process of its own; few papers are drawn sooner than that is begun.
    """
    folder.mkdir()
    task = _Task(wanted, folder)
    if len(wanted.tree.files) < limit("papers_apart_from"):
        yield partial(_draw, task, ctx)
        return
    limits = Limits(limit("papers_seconds"), limit("papers_memory_mb"))
    with beside(_draw, task, limits=limits) as result:
        yield partial(_drawn, result, ctx)


class _Task(NamedTuple):
    wanted: PapersWanted
    folder: Path


def _draw(task: _Task, ctx: JobContext | None = None) -> Papers:
    # Late: reading what lays papers out takes longer than opening the page may.
    from desktop.features.packages.papers import draw_papers

    return draw_papers(ctx or QuietContext(), task.wanted, task.folder)


def _drawn(result: Callable[[JobContext, str], Papers], ctx: JobContext) -> Papers:
    try:
        return result(ctx, "正在排版目录和清单")
    except ChildFailed as error:
        raise UserError(
            "目录和清单没有排出来：内存不够，或排版的进程被中断了。",
            "没有打包，写了一半的已经删去。请关掉别的程序再试一次。",
        ) from error


def tag_files(wanted: PapersWanted, manifest: str, papers: Papers) -> dict[str, bytes]:
    """Return the content of every file beside data/ by its name, in their order."""
    tree = wanted.tree
    info = (
        ("Source-Organization", wanted.office),
        ("External-Identifier", tree.name),
        ("External-Description", f"{wanted.county} {wanted.edition} 申报材料"),
        ("Payload-Oxum", f"{tree.bytes}.{len(tree.files)}"),
        ("Bag-Software-Agent", f"{bagit.AGENT} {__version__}"),
    )
    files = {
        **papers.files,
        bagit.DECLARATION: bagit.declaration().encode(),
        bagit.INFO: bagit.info_text(info).encode(),
        bagit.MANIFEST: manifest.encode(),
    }
    sums = ((name, sha256(content).hexdigest()) for name, content in files.items())
    files[bagit.TAG_MANIFEST] = bagit.manifest_text(sums).encode()
    return dict(sorted(files.items()))
