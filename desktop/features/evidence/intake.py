"""Copying files into the workspace: copied and checked first, then one short write."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from db import Store, StoreUnavailable, records
from db.ids import new_id
from db.maintenance import stored_contents
from db.tables.evidence import Document, DocumentSlot, Revision, Slot
from db.tables.proposals import Proposal
from desktop.core.changes import NOTHING, Changes, Kind
from desktop.core.clock import now
from desktop.core.content_store import content_path
from desktop.core.intake import Intake, Skipped, Taken, take_in
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.core.text import clean
from desktop.features.evidence.matching import Matcher
from desktop.features.evidence.rules import Match, name_date


@dataclass(frozen=True, slots=True)
class Added:
    """A file taken in: matched where `codes` is not empty; reason says how or why not.

    `proposed` are the codes it may belong to where that is in doubt, the likeliest first.
    """

    document_id: str
    path: str
    codes: tuple[str, ...]
    reason: str
    is_duplicate: bool
    proposed: tuple[str, ...] = ()


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
        _take_back(store, intake)
        raise


def _take_back(store: Store, intake: Intake) -> None:
    """Remove what was copied in vain: a commit that failed at its very end may yet have held."""
    with suppress(OSError, StoreUnavailable):
        intake.take_back({content.sha256 for content in stored_contents(store)})


def blob_path(workspace: Path, sha256: str) -> Path:
    """Return where a content lies."""
    return content_path(evidence_files(workspace), sha256)


_Row = Document | Revision | DocumentSlot | Slot | Proposal


def _write(
    store: Store, intake: Intake, matcher: Matcher, unit_id: str | None
) -> tuple[AddResult, Changes]:
    known = {(row.sha256, row.source_path) for row in records.find(store, Revision)}
    fresh = [t for t in intake.taken if (t.content.sha256, clean(t.source.where)) not in known]
    filing = _Filing(matcher, unit_id, {sha256 for sha256, _ in known})
    pairs = [(taken, matcher.match(taken.source.parts)) for taken in fresh]
    for taken, match in pairs:
        filing.add(taken, match)
    # Only now is known where every content of this batch was filed.
    for document, taken, match in filing.loose:
        filing.propose(document, taken, match)
    operation, changes = None, NOTHING
    if filing.rows:
        with store.write(f"收进材料 {len(fresh)} 份", right="evidence.add") as step:
            # Slots first: documents point to them.
            records.insert(store, sorted(filing.rows, key=lambda row: not isinstance(row, Slot)))
        operation, changes = step.id, frozenset({Kind.DOCUMENT, Kind.SLOT, Kind.OPERATION})
    known_count = len(intake.taken) - len(fresh)
    return AddResult(filing.added(), tuple(intake.skipped), known_count, operation), changes


class _Filing:
    """Makes the records of a batch."""

    def __init__(self, matcher: Matcher, unit_id: str | None, contents: set[str]) -> None:
        self._matcher, self._unit_id, self._contents = matcher, unit_id, contents
        self._at = now().isoformat(timespec="seconds")
        self._added: dict[str, Added] = {}
        self.rows: list[_Row] = []
        self.loose: list[tuple[Document, Taken, Match]] = []

    def added(self) -> tuple[Added, ...]:
        """Return what was added, in the order given."""
        return tuple(self._added.values())

    def add(self, taken: Taken, match: Match) -> None:
        """Make a document with its file, filed where its code is plain."""
        source, content = taken.source, taken.content
        name = clean(source.parts[-1])
        day = name_date(name)
        document = Document(
            new_id(), name, self._unit_id or self._matcher.unit(source.parts), day,
            "文件名" if day else "", "{}", self._at, "" if match.requirement_id else match.reason,
        )  # fmt: skip
        revision = Revision(new_id(), document.id, 1, content.sha256, content.bytes, name,
                            clean(source.where), content.modified, self._at)  # fmt: skip
        self.rows += [document, revision]
        codes: tuple[str, ...] = ()
        if match.requirement_id:
            codes = (self._matcher.code_of(match.requirement_id),)
            self._file(match, document, content.sha256)
        else:
            self.loose.append((document, taken, match))
        self._added[document.id] = Added(
            document.id, source.where, codes, match.reason, content.sha256 in self._contents
        )
        self._contents.add(content.sha256)

    def _file(self, match: Match, document: Document, sha256: str) -> None:
        slot_id, made = match.slot_id, None
        if slot_id is None and match.requirement_id is not None:
            slot_id, made = self._matcher.extra_slot(match.requirement_id)
        assert slot_id is not None
        link = DocumentSlot(new_id(), document.id, slot_id, reason=match.reason)
        self.rows += [made, link] if made else [link]
        self._matcher.filed(sha256, slot_id, document.name)

    def propose(self, document: Document, taken: Taken, match: Match) -> None:
        """Propose where a document with no plain code may belong."""
        found = self._matcher.suggest(taken.source.parts, taken.content.sha256, document.unit_id)
        self.rows += [
            Proposal(new_id(), document.id, item.slot_id, item.confidence, item.reason)
            for item in found
        ]
        if found:
            former = self._added[document.id]
            codes = tuple(dict.fromkeys(self._matcher.slot_code(item.slot_id) for item in found))
            reason = f"{match.reason}；有 {len(found)} 条建议"
            self._added[document.id] = replace(former, proposed=codes, reason=reason)
