"""How many pages of one team's book are read, as scanned at 150 dpi and as spoiled.

The book is that of one of six teams over all points of the sample county. Beside our reading
stands zxing-cpp called once on the same picture. A page counts where its own code was read; wrong
numbers are counted apart. Milliseconds are per page, without starting the child.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

from db import Store, open_store
from desktop.core.job import QuietContext
from desktop.core.paths import DATABASE_NAME
from desktop.features.points import point_rows
from desktop.features.reports import SheetChoice, print_sheets
from desktop.features.sample_county.jobs import make_demo
from desktop.features.visits import RoundPlan, add_points, save_round, split_teams
from desktop.features.visits.reading_codes import PageRange, read_codes
from desktop.features.visits.sheet_numbers import is_sheet_code, read_typed
from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Row
from tests.photos import (
    Spoil,
    as_photo,
    at_dpi,
    blurred,
    dark,
    leaning,
    noisy,
    one_after_another,
    pressed,
    shaded,
    stained,
    turned,
)

_TEAMS = ("一组", "二组", "三组", "四组", "五组", "六组")


def _photo(megapixels: float, *spoils: Spoil) -> Spoil:
    return one_after_another(
        leaning(0.1), lambda page: as_photo(page, megapixels), *spoils, pressed(50)
    )


_WAYS: dict[str, tuple[int, Spoil]] = {
    "as scanned, 150 dpi": (150, lambda page: page),
    "jpeg 40": (150, pressed(40)),
    "askew 3°": (150, turned(3)),
    "on its side": (150, turned(90)),
    "upside down": (150, turned(180)),
    "100 dpi": (150, at_dpi(100)),
    "grain": (150, noisy(60)),
    "stained code": (150, stained),
    "slanted": (150, leaning(0.15)),
    "out of focus": (150, blurred(2)),
    "dark and grainy": (150, one_after_another(dark(10, 70), noisy(40))),
    "100 dpi, 3°, grain, jpeg 40": (
        150, one_after_another(turned(3), at_dpi(100), noisy(60), pressed(40)),
    ),
    "photo 4 MP": (250, _photo(4, shaded, blurred(1), noisy(25))),
    "photo 12 MP": (250, _photo(12, shaded, blurred(2), noisy(40))),
    "photo 12 MP, evening, sideways": (250, _photo(12, turned(93), dark(15, 110), blurred(1.5), noisy(30))),
}  # fmt: skip


def _codes(path: Path) -> set[str]:
    (page,) = read_codes(PageRange(str(path))).pages
    return {text for text in page.codes if is_sheet_code(text)}


def _plain(path: Path) -> set[str]:
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    with Image.open(path) as picture:
        seen = zxingcpp.read_barcodes(picture, formats=formats)
    return {code.text for code in seen if is_sheet_code(code.text)}


def _numbers(texts: set[str]) -> set[tuple[str, int | None]]:
    return {(typed.digits, typed.page) for typed in map(read_typed, texts)}


def _timed(
    read: Callable[[Path], set[str]], path: Path
) -> tuple[set[tuple[str, int | None]], float]:
    start = time.perf_counter()
    found = _numbers(read(path))
    return found, time.perf_counter() - start


def _print_book(store: Store, folder: Path) -> Path:
    item, _ = save_round(store, None, RoundPlan("七月自查", "自查"))
    add_points(store, item.id, [row.id for row in point_rows(store).all()])
    split_teams(store, item.id, _TEAMS)
    choice = SheetChoice(round=item.name, teams=_TEAMS[:1], group_by="team")
    print_sheets(QuietContext(), store, folder / "book.pdf", choice)
    return folder / "book.pdf"


def _sheet_pages(book: pypdfium2.PdfDocument) -> list[tuple[int, tuple[str, int | None]]]:
    """Return which pages are sheets and what their text says: the number, the sheet's page."""
    found: list[tuple[int, tuple[str, int | None]]] = []
    for index, page in enumerate(book):
        text = page.get_textpage().get_text_range()
        named = set(re.findall(r"\b\d\d-\d{4}-\d\b", text))
        place = re.search(r"第 (\d+) 页 共 \d+ 页", text)
        if len(named) == 1 and place:
            found.append((index, (named.pop().replace("-", ""), int(place.group(1)))))
    return found


def reading(watch: Watch, room: Path, words: str) -> None:
    """Read every page of the book spoiled in one way, by our reading and by one call."""
    make_demo(QuietContext(), room / "county")
    with open_store(room / "county" / DATABASE_NAME) as store:
        book_file = _print_book(store, room)
    dpi, spoil = _WAYS[words]
    with pypdfium2.PdfDocument(book_file) as book:
        pages = _sheet_pages(book)
        for name, read in (("ours", _codes), ("plain", _plain)):
            right, wrong, seconds = 0, 0, 0.0
            for index, truth in pages:
                picture = book[index].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
                spoil(picture).save(room / "page.jpg", quality=90)
                found, took = _timed(read, room / "page.jpg")
                right += found == {truth}
                wrong += bool(found - {truth})
                seconds += took
            watch.figures |= {f"{name} right": 100 * right / len(pages), f"{name} wrong": wrong,
                              f"{name} ms": 1000 * seconds / len(pages)}  # fmt: skip


def rows(races: Races) -> Iterator[Row]:
    """Yield each way of spoiling: milliseconds a page, and how many pages were read."""
    ways = list(_WAYS)[:1] if races.is_quick else list(_WAYS)
    for words in ways:
        found = races.one(Call(reading, (words,)), runs=1).figures
        note = (f"读出 {found['ours right']:.1f}%，读错 {found['ours wrong']:.0f}；"
                f"一次调用 {found['plain right']:.1f}%")  # fmt: skip
        yield Row(f"读扫描件二维码，{words}", found["ours ms"], "ms", "zxing-cpp 一次调用",
                  found["plain ms"], note=note)  # fmt: skip
