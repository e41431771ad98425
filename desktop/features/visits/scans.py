"""Scanned sheets and photos: kept by content, filed by the QR code printed on each page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db import SqlRows, Store, StoreUnavailable, records
from db.ids import new_id
from db.maintenance import stored_contents
from db.tables.frameworks import Edition
from db.tables.visits import SCANS, Round, Scan, ScanRow, Visit
from desktop.core.changes import NOTHING, Changes, Kind
from desktop.core.clock import now
from desktop.core.content_store import content_path
from desktop.core.errors import UserError
from desktop.core.intake import Intake, Skipped, Taken, take_in
from desktop.core.job import JobContext
from desktop.core.paths import evidence_files
from desktop.core.pictures import is_picture
from desktop.core.resources import limit
from desktop.core.text import clean
from desktop.features.visits.entry import named_visit
from desktop.features.visits.reading_codes import PageCodes, is_pdf
from desktop.features.visits.scan_pages import pages_of, preview_of
from desktop.features.visits.sheet_numbers import is_of_edition, is_sheet_code, printed, read_typed

CHANGED: Changes = frozenset({Kind.VISIT})
_GONE = "这张图已经被删除。"


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What became of the files given: pages filed, pages waiting, files passed over.

    `known` counts files whose content was there already, `blank` pages that bear nothing.
    """

    filed: tuple[Scan, ...]
    waiting: tuple[Scan, ...]
    skipped: tuple[Skipped, ...]
    known: int
    blank: int
    operation: str | None

    @property
    def summary(self) -> str:
        """Return the counts in words."""
        words = f"归位 {len(self.filed)} 页，未归位 {len(self.waiting)} 页"
        words += f"；{self.known} 个文件以前收过" if self.known else ""
        words += f"；空白 {self.blank} 页没有收" if self.blank else ""
        return words + (f"；{len(self.skipped)} 个文件没有收进" if self.skipped else "") + "。"


def add_scans(ctx: JobContext, store: Store, paths: Sequence[Path]) -> tuple[ScanResult, Changes]:
    """Take pictures and PDFs in and file every page by its QR code; cancelling leaves nothing.

    A page of which no sheet is known waits with the reason. The same content is kept once.
    """
    intake = Intake()
    folder = evidence_files(store.workspace)
    try:
        take_in(ctx, folder, paths, intake, refuses=_refuses)
        there = {scan.sha256 for scan in records.find(store, Scan)}
        fresh = {t.content.sha256: t for t in intake.taken if t.content.sha256 not in there}
        scans, blank = _read_all(ctx, store, tuple(fresh.values()))
        known = len(intake.taken) - len(fresh)
        return _write(store, scans, (tuple(intake.skipped), known, blank))
    except BaseException:
        with suppress(OSError, StoreUnavailable):
            intake.take_back({content.sha256 for content in stored_contents(store)})
        raise


def _refuses(path: Path) -> str:
    if path.stat().st_size > limit("scan_bytes"):
        return f"文件太大({path.stat().st_size // 1048576} MB),没有收进"
    if path.suffix.casefold() in (".heic", ".heif"):
        return "是苹果手机的 HEIC 照片，请先存成 JPG"
    if path.stat().st_size and not is_picture(path) and not is_pdf(path):
        return "不是图片，也不是 PDF,没有收进"
    return ""


def _read_all(ctx: JobContext, store: Store, fresh: Sequence[Taken]) -> tuple[list[Scan], int]:
    scans: list[Scan] = []
    blank = 0
    at = now().isoformat(timespec="seconds")
    for number, taken in enumerate(fresh):
        name = taken.source.path.name
        ctx.step(number, len(fresh), f"正在认 {name}")
        file = content_path(evidence_files(store.workspace), taken.content.sha256)
        pages = pages_of(ctx, file, name)
        kept = [page for page in pages if not page.is_blank] or pages
        blank += len(pages) - len(kept)
        for page in kept:
            scans += _scans(store, taken, page, at)
    ctx.step(len(fresh), len(fresh), "正在登记")
    return scans, blank


def _scans(store: Store, taken: Taken, page: PageCodes, at: str) -> Iterator[Scan]:
    """Yield one record for each sheet on a page, at least one."""
    content, path = taken.content, taken.source.path
    for part, (visit_id, sheet_page, reason) in enumerate(_owners(store, page), 1):
        yield Scan(
            new_id(), visit_id, sheet_page, content.sha256, page.number, part, content.bytes,
            clean(path.name), clean(str(path)), at, reason,
        )  # fmt: skip


def _owners(store: Store, page: PageCodes) -> Sequence[tuple[str | None, int | None, str]]:
    codes = [text for text in page.codes if is_sheet_code(text)]
    if codes:
        return [_owner(store, text) for text in codes]
    if page.codes:
        return [(None, None, "图上的二维码不是检查表的")]
    why = page.why or ("空白页" if page.is_blank else "")
    return [(None, None, why or "没有认出二维码，可能模糊、被遮住，或不是检查表")]


def _owner(store: Store, text: str) -> tuple[str | None, int | None, str]:
    """Return whose sheet a code names, its page, or why it cannot be filed."""
    typed = read_typed(text)
    try:
        visit = named_visit(store, printed(typed.digits[:20]))
    except UserError as error:
        return None, typed.page, error.text
    edition = _edition(store, visit)
    if not is_of_edition(typed, edition):
        why = f"表 {visit.sheet_no} 是按“{typed.edition[:24]}”印的，这一轮按“{edition}”"
        return None, typed.page, f"{why}，请核对后手工归位"
    return visit.id, typed.page, ""


def _edition(store: Store, visit: Visit) -> str:
    item = records.get(store, Round, visit.round_id)
    edition = records.get(store, Edition, item.edition_id) if item else None
    return edition.name if edition else ""


def _write(
    store: Store, scans: Sequence[Scan], rest: tuple[tuple[Skipped, ...], int, int]
) -> tuple[ScanResult, Changes]:
    filed = tuple(scan for scan in scans if scan.visit_id is not None)
    waiting = tuple(scan for scan in scans if scan.visit_id is None)
    if not scans:
        return ScanResult(filed, waiting, *rest, None), NOTHING
    with store.write(f"收进扫描件 {len(scans)} 页", right="visits.scans") as step:
        records.insert(store, scans)
    return ScanResult(filed, waiting, *rest, step.id), CHANGED


def scan_rows(store: Store) -> SqlRows[ScanRow]:
    """Return the list of scanned pages, those waiting first."""
    return SqlRows(store, SCANS)


def scans_of_visit(store: Store, visit_id: str) -> tuple[Scan, ...]:
    """Return the scanned pages of a visit in the order of its sheet."""
    return records.find(store, Scan, visit_id=visit_id, order="page, added_at, source_page")


def file_scan(store: Store, scan_id: str, number: str) -> tuple[Scan, Changes]:
    """File a page under the sheet number typed by hand; raise UserError for a wrong number."""
    former = _scan(store, scan_id)
    try:
        visit = named_visit(store, number)
    except UserError as error:
        raise UserError(error.text, "这张图没有归位，请对照表右上角的编号再输入。") from error
    scan = records.changed(former, visit_id=visit.id, reason="手工归位")
    with store.write(f"扫描件“{scan.name}”归到 {visit.sheet_no}", right="visits.scans"):
        records.update(store, [scan])
    return scan, CHANGED


def delete_scans(store: Store, scan_ids: Iterable[str]) -> tuple[int, Changes]:
    """Delete pages' records; the stored files stay, so that 撤销 brings all back."""
    ids = tuple(scan_ids)
    with store.write(f"删除扫描件 {len(ids)} 页", right="visits.delete_scans"):
        records.delete(store, Scan, ids)
    return len(ids), CHANGED


def scan_preview(ctx: JobContext, store: Store, scan_id: str) -> bytes:
    """Return a small JPEG of a scanned page; raise UserError where it cannot be drawn."""
    scan = _scan(store, scan_id)
    file = content_path(evidence_files(store.workspace), scan.sha256)
    if not file.is_file():
        raise UserError(f"“{scan.name}”的文件不在工作区里。", "请从备份里找回，或删除后重新拖入。")
    return preview_of(ctx, file, scan.source_page)


def _scan(store: Store, scan_id: str) -> Scan:
    scan = records.get(store, Scan, scan_id)
    if scan is None:
        raise UserError(_GONE, "没有改动。")
    return scan
