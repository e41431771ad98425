"""旧痕检查: signs that a text was written for another year or another place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from db import Store, records
from db.tables.evidence import DocumentSlot, Slot
from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.features.dossier.child import Page
from desktop.features.dossier.exemptions import exempted
from desktop.features.dossier.fact_dates import number_of, real_day
from desktop.features.dossier.texts import DocumentText, Hit, documents_of
from desktop.features.dossier.window import Window, window_of
from desktop.features.settings import county

KIND = "trace"
OLD_YEAR, OTHER_PLACE, NO_DAY, SUMMARY = "期外年份", "外地地名", "不存在的日期", "写成总结"
_YEAR = re.compile(
    r"(?<![\d〇○零一二三四五六七八九])((?:19|20)\d{2}|[一二][〇○零九][〇○零一二三四五六七八九]{2})(?:年|〕|\])"
)
_DAY = re.compile(r"(?<!\d)(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_SUFFIX = re.compile("[县市区旗州盟]")
# A clause that begins with a name and 县: 云泽县今年以来.
_CLAUSE = re.compile(r"(?:^|(?<=[\s，。；：、（）“”,;:(]))([一-鿿]{2,3}县)", re.MULTILINE)
_LONGEST = 15


def trace_hits(
    ctx: JobContext, store: Store, document_ids: Sequence[str] | None = None, *, round_id: str = ""
) -> tuple[Hit, ...]:
    """Return the signs of another year or place that nobody lets stand."""
    passed = exempted(store, KIND)
    window, own = window_of(store, round_id), county(store)
    explaining = _explaining(store)
    found = []
    for item in documents_of(ctx, store, document_ids):
        for page in item.places():
            found += [*_years(item, page, window), *_places(item, page, own), *_days(item, page)]
        if item.document.id in explaining:
            found += _summary(item)
    return tuple(hit for hit in found if hit.key not in passed)


def other_places(text: str, own: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield counties and cities other than `own`, by the gazetteer or by how they are written."""
    seen: set[int] = set()
    for match in _SUFFIX.finditer(text):
        name = _known_name(text, match.end())
        if name and name not in own and own not in name:
            seen.add(match.end())
            yield (match.end() - len(name), match.end()), name
    for match in _CLAUSE.finditer(text):
        name = match[1]
        known = match.end() in seen or name == own or _goes_on(text, match.end())
        if not known and not name.startswith(tuple(resource("dossier.json")["places_before"])):
            yield match.span(1), name


def _known_name(text: str, end: int) -> str:
    """Return the longest name of the gazetteer that ends here; two characters stand alone only."""
    if _goes_on(text, end):
        return ""
    for length in range(_LONGEST, 1, -1):
        start = end - length
        if start < 0 or text[start:end] not in _gazetteer():
            continue
        alone = start == 0 or not "一" <= text[start - 1] <= "鿿"
        return text[start:end] if length > 2 or alone else ""
    return ""


def _goes_on(text: str, end: int) -> bool:
    """Tell whether the name's last character begins another word, as 市 in 市场."""
    after = resource("dossier.json")["not_after"].get(text[end - 1], "")
    return text[end : end + 1] in after if text[end : end + 1] else False


@cache
def _gazetteer() -> frozenset[str]:
    names = {
        name for line in resource("gazetteer.json")["places"].values() for name in line.split()
    }
    return frozenset(names - set(resource("dossier.json")["generic_places"]))


def _places(item: DocumentText, page: Page, own: str) -> Iterator[Hit]:
    for span, name in other_places(page.text, own):
        yield item.hit(page, span, f"出现外地地名“{name}”", rule=OTHER_PLACE, key=f"地名|{name}")


def _years(item: DocumentText, page: Page, window: Window | None) -> Iterator[Hit]:
    for match in _YEAR.finditer(page.text) if window else ():
        year = number_of(match[1])
        if window and not window.starts.year <= year <= window.ends.year:
            key = f"{item.revision.sha256}|{page.where}|{year}"
            yield item.hit(page, match.span(), f"出现 {year} 年，时限窗是 {window}",
                           rule=OLD_YEAR, key=key)  # fmt: skip


def _days(item: DocumentText, page: Page) -> Iterator[Hit]:
    for match in _DAY.finditer(page.text):
        year, month, day = match.groups()
        # Without a year the 29th of February may be.
        if real_day(int(year or 2024), int(month), int(day)) is None:
            key = f"{item.revision.sha256}|{page.where}|{match.group()}"
            yield item.hit(page, match.span(), f"没有 {match.group().strip()} 这一天",
                           rule=NO_DAY, key=key)  # fmt: skip


def _explaining(store: Store) -> set[str]:
    """Return the documents filed where an explanation is asked for."""
    kinds = resource("dossier.json")["explaining_kinds"]
    slots = {slot.id for slot in records.find(store, Slot) if slot.kind in kinds}
    return {link.document_id for link in records.find(store, DocumentSlot) if link.slot_id in slots}


def _summary(item: DocumentText) -> Iterator[Hit]:
    rules = resource("dossier.json")
    first = next((p for p in item.reading.pages if p.text.strip()), None)
    if first is None:
        return
    title = next(line.strip() for line in first.text.splitlines() if line.strip())
    if any(word in title for word in rules["explaining_words"]):
        return
    for word in rules["summary_words"]:
        if word in title:
            key = f"{item.revision.sha256}|标题|{word}"
            start = first.text.index(title)
            yield item.hit(first, (start, start + len(title)), f"要的是说明，标题写成“{word}”",
                           rule=SUMMARY, key=key)  # fmt: skip
            return
