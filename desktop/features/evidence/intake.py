"""Copying files into the workspace: copied and checked first, then one short write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db import Store, records
from db.ids import new_id
from db.tables.evidence import Document, DocumentSlot, Revision, Slot
from desktop.core.changes import NOTHING, Changes, Kind
from desktop.core.clock import now
from desktop.core.content_store import content_path
from desktop.core.intake import Intake, Skipped, take_in
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.core.text import clean
from desktop.features.evidence.matching import Matcher
from desktop.features.evidence.rules import Match, name_date


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


def add_paths(
    ctx: JobContext, store: Store, paths: Sequence[Path], *, code: str | None = None,
    unit_id: str | None = None,
) -> tuple[AddResult, Changes]:  # fmt: skip
    """Take files, folders and what zips hold in and file them; cancelling leaves nothing behind.

    `code` names the requirement for all of them. Files are stored by content, so the same content
    is stored once; the same file added again is known and adds nothing. Raises UserError for a
    code nobody has.
    """
    matcher = Matcher(store, code)
    intake = Intake()
    try:
        take_in(ctx, evidence_files(store.workspace), paths, intake, unpacks=True)
        ctx.step(len(intake.taken), len(intake.taken), "正在登记")
        return _write(store, intake, matcher, unit_id)
    except BaseException:
        intake.take_back()
        raise


def blob_path(workspace: Path, sha256: str) -> Path:
    """Return where a content lies."""
    return content_path(evidence_files(workspace), sha256)


def _write(
    store: Store, intake: Intake, matcher: Matcher, unit_id: str | None
) -> tuple[AddResult, Changes]:
    known = {(row.sha256, row.source_path) for row in records.find(store, Revision)}
    contents = {sha256 for sha256, _ in known}
    fresh = [t for t in intake.taken if (t.content.sha256, clean(t.source.where)) not in known]
    at = now().isoformat(timespec="seconds")
    added: list[Added] = []
    rows: list[Document | Revision | DocumentSlot | Slot] = []
    for taken in fresh:
        content = taken.content
        match = matcher.match(taken.source.parts)
        name = clean(taken.source.parts[-1])
        day = name_date(name)
        document = Document(
            new_id(), name, unit_id or matcher.unit(taken.source.parts), day,
            "文件名" if day else "", "{}", at, "" if match.requirement_id else match.reason,
        )  # fmt: skip
        revision = Revision(new_id(), document.id, 1, content.sha256, content.bytes, name,
                            clean(taken.source.where), content.modified, at)  # fmt: skip
        rows += [document, revision]
        rows += _filed(matcher, match, document.id)
        codes = (matcher.code_of(match.requirement_id),) if match.requirement_id else ()
        added.append(Added(document.id, taken.source.where, codes, match.reason,
                           content.sha256 in contents))  # fmt: skip
        contents.add(content.sha256)
    operation, changes = None, NOTHING
    if rows:
        with store.write(f"收进材料 {len(added)} 份") as step:
            # Slots first: documents point to them.
            records.insert(store, sorted(rows, key=lambda row: not isinstance(row, Slot)))
        operation, changes = step.id, frozenset({Kind.DOCUMENT, Kind.SLOT, Kind.OPERATION})
    known_count = len(intake.taken) - len(fresh)
    return AddResult(tuple(added), tuple(intake.skipped), known_count, operation), changes


def _filed(matcher: Matcher, match: Match, document_id: str) -> list[Slot | DocumentSlot]:
    """Return the link that files a document, with the slot where it must be made."""
    if match.requirement_id is None:
        return []
    slot_id, made = match.slot_id, None
    if slot_id is None:
        slot_id, made = matcher.extra_slot(match.requirement_id)
    link = DocumentSlot(new_id(), document_id, slot_id, reason=match.reason)
    return [made, link] if made else [link]
