"""Copying many files into a content store on a few threads; hashing and disk then overlap."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.content_store import Kept, NotKept, keep_file
from desktop.core.job import Cancelled, JobContext
from desktop.core.platform_paths import plain
from desktop.core.resources import limit

_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Source:
    """A file to take in; `parts` are the folders from the one given down to its name.

    `origin` says where it came from where that is no path of its own: inside an archive.
    """

    path: Path
    parts: tuple[str, ...]
    origin: str = ""

    @property
    def where(self) -> str:
        """Return where the file came from, as people know it."""
        return self.origin or plain(str(self.path))


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
    """What one batch has taken and passed over so far; `made` are the files new in the store."""

    taken: list[Taken] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)

    def skip(self, where: object, why: str) -> None:
        """Remember a file that is not taken in."""
        self.skipped.append(Skipped(str(where), why))

    def take_back(self, kept: Collection[str]) -> None:
        """Remove the contents that this batch has brought into the store, but for those `kept`."""
        for path in self.made:
            if path.name not in kept:
                with suppress(OSError):
                    path.unlink()


def copy_all(ctx: JobContext, folder: Path, sources: Sequence[Source], intake: Intake) -> None:
    """Copy the sources into the store `folder`; `intake` tells what became of each, in order.

    Raises OSError where the store cannot be written; nothing is still being copied then.
    """
    copying = _Copying(folder, intake)
    pool = ThreadPoolExecutor(limit("intake_threads"))
    try:
        futures = [pool.submit(copying.copy, source) for source in sources]
        for number, (source, future) in enumerate(zip(sources, futures, strict=True)):
            text = f"正在收进 {source.parts[-1]}"
            ctx.step(number, len(sources), text)
            while not future.done():
                # Waking at each file would take its time from those that copy.
                time.sleep(_POLL_SECONDS)
                ctx.step(number, len(sources), text)
            _settle(source, future, intake)
    finally:
        copying.stop.set()
        pool.shutdown(cancel_futures=True)


def _settle(source: Source, future: Future[Kept], intake: Intake) -> None:
    try:
        intake.taken.append(Taken(source, future.result()))
    except NotKept as error:
        intake.skip(source.where, str(error))
    except OSError as error:
        if error.filename is None or str(error.filename) != str(source.path):
            raise
        intake.skip(source.where, f"读不了({error.strerror})")


class _Copying:
    """What the threads share."""

    def __init__(self, folder: Path, intake: Intake) -> None:
        self._folder, self._intake = folder, intake
        self.stop = threading.Event()

    def copy(self, source: Source) -> Kept:
        """Copy one file, to be called on any thread."""
        self._go_on()
        kept = keep_file(self._folder, source.path, on_block=self._go_on)
        if kept.made is not None:
            self._intake.made.append(kept.made)
        return kept

    def _go_on(self) -> None:
        if self.stop.is_set():
            raise Cancelled
