"""Copying files into the workspace: one pass of copy and hash, verified, then one short write."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from db import Store, StoreUnavailable, records
from db.ids import new_id
from db.maintenance import stored_contents
from db.tables.evidence import Document, DocumentSlot, Revision, Slot
from desktop.core.changes import NOTHING, Changes, Kind
from desktop.core.clock import now
from desktop.core.content_store import NotKept, content_path, keep_file
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.core.text import clean
from desktop.features.evidence.matching import Matcher
from desktop.features.evidence.rules import Match, is_leftover, name_date


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
class Added:
    """A file taken in: matched where `codes` is not empty; reason says how or why not."""

    document_id: str
    path: str
    codes: tuple[str, ...]
    reason: str
    is_duplicate: bool


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of everything that was given."""

    added: tuple[Added, ...]
    skipped: tuple[Skipped, ...]
    known: int
    operation: str | None


@dataclass(slots=True)
class _Taken:
    source: Source
    sha256: str
    size: int
    modified: str


@dataclass(slots=True)
class _Batch:
    taken: list[_Taken] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)


def add_paths(
    ctx: JobContext, store: Store, paths: Sequence[Path], *, code: str | None = None,
    unit_id: str | None = None,
) -> tuple[AddResult, Changes]:  # fmt: skip
    """Take files and folders in and file them; cancelling leaves nothing behind.

    `code` names the requirement for all of them. Files are stored by content, so the same content
    is stored once; the same file added again is known and adds nothing. Raises UserError for a
    code nobody has.
    """
    matcher = Matcher(store, code)
    batch = _Batch()
    try:
        _copy_all(ctx, store, paths, batch)
        return _write(store, batch, matcher, unit_id)
    except BaseException:
        _take_back(store, batch.made)
        raise


def _take_back(store: Store, made: Sequence[Path]) -> None:
    """Remove what was copied in vain: a commit that failed at its very end may yet have held."""
    with suppress(OSError, StoreUnavailable):
        kept = {content.sha256 for content in stored_contents(store)}
        for blob in made:
            if blob.name not in kept:
                blob.unlink()


def _copy_all(ctx: JobContext, store: Store, paths: Sequence[Path], batch: _Batch) -> None:
    ctx.step(0, 0, "正在清点文件")
    sources = list(_sources(ctx, paths, batch.skipped))
    for number, source in enumerate(sources):
        ctx.step(number, len(sources), f"正在收进 {source.path.name}")
        try:
            taken = _copy(ctx, store.workspace, source, batch.made)
        except OSError as error:
            if error.filename is None or not str(error.filename).startswith(str(source.path)):
                raise UserError(
                    f"写不进工作区：{error.strerror or error}。",
                    "这一批材料一个也没有收进，原文件没有改动。请检查磁盘空间后再试。",
                ) from error
            batch.skipped.append(Skipped(str(source.path), f"读不了({error.strerror})"))
            continue
        if isinstance(taken, Skipped):
            batch.skipped.append(taken)
        else:
            batch.taken.append(taken)
    ctx.step(len(sources), len(sources), "正在登记")


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
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in list(folders):
            if (Path(folder) / name).is_symlink():
                skipped.append(Skipped(str(Path(folder) / name), "是指向别处的链接，没有收进"))
                folders.remove(name)
        ctx.step(0, 0, "正在清点文件")
        for name in sorted(names):
            path = Path(folder) / name
            yield from _file(path, path.relative_to(top.parent).parts, skipped)


def _file(path: Path, parts: tuple[str, ...], skipped: list[Skipped]) -> Iterator[Source]:
    if path.is_symlink():
        skipped.append(Skipped(str(path), "是指向别处的链接，没有收进"))
    elif is_leftover(Path(*parts)):
        skipped.append(Skipped(str(path), "系统或软件留下的临时文件，没有收进"))
    elif not stat.S_ISREG(path.stat().st_mode):
        skipped.append(Skipped(str(path), "不是普通文件，没有收进"))
    else:
        yield Source(path, parts)


def blob_path(workspace: Path, sha256: str) -> Path:
    """Return where a content lies."""
    return content_path(evidence_files(workspace), sha256)


def _copy(ctx: JobContext, workspace: Path, source: Source, made: list[Path]) -> _Taken | Skipped:
    def on_block() -> None:
        ctx.step(0, 0, f"正在收进 {source.path.name}")

    try:
        kept = keep_file(evidence_files(workspace), source.path, on_block=on_block)
    except NotKept as error:
        return Skipped(str(source.path), str(error))
    if kept.made is not None:
        made.append(kept.made)
    return _Taken(source, kept.sha256, kept.bytes, kept.modified)


def _write(
    store: Store, batch: _Batch, matcher: Matcher, unit_id: str | None
) -> tuple[AddResult, Changes]:
    known = {(row.sha256, row.source_path) for row in records.find(store, Revision)}
    contents = {sha256 for sha256, _ in known}
    fresh = [t for t in batch.taken if (t.sha256, str(t.source.path)) not in known]
    at = now().isoformat(timespec="seconds")
    added: list[Added] = []
    rows: list[Document | Revision | DocumentSlot | Slot] = []
    for taken in fresh:
        match = matcher.match(taken.source.parts)
        name = clean(taken.source.path.name)
        day = name_date(name)
        document = Document(
            new_id(), name, unit_id or matcher.unit(taken.source.parts), day,
            "文件名" if day else "", "{}", at, "" if match.requirement_id else match.reason,
        )  # fmt: skip
        revision = Revision(new_id(), document.id, 1, taken.sha256, taken.size, name,
                            clean(str(taken.source.path)), taken.modified, at)  # fmt: skip
        rows += [document, revision]
        rows += _filed(matcher, match, document.id)
        codes = (matcher.code_of(match.requirement_id),) if match.requirement_id else ()
        added.append(Added(document.id, str(taken.source.path), codes, match.reason,
                           taken.sha256 in contents))  # fmt: skip
        contents.add(taken.sha256)
    operation, changes = None, NOTHING
    if rows:
        with store.write(f"收进材料 {len(added)} 份") as step:
            # Slots first: documents point to them.
            records.insert(store, sorted(rows, key=lambda row: not isinstance(row, Slot)))
        operation, changes = step.id, frozenset({Kind.DOCUMENT, Kind.SLOT, Kind.OPERATION})
    known_count = len(batch.taken) - len(fresh)
    return AddResult(tuple(added), tuple(batch.skipped), known_count, operation), changes


def _filed(matcher: Matcher, match: Match, document_id: str) -> list[Slot | DocumentSlot]:
    """Return the link that files a document, with the slot where it must be made."""
    if match.requirement_id is None:
        return []
    slot_id, made = match.slot_id, None
    if slot_id is None:
        slot_id, made = matcher.extra_slot(match.requirement_id)
    link = DocumentSlot(new_id(), document_id, slot_id, reason=match.reason)
    return [made, link] if made else [link]
