"""What follows a return: a new file in place of the old, and the slips that go to the units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db import Store, records
from db.ids import new_id
from db.tables.evidence import Document, DocumentSlot, Revision
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now
from desktop.core.content_store import Kept, NotKept, keep_file
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.core.text import clean
from desktop.features.dossier.fact_dates import TYPED, find_dates
from desktop.features.evidence import document_rows, return_reasons, slot_rows

NO_UNIT = "未定单位"
_CHANGED: Changes = frozenset({Kind.DOCUMENT, Kind.SLOT, Kind.OPERATION})


@dataclass(frozen=True, slots=True)
class Returned:
    """One document sent back; `times` counts how often it was, over all it serves."""

    document_id: str
    name: str
    code: str
    item: str
    reason: str
    times: int
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class ReturnSlip:
    """退回单: what one unit has to hand in again."""

    unit: str
    lines: tuple[Returned, ...]


def replace_file(
    ctx: JobContext, store: Store, document_id: str, path: Path
) -> tuple[Revision, Changes]:
    """Take a file in as a document's next revision; it goes back to 待审 wherever it serves.

    The day is looked for anew, in the same step, unless a person typed it. Former revisions
    stay. Raises UserError for a file that cannot be read or is the same.
    """
    document = records.get(store, Document, document_id)
    if document is None:
        raise UserError("这份材料已经被删除。", "没有收进新文件。")
    kept = _keep(ctx, store, path)
    try:
        with store.write(f"“{document.name}”换成新文件", right="evidence.replace"):
            made = _revise(store, document, path, kept)
            find_dates(ctx, store, [document_id])
    except BaseException:
        if kept.made is not None:
            kept.made.unlink(missing_ok=True)
        raise
    return made, _CHANGED


def _keep(ctx: JobContext, store: Store, path: Path) -> Kept:
    try:
        return keep_file(
            evidence_files(store.workspace), path, on_block=lambda: ctx.step(0, 0, path.name)
        )
    except NotKept as error:
        raise UserError(f"{path.name}：{error}", "原来的文件没有改动。") from error
    except OSError as error:
        raise UserError(f"读不了 {path.name}。", "原来的文件没有改动。请检查后再试。") from error


def _revise(store: Store, document: Document, path: Path, kept: Kept) -> Revision:
    former = records.find(store, Revision, document_id=document.id, order="number")
    if former and former[-1].sha256 == kept.sha256:
        raise UserError(
            f"{path.name} 与现有文件内容相同。", "没有收进，审核状态没有改动。请选改过的文件。"
        )
    number = former[-1].number + 1 if former else 1
    at = now().isoformat(timespec="seconds")
    made = Revision(new_id(), document.id, number, kept.sha256, kept.bytes, clean(path.name),
                    clean(str(path)), kept.modified, at)  # fmt: skip
    links = records.find(store, DocumentSlot, document_id=document.id)
    records.insert(store, [made])
    # The reason of the last return stays in sight of whoever reviews the new file.
    records.update(store, [records.changed(link, review="pending") for link in links])
    records.update(store, [_undated(document)])
    return made


def _undated(document: Document) -> Document:
    """Return the document without the day its former file showed; what a person typed stays."""
    if document.fact_date_source == TYPED:
        return document
    return records.changed(document, fact_date=None, fact_date_source="")


def return_slips(store: Store, units: Iterable[str] = ()) -> tuple[ReturnSlip, ...]:
    """Return what each unit has to hand in again; all units where none are named."""
    wanted = set(units)
    rows = {row.id: row for row in document_rows(store).all()}
    slots = {slot.id: slot for slot in slot_rows(store).all()}
    reasons = {reason.code: reason.text for reason in return_reasons()}
    by_unit: dict[str, list[Returned]] = {}
    for link in records.find(store, DocumentSlot, review="returned"):
        row, slot = rows[link.document_id], slots[link.slot_id]
        told = [reasons.get(link.review_reason, link.review_reason), link.review_text]
        line = Returned(row.id, row.name, slot.code, slot.item, "：".join(filter(None, told)),
                        link.returns, link.reviewed_by, link.reviewed_at or "")  # fmt: skip
        by_unit.setdefault(row.unit or NO_UNIT, []).append(line)
    return tuple(
        ReturnSlip(unit, tuple(sorted(lines, key=lambda line: (line.code, line.name))))
        for unit, lines in sorted(by_unit.items()) if not wanted or unit in wanted
    )  # fmt: skip


def find_documents(store: Store, words: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of documents named by id or name; raise UserError where one fits not one."""
    rows = document_rows(store).all()
    found = []
    for word in words:
        fits = [row.id for row in rows if word in (row.id, row.name)]
        if len(fits) != 1:
            told = f"有 {len(fits)} 份材料叫“{word}”。" if fits else f"没有叫“{word}”的材料。"
            raise UserError(told, "没有改动。请用材料的 id，可从 window list --json 里查。")
        found += fits
    return tuple(found)
