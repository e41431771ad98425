"""Reading a file's pages through the limited child; a page that hurts it costs only itself."""

from __future__ import annotations

from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.isolated import ChildFailed, Limits, run_limited
from desktop.core.job import JobContext
from desktop.core.resources import limit
from desktop.features.visits.reading_codes import (
    FileCodes,
    PageCodes,
    PageRange,
    UnreadablePicture,
    draw_preview,
    read_codes,
)

_CHILD = {
    "time": "图太复杂，规定时间内没有读完",
    "memory": "图太大，超出了允许的内存",
    "died": "文件损坏或内容异常，无法读取",
}


def pages_of(ctx: JobContext, file: Path, name: str) -> tuple[PageCodes, ...]:
    """Return what every page of a file says, the pages that cannot be read with their reason."""
    reading = _Reading(ctx, file, name)
    try:
        reading.run()
    except UnreadablePicture as error:
        reading.pages.append(PageCodes(1, why=str(error)))
    except ChildFailed as error:
        reading.pages.append(PageCodes(1, why=_CHILD[error.reason]))
    return tuple(reading.pages) or (PageCodes(1, why="里面没有页"),)


def preview_of(ctx: JobContext, file: Path, page: int) -> bytes:
    """Return a small JPEG of a page; raise UserError where it cannot be drawn."""
    try:
        return run_limited(
            draw_preview, PageRange(str(file), page), limits=_limits(), ctx=ctx, text="正在打开图"
        )
    except (UnreadablePicture, ChildFailed) as error:
        why = _CHILD[error.reason] if isinstance(error, ChildFailed) else str(error)
        raise UserError(f"图打不开：{why}。", "文件还在，没有改动。") from error


def _limits() -> Limits:
    return Limits(limit("scan_seconds"), limit("scan_memory_mb"))


class _Reading:
    """Reads a file some pages at a time, and one by one after the child has failed."""

    def __init__(self, ctx: JobContext, file: Path, name: str) -> None:
        self._ctx, self._file, self._name = ctx, file, name
        self._at_once = limit("scan_pages_at_once")
        self._failed = 0
        self._total = 0
        self.next = 1
        self.pages: list[PageCodes] = []

    def run(self) -> None:
        """Read all pages allowed; raise what the child did where not even a page is known."""
        most = limit("scan_pages")
        while self.next == 1 or self.next <= min(self._total, most):
            try:
                self._read()
            except ChildFailed as error:
                self._after(error)
        if self._total > most:
            self.pages.append(PageCodes(most + 1, why=f"共 {self._total} 页，只读前 {most} 页"))

    def _ask(self, count: int) -> FileCodes:
        wanted = PageRange(str(self._file), self.next, count)
        text = f"正在认 {self._name} 第 {self.next} 页"
        return run_limited(read_codes, wanted, limits=_limits(), ctx=self._ctx, text=text)

    def _read(self) -> None:
        part = self._ask(self._at_once)
        self._total = part.total
        self.pages += part.pages
        self.next += max(1, len(part.pages))

    def _after(self, error: ChildFailed) -> None:
        """Go on page by page; name the page that failed, and the rest after some of them."""
        if not self._total:
            self._total = self._ask(0).total
        if self._at_once > 1 and self._total > 1:
            self._at_once = 1
            return
        self.pages.append(PageCodes(self.next, why=_CHILD[error.reason]))
        self._failed += 1
        self.next += 1
        if self._failed == limit("scan_failed_pages"):
            last = min(self._total, limit("scan_pages"))
            rest = range(self.next, last + 1)
            self.pages += [PageCodes(n, why="前面几页都读不出来，这一页没有再读") for n in rest]
            self.next = last + 1
