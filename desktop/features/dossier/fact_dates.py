"""When a document was written or taken: every trace of a day, with where it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from db import Store, records
from db.tables.evidence import Document
from desktop.core.changes import NOTHING, Changes, Kind
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.dossier.child import Reading
from desktop.features.dossier.reading import newest_revisions, read_contents

TYPED, TAKEN, SIGNED, NAMED, MENTIONED = "手工填写", "拍摄信息", "正文落款", "文件名", "正文提到"
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?P<y>(?:19|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})"
_PART = r"\d{1,2}|[一二三]?十?[一二三四五六七八九]?"
_DAY = re.compile(
    rf"(?<!\d){_YEAR}\s*(?:年|[-./])\s*(?P<m>{_PART})\s*(?:月|[-./])\s*(?P<d>{_PART})\s*(?:日|(?!\d))"
)
_NAME_DAY = re.compile(
    r"(?<!\d)(?P<y>20\d{2})[-_.年]?(?P<m>0[1-9]|1[0-2])[-_.月]?(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?=\D|\d{6}\D|\d{6}$|$)"
)
_TAKEN_DAY = re.compile(r"(?P<y>\d{4})[:\-/](?P<m>\d{2})[:\-/](?P<d>\d{2})")
_LAST_LINES = 8


@dataclass(frozen=True, slots=True)
class FactDate:
    """A day and how it is known; `certain` is False where the words only mention it."""

    day: date
    source: str
    certain: bool
    context: str = ""


@dataclass(frozen=True, slots=True)
class DocumentDates:
    """What is known of a document's day: the one to go by first, then what else was found."""

    document_id: str
    name: str
    found: tuple[FactDate, ...]

    @property
    def best(self) -> FactDate | None:
        """Return the day to go by."""
        return self.found[0] if self.found else None

    @property
    def is_contradictory(self) -> bool:
        """Tell whether certain traces name different days."""
        return len({item.day for item in self.found if item.certain}) > 1


def dates_in(text: str) -> Iterator[tuple[date, int]]:
    """Yield every day written in full, in figures or Chinese numerals, with its place."""
    for match in _DAY.finditer(text):
        day = _day(match)
        if day is not None:
            yield day, match.start()


def name_day(name: str) -> date | None:
    """Return the day a file name carries, as IMG_20260314_091512 or 微信图片_20260630211504."""
    match = _NAME_DAY.search(name)
    return _day(match) if match else None


def traces_of(reading: Reading, name: str) -> tuple[FactDate, ...]:
    """Return the days a file shows, the one to trust most first."""
    found = [*_taken(reading), *_in_text(reading)]
    day = name_day(name)
    if day is not None:
        found.append(_fact(day, NAMED, name))
    return tuple(sorted(found, key=lambda item: _rank(item.source)))


def find_dates(
    ctx: JobContext, store: Store, document_ids: Sequence[str] | None = None
) -> tuple[tuple[DocumentDates, ...], Changes]:
    """Look for the day of documents and keep the best; what a person typed stays.

    Without `document_ids` all are looked at.
    """
    wanted = {} if document_ids is None else {"id": tuple(document_ids)}
    documents = records.find(store, Document, order="added_at, id", **wanted)
    revisions = newest_revisions(store)
    there = [revisions[item.id] for item in documents if item.id in revisions]
    readings = read_contents(ctx, store, there)
    result, changed = [], []
    for document in documents:
        revision = revisions.get(document.id)
        found = traces_of(readings[revision.sha256], revision.name) if revision else ()
        if document.fact_date and document.fact_date_source == TYPED:
            found = (_fact(document.fact_date, TYPED, ""), *found)
        result.append(DocumentDates(document.id, document.name, found))
        if found and (document.fact_date, document.fact_date_source) != _key(found[0]):
            changed.append(records.changed(document, fact_date=found[0].day,
                                           fact_date_source=found[0].source))  # fmt: skip
    if not changed:
        return tuple(result), NOTHING
    with store.write(f"认出 {len(changed)} 份材料的成文/拍摄日期", right="evidence.edit"):
        records.update(store, changed)
    return tuple(result), frozenset({Kind.DOCUMENT, Kind.OPERATION})


def type_date(store: Store, document_ids: Sequence[str], day: date) -> tuple[int, Changes]:
    """State the day of documents by hand; no later look changes it."""
    documents = records.find(store, Document, id=tuple(document_ids))
    with store.write(f"填写 {len(documents)} 份材料的日期", right="evidence.edit"):
        records.update(store, [
            records.changed(item, fact_date=day, fact_date_source=TYPED) for item in documents
        ])  # fmt: skip
    return len(documents), frozenset({Kind.DOCUMENT, Kind.OPERATION})


def is_certain(source: str) -> bool:
    """Tell whether a day known from this source needs no second look."""
    return any(
        s["source"] == source and s["certain"] for s in resource("dossier.json")["day_sources"]
    )


def _rank(source: str) -> int:
    return [item["source"] for item in resource("dossier.json")["day_sources"]].index(source)


def _fact(day: date, source: str, context: str) -> FactDate:
    return FactDate(day, source, is_certain(source), context)


def _key(fact: FactDate) -> tuple[date, str]:
    return fact.day, fact.source


def _taken(reading: Reading) -> Iterator[FactDate]:
    match = _TAKEN_DAY.match(reading.taken)
    day = _day(match) if match else None
    if day is not None:
        yield _fact(day, TAKEN, reading.taken)


def _in_text(reading: Reading) -> Iterator[FactDate]:
    """Yield the day a text is signed with, or else the latest it mentions."""
    lines = [line.strip() for line in reading.text.splitlines() if line.strip()]
    for line in reversed(lines[-_LAST_LINES:]):
        match = _DAY.fullmatch(line)
        day = _day(match) if match else None
        if day is not None:
            yield _fact(day, SIGNED, line)
            return
    mentioned = [(day, line) for line in lines for day, _ in dates_in(line)]
    if mentioned:
        day, line = max(mentioned)
        yield _fact(day, MENTIONED, line[:60])


def real_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(match: re.Match[str]) -> date | None:
    try:
        return real_day(*(number_of(match[part]) for part in ("y", "m", "d")))
    except ValueError:
        return None


def number_of(text: str) -> int:
    """Return a number in figures or Chinese numerals: 二〇二六, 十二, 三十一."""
    if "十" not in text:
        return int(text.translate(_DIGITS))
    tens, ones = text.split("十")
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
