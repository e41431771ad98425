"""六要素 of pictures: proposed from what is known, typed in for many at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from db import Store, records
from db.tables.evidence import Document
from desktop.core.changes import Changes, Kind
from desktop.core.geo import distance_m
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.core.text import tidy
from desktop.features.dossier.fact_dates import TYPED
from desktop.features.dossier.texts import DocumentText, documents_of
from desktop.features.evidence import DocumentRow, document_rows
from desktop.features.points import PointRow, point_rows

ELEMENTS = {
    "time": "时间", "place": "地点", "people": "人物", "theme": "主题", "background": "背景",
    "cause": "事由",
}  # fmt: skip
# What the last entry of the same unit and item is likely to share with the next picture.
_SHARED = ("place", "people", "background", "cause")
# Pictures not filed come after every code.
_LAST = "\uffff"
_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class CaptionRow:
    """A picture with its six elements; `state` is 齐备 where none is empty."""

    id: str
    name: str
    unit: str | None
    codes: tuple[str, ...]
    time: str
    place: str
    people: str
    theme: str
    background: str
    cause: str
    state: str
    sha256: str


def caption_rows(store: Store) -> tuple[CaptionRow, ...]:
    """Return every picture, by item and name."""
    captions = {document.id: _of(document) for document in records.find(store, Document)}
    rows = [_row(row, captions[row.id]) for row in document_rows(store).all() if _is_picture(row)]
    return tuple(sorted(rows, key=lambda row: (row.codes or (_LAST,), row.name)))


def propose_captions(
    ctx: JobContext, store: Store, document_ids: Sequence[str] | None = None
) -> dict[str, dict[str, str]]:
    """Return texts for elements still empty, by document id; nothing is saved.

    The time comes from the camera or the fact date, the place from the nearest point, the theme
    from a telling file name, the rest from the last entry of the same unit and item.
    """
    rows = {row.id: row for row in caption_rows(store)}
    points = [point for point in point_rows(store).all() if point.lat is not None]
    last = _last_entries(rows.values())
    proposed = {}
    for item in documents_of(ctx, store, document_ids):
        row = rows.get(item.document.id)
        if row is None:
            continue
        known = {**last.get((row.unit, row.codes), {}), **_facts(item, points)}
        fresh = {k: v for k, v in known.items() if v and not getattr(row, k)}
        if fresh:
            proposed[row.id] = fresh
    return proposed


def save_captions(store: Store, captions: Mapping[str, Mapping[str, str]]) -> tuple[int, Changes]:
    """Save elements by document id as one step; elements not given stay as they are."""
    documents = records.find(store, Document, id=tuple(captions))
    changed = []
    for document in documents:
        given = {key: tidy(captions[document.id][key]) for key in ELEMENTS
                 if key in captions[document.id]}  # fmt: skip
        text = json.dumps({**_of(document), **given}, ensure_ascii=False)
        changed.append(records.changed(document, caption=text))
    with store.write(f"填写 {len(changed)} 张图片的说明", right="evidence.edit"):
        records.update(store, changed)
    return len(changed), frozenset({Kind.DOCUMENT, Kind.OPERATION})


def _of(document: Document) -> dict[str, str]:
    caption: dict[str, str] = json.loads(document.caption or "{}")
    return caption


def _row(row: DocumentRow, caption: Mapping[str, str]) -> CaptionRow:
    texts = {key: caption.get(key, "") for key in ELEMENTS}
    filled = sum(bool(text) for text in texts.values())
    state = "齐备" if filled == len(ELEMENTS) else "收集中" if filled else "未开始"
    return CaptionRow(id=row.id, name=row.name, unit=row.unit, codes=row.codes, state=state,
                      sha256=row.sha256, **texts)  # fmt: skip


def _is_picture(row: DocumentRow) -> bool:
    ending = PurePath(row.name).suffix.lower().lstrip(".")
    return ending in resource("evidence.json")["kinds"][0]["suffixes"]


def _last_entries(
    rows: Iterable[CaptionRow],
) -> dict[tuple[str | None, tuple[str, ...]], dict[str, str]]:
    last: dict[tuple[str | None, tuple[str, ...]], dict[str, str]] = {}
    for row in rows:
        shared = {key: getattr(row, key) for key in _SHARED if getattr(row, key)}
        last.setdefault((row.unit, row.codes), {}).update(shared)
    return last


def _facts(item: DocumentText, points: Sequence[PointRow]) -> dict[str, str]:
    facts = {"time": _time(item), "place": _place(item, points), "theme": _theme(item)}
    return {key: text for key, text in facts.items() if text}


def _time(item: DocumentText) -> str:
    moment = _MOMENT.match(item.reading.taken)
    day = item.document.fact_date
    if moment and item.document.fact_date_source != TYPED:
        year, month, date_, hour, minute = moment.groups()
        return f"{year}年{int(month)}月{int(date_)}日 {hour}:{minute}"
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _place(item: DocumentText, points: Sequence[PointRow]) -> str:
    lng, lat = item.reading.lng, item.reading.lat
    if lng is None or lat is None:
        return ""
    near = [(distance_m(lng, lat, p.lng or 0, p.lat or 0), p.name) for p in points]
    metres, name = min(near, default=(float("inf"), ""))
    return name if metres <= resource("dossier.json")["near_point_m"] else ""


def _theme(item: DocumentText) -> str:
    stem = PurePath(item.document.name).stem
    names = resource("dossier.json")["camera_names"]
    if any(re.match(pattern, stem, re.IGNORECASE) for pattern in names):
        return ""
    return re.sub(r"[\d_\-]+$", "", stem)
