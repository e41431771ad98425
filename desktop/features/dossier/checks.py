"""试报送: every material against what is known of refusals, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from db import Store, records
from db.tables.evidence import DocumentSlot
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.dossier.doubles import KIND as DOUBLE
from desktop.features.dossier.doubles import Double, doubles
from desktop.features.dossier.limits import Limits, all_limits
from desktop.features.dossier.privacy import KIND as PRIVACY
from desktop.features.dossier.privacy import PERSONAL, blocking_hits
from desktop.features.dossier.texts import DocumentText, documents_of
from desktop.features.dossier.traces import KIND as TRACE
from desktop.features.dossier.traces import trace_hits
from desktop.features.dossier.window import OUTSIDE, UNKNOWN, window_of, window_rows
from desktop.features.evidence import DocumentRow, SlotRow, document_rows, slot_rows

REFUSED, DOUBTFUL = "会被拒收", "要再看"
SHRINK, CONVERT, RENAME = "压小", "转换格式", "改名"
NOT_FILED = "未归位"
TWICE = "一图多用"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing found with one document; `fix` names what the program can mend on a copy.

    `key` lets a hit stand where it has one; `other` is the second document of a double.
    """

    id: str
    document_id: str
    code: str
    kind: str
    name: str
    unit: str | None
    grade: str
    rule: str
    what: str
    where: str = ""
    context: str = ""
    fix: str = ""
    key: str = ""
    other: str = ""
    other_name: str = ""

    @property
    def exemption(self) -> str:
        """Return the kind of exemption that lets it stand, "" where none does."""
        own = {PERSONAL: PRIVACY, TWICE: DOUBLE}
        return own.get(self.rule, TRACE) if self.key else ""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a trial found; `documents` is how many were looked at."""

    rows: tuple[CheckRow, ...]
    documents: int

    def count(self, grade: str) -> int:
        """Return how many rows have a grade."""
        return sum(row.grade == grade for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Found:
    """A fault before it is put beside its item."""

    document_id: str
    grade: str
    rule: str
    what: str
    where: str = ""
    context: str = ""
    fix: str = ""
    key: str = ""
    other: str = ""
    other_name: str = ""


def dry_run(ctx: JobContext, store: Store, *, round_id: str = "") -> DryRun:
    """Look at every document as the reviewers will; nothing is changed."""
    rows = {row.id: row for row in document_rows(store).all()}
    slots = {slot.id: slot for slot in slot_rows(store).all()}
    items = documents_of(ctx, store)
    limits = all_limits(store)
    links: dict[str, list[SlotRow]] = {}
    for link in records.find(store, DocumentSlot):
        links.setdefault(link.document_id, []).append(slots[link.slot_id])
    found: list[_Found] = []
    for item in items:
        asked = [limits[s.kind] for s in links.get(item.document.id, ()) if s.kind in limits]
        found += [*_file(item), *(fault for one in asked for fault in _within(item, one))]
    found += [*_count(links, limits), *_days(store, round_id)]
    found += [_Found(h.document_id, REFUSED, h.rule, h.what, h.where, h.context, key=h.key)
              for h in blocking_hits(ctx, store)]  # fmt: skip
    found += [_Found(h.document_id, DOUBTFUL, h.rule, h.what, h.where, h.context, key=h.key)
              for h in trace_hits(ctx, store, round_id=round_id)]  # fmt: skip
    found += [_double(pair) for pair in doubles(ctx, store) if not pair.allowed]
    return DryRun(_placed(found, rows, links), len(items))


def _placed(
    found: Sequence[_Found], rows: Mapping[str, DocumentRow], links: Mapping[str, list[SlotRow]]
) -> tuple[CheckRow, ...]:
    """Put each fault beside its item, in the order of the items, refusals first."""

    def place(fault: _Found) -> tuple[int, str, bool]:
        slots = links.get(fault.document_id)
        name = rows[fault.document_id].name
        return (slots[0].sort if slots else 1 << 60), name, fault.grade != REFUSED

    made = []
    for number, fault in enumerate(sorted(dict.fromkeys(found), key=place)):
        slots, row = links.get(fault.document_id), rows[fault.document_id]
        code, kind = (slots[0].code, slots[0].kind) if slots else (NOT_FILED, "")
        made.append(CheckRow(
            str(number), row.id, code, kind, row.name, row.unit, fault.grade, fault.rule,
            fault.what, fault.where, fault.context, fault.fix, fault.key, fault.other,
            fault.other_name,
        ))  # fmt: skip
    return tuple(made)


def _file(item: DocumentText) -> Iterator[_Found]:
    """Yield what is wrong with a file whatever the notice says."""
    look, own = item.reading, item.document.id
    if look.fault:
        grade = DOUBTFUL if look.pages else REFUSED
        yield _Found(own, grade, "读不出内容", look.fault)
    endings = resource("dossier.json")["endings"].get(look.kind, ())
    ending = _ending(item.revision.name)
    if endings and ending not in endings and _ending(item.document.name) not in endings:
        told = f"扩展名是 .{ending}，内容其实是 {look.kind.upper()}"
        yield _Found(own, REFUSED, "扩展名不符", told, fix=RENAME)
    if look.sharpness is not None and look.sharpness < resource("dossier.json")["blurred_below"]:
        yield _Found(own, DOUBTFUL, "图片模糊", f"清晰度 {look.sharpness:g}，一般照片在 50 以上")
    if look.coarseness and look.coarseness > resource("dossier.json")["coarse_above"]:
        yield _Found(own, DOUBTFUL, "压缩过度", "像是聊天软件转发过的图，请交相机或手机里的原图")


def _within(item: DocumentText, most: Limits) -> Iterator[_Found]:
    """Yield where a file goes beyond the limits of its kind."""
    own, look, name = item.document.id, item.reading, item.document.name
    is_picture, tail = bool(look.width), f"（{most.source}）"
    ending, words = _ending(name), sum(len("".join(p.text.split())) for p in look.pages)
    if most.endings and ending not in most.endings:
        fix = CONVERT if is_picture else ""
        yield _Found(own, REFUSED, "类型", f".{ending} 不在 {most.types} 之内{tail}", fix=fix)
    if most.bytes and item.revision.bytes > most.bytes:
        told = f"{item.revision.bytes:,} 字节，最多 {most.bytes:,}{tail}"
        yield _Found(own, REFUSED, "大小", told, fix=SHRINK if is_picture else "")
    if is_picture and (look.width < most.width or look.height < most.height):
        told = f"{look.width}×{look.height}，至少 {most.width}×{most.height}{tail}"
        yield _Found(own, REFUSED, "像素", told)
    if look.pages and words < most.least_words:
        yield _Found(own, REFUSED, "字数", f"{words} 字，至少 {most.least_words}{tail}")
    if most.most_words and words > most.most_words:
        yield _Found(own, REFUSED, "字数", f"{words} 字，最多 {most.most_words}{tail}")
    if most.pages and (look.page_count or 0) > most.pages:
        yield _Found(own, REFUSED, "页数", f"{look.page_count} 页，最多 {most.pages}{tail}")
    if most.name_length and len(name) > most.name_length:
        told = f"{len(name)} 个字，最多 {most.name_length}{tail}"
        yield _Found(own, REFUSED, "文件名长度", told, fix=RENAME)
    bad = "".join(dict.fromkeys(c for c in name if c in most.bad_characters))
    if bad:
        yield _Found(own, REFUSED, "文件名字符", f"不能有 {bad}{tail}", fix=RENAME)


def _count(
    links: Mapping[str, Sequence[SlotRow]], limits: Mapping[str, Limits]
) -> Iterator[_Found]:
    """Name the documents that come after the last one an item takes."""
    taken: dict[str, int] = {}
    for document_id, slots in links.items():
        for slot in slots:
            taken[slot.id] = taken.get(slot.id, 0) + 1
            most = limits.get(slot.kind, Limits())
            if most.count and taken[slot.id] > most.count:
                told = f"{slot.code} {slot.kind}最多 {most.count} 份（{most.source}）"
                yield _Found(document_id, REFUSED, "份数", told)


def _days(store: Store, round_id: str) -> Iterator[_Found]:
    window = window_of(store, round_id)
    for row in window_rows(store, window):
        if row.state == OUTSIDE:
            told = f"{row.day}（{row.source}）不在 {window} 之内"
            yield _Found(row.id, REFUSED if row.certain else DOUBTFUL, "时限窗", told)
        elif row.state == UNKNOWN:
            yield _Found(row.id, DOUBTFUL, "没有日期", "看不出成文或拍摄日期，请填写")


def _double(pair: Double) -> _Found:
    first, second = pair.first, pair.second
    told = f"与“{second.name}”{pair.how}（{'、'.join(second.codes) or NOT_FILED}）"
    return _Found(first.document_id, DOUBTFUL, TWICE, told, key=pair.key,
                  other=second.document_id, other_name=second.name)  # fmt: skip


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")
