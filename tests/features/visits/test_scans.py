"""Scanned sheets and photos find their place by QR code; what cannot be read waits by name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from db import Store, open_store, records
from db.tables.visits import Scan, Visit
from desktop.core.errors import UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.paths import evidence_files
from desktop.features.evidence import verify_files
from desktop.features.points import point_rows
from desktop.features.reports import SheetChoice, print_sheets
from desktop.features.visits import RoundPlan, add_points, remove_visits, save_round
from desktop.features.visits.reading_codes import PageRange, read_codes
from desktop.features.visits.scans import (
    add_scans,
    delete_scans,
    file_scan,
    scan_preview,
    scan_rows,
    scans_of_visit,
)
from desktop.features.visits.sheet_numbers import read_typed
from desktop.features.workspace import undo
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

QUIET = QuietContext()
PLAN = RoundPlan("七月自查", "自查", "2026-07-06", "2026-07-08")


@pytest.fixture(scope="module")
def printed(county_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a round of six main roads, and its sheets as `sheets.pdf` beside it."""
    folder = tmp_path_factory.mktemp("scans")
    shutil.copytree(county_workspace, folder / "w")
    with open_store(folder / "w" / "workspace.db") as store:
        item, _ = save_round(store, None, PLAN)
        roads = [row.id for row in point_rows(store).all() if row.type == "主次干道"]
        add_points(store, item.id, roads[:6])
        choice = SheetChoice(round=item.name, group_by="team")
        print_sheets(QUIET, store, folder / "sheets.pdf", choice)
    return folder


@pytest.fixture
def visited(printed: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of that workspace."""
    shutil.copytree(printed / "w", tmp_path / "w")
    with open_store(tmp_path / "w" / "workspace.db") as store:
        yield store


def drawn(printed: Path, dpi: int = 150) -> list[Image.Image]:
    """Return the pages that bear a code; the book's cover and contents have none."""
    with pypdfium2.PdfDocument(printed / "sheets.pdf") as book:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in book]
    return [page.convert("L") for page in pages][1:]


def blobs(store: Store) -> list[Path]:
    return [path for path in evidence_files(store.workspace).rglob("*") if path.is_file()]


def saved(page: Image.Image, path: Path, **options: object) -> Path:
    page.save(path, **options)
    return path


def numbers(path: Path) -> list[tuple[str, int | None]]:
    codes = [code for page in read_codes(PageRange(str(path), 1, 99)).pages for code in page.codes]
    return [(typed.digits, typed.page) for typed in map(read_typed, codes)]


SCANNED: dict[str, Spoil] = {
    "askew": turned(3), "on its side": turned(90), "upside down": turned(180),
    "jpeg 40": pressed(40), "100 dpi": at_dpi(100), "grain": noisy(60), "stained": stained,
    "out of focus": blurred(2), "dark": dark(20, 70), "dark and grainy": one_after_another(dark(10, 70), noisy(40)),
    "slanted": leaning(0.15),
    "coarse, askew, grainy": one_after_another(turned(3), at_dpi(100), noisy(60), pressed(40)),
}  # fmt: skip
PHOTOS: dict[str, tuple[float, Spoil]] = {
    "4 MP": (4, one_after_another(shaded, blurred(1), noisy(25), pressed(50))),
    "12 MP": (12, one_after_another(shaded, blurred(2), noisy(40), pressed(50))),
    "12 MP sideways in the evening": (
        12, one_after_another(turned(93), dark(15, 110), blurred(1.5), noisy(30), pressed(50)),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def clean_pages(printed: Path) -> list[Image.Image]:
    return drawn(printed)


@pytest.fixture(scope="module")
def right_numbers(
    printed: Path, clean_pages: list[Image.Image], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, int | None]]:
    folder = tmp_path_factory.mktemp("clean")
    return [numbers(saved(page, folder / f"{i}.png"))[0] for i, page in enumerate(clean_pages)]


@pytest.mark.parametrize("spoil", SCANNED.values(), ids=SCANNED)
def test_a_bad_scan_is_read(
    clean_pages: list[Image.Image], right_numbers: list[tuple[str, int | None]], tmp_path: Path,
    spoil: Spoil,
) -> None:  # fmt: skip
    for page, right in list(zip(clean_pages, right_numbers, strict=True))[:4]:
        assert numbers(saved(spoil(page), tmp_path / "a.jpg", quality=90)) == [right]


@pytest.mark.parametrize(("megapixels", "spoil"), PHOTOS.values(), ids=PHOTOS)
def test_a_photo_from_a_slant_is_read(
    printed: Path, right_numbers: list[tuple[str, int | None]], tmp_path: Path,
    megapixels: float, spoil: Spoil,
) -> None:  # fmt: skip
    for page, right in list(zip(drawn(printed, 250), right_numbers, strict=True))[:2]:
        photo = spoil(as_photo(leaning(0.1)(page), megapixels))
        assert numbers(saved(photo, tmp_path / "a.jpg", quality=80)) == [right]


def test_a_book_is_filed_page_by_page(printed: Path, visited: Store) -> None:
    result, changes = add_scans(QUIET, visited, [printed / "sheets.pdf"])
    assert changes
    assert [scan.source_page for scan in result.waiting] == [1]
    assert "没有认出二维码" in result.waiting[0].reason
    for visit in records.find(visited, Visit):
        pages = [scan.page for scan in scans_of_visit(visited, visit.id)]
        assert pages == list(range(1, len(pages) + 1))
        assert pages
    assert len(blobs(visited)) == 1
    assert verify_files(QUIET, visited) == []
    again, changes = add_scans(QUIET, visited, [printed / "sheets.pdf"])
    assert (again.known, again.filed, again.waiting, changes) == (1, (), (), frozenset())
    undo(visited)
    assert not records.find(visited, Scan)


def test_every_format_and_folder(
    clean_pages: list[Image.Image], visited: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    for suffix in ("jpg", "png", "bmp", "webp"):
        saved(clean_pages[0], folder / f"{suffix}.{suffix}")
    phone = clean_pages[0].convert("RGB")
    phone.save(folder / "phone.jpg", "MPO", save_all=True, append_images=[phone.reduce(4)])
    blank = Image.new("L", clean_pages[0].size, 250)
    clean_pages[1].save(
        folder / "many.tiff", save_all=True, append_images=[blank, clean_pages[2].copy()]
    )
    clear = clean_pages[3].convert("RGBA")
    clear.putalpha(clean_pages[3].point(lambda value: 255 - value))
    saved(clear, folder / "clear.png")
    (folder / "Thumbs.db").write_bytes(b"x")
    result, _ = add_scans(QUIET, visited, [folder])
    assert {(scan.name, scan.source_page) for scan in result.filed} == {
        ("jpg.jpg", 1), ("png.png", 1), ("bmp.bmp", 1), ("webp.webp", 1), ("many.tiff", 1),
        ("many.tiff", 3), ("clear.png", 1), ("phone.jpg", 1),
    }  # fmt: skip
    assert (result.waiting, result.blank) == ((), 1)
    assert [Path(item.path).name for item in result.skipped] == ["Thumbs.db"]


def test_two_sheets_on_one_picture(
    clean_pages: list[Image.Image],
    right_numbers: list[tuple[str, int | None]],
    visited: Store,
    tmp_path: Path,
) -> None:
    first, second = clean_pages[0], clean_pages[-1]
    both = Image.new("L", (first.width * 2, first.height), 255)
    both.paste(first, (0, 0))
    both.paste(blurred(2)(second), (first.width, 0))
    result, _ = add_scans(QUIET, visited, [saved(both, tmp_path / "a.png")])
    assert [scan.source_part for scan in result.filed] == [1, 2]
    assert len({(scan.visit_id, scan.page) for scan in result.filed}) == 2


def code_picture(path: Path, *texts: str) -> Path:
    import segno

    page = Image.new("L", (900, 400 * len(texts)), 255)
    for place, text in enumerate(texts):
        matrix = segno.make(text, error="m", micro=False).matrix
        code = Image.new("L", (len(matrix), len(matrix)))
        code.putdata([0 if dot else 255 for row in matrix for dot in row])
        page.paste(
            code.resize((len(matrix) * 5, len(matrix) * 5), Image.NEAREST), (100, 400 * place + 100)
        )
    page.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("YJ2|01-0001-9|1|2026年版", "校验位"), ("YJ2|77-0001-{}|1|2026年版", "没有编号是“77-0001-"),
        ("YJ1|2026年版|0001-{}", "不属于任何轮次"), ("https://example.com/a", "不是检查表的"),
        ("YJ2|01-0001|9999999999999999999|x", "不是检查表的"),
        ("YJ2|{edition}|1|2023年版", "按“2023年版”印的"), ("YJ2|" + "1" * 150 + "|1|x", "校验位"),
    ],
)  # fmt: skip
def test_a_code_of_no_sheet_waits_with_its_reason(
    visited: Store, tmp_path: Path, text: str, why: str
) -> None:
    from desktop.features.visits.sheet_numbers import check_digit

    own = records.find(visited, Visit)[0].sheet_no
    round_part = "".join(c for c in text.split("|")[1] if c.isdigit()) if "77" in text else "0001"
    text = text.replace("{edition}", str(own)).replace("{}", str(check_digit(round_part)))
    result, _ = add_scans(QUIET, visited, [code_picture(tmp_path / "a.png", text)])
    assert result.filed == ()
    assert why in result.waiting[0].reason


def test_an_advert_beside_the_code_does_no_harm(visited: Store, tmp_path: Path) -> None:
    number = records.find(visited, Visit)[0].sheet_no
    texts = ("https://example.com/ad", f"YJ2|{number}|2|2026年版")
    result, _ = add_scans(QUIET, visited, [code_picture(tmp_path / "a.png", *texts)])
    assert [scan.page for scan in result.filed] == [2]


def test_a_waiting_picture_is_filed_by_hand(visited: Store, tmp_path: Path) -> None:
    page = saved(Image.new("L", (400, 300), 200), tmp_path / "a.png")
    result, _ = add_scans(QUIET, visited, [page])
    (waiting,) = result.waiting
    visit = records.find(visited, Visit)[0]
    wrong = f"{str(visit.sheet_no)[:-1]}{(int(str(visit.sheet_no)[-1]) + 1) % 10}"
    with pytest.raises(UserError, match="校验位") as refusal:
        file_scan(visited, waiting.id, wrong)
    assert "没有归位" in str(refusal.value)
    file_scan(visited, waiting.id, str(visit.sheet_no).replace("-", ""))
    (row,) = scan_rows(visited).all()
    assert (row.state, row.sheet_no, row.reason) == ("已归位", visit.sheet_no, "手工归位")
    remove_visits(visited, [visit.id])
    (row,) = scan_rows(visited).all()
    assert (row.state, row.reason) == ("未归位", "它的检查表已从轮次移出")
    delete_scans(visited, [row.id])
    assert not scan_rows(visited).all()
    undo(visited)
    assert scan_rows(visited).all()


def test_a_preview_stands_upright(
    visited: Store, clean_pages: list[Image.Image], tmp_path: Path
) -> None:
    lying = clean_pages[0].rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    add_scans(QUIET, visited, [saved(lying, tmp_path / "a.jpg", exif=exif)])
    (row,) = scan_rows(visited).all()
    file = tmp_path / "shown.jpg"
    file.write_bytes(scan_preview(QUIET, visited, row.id))
    with Image.open(file) as shown:
        assert shown.height > shown.width
        assert max(shown.size) == 1400
    (blob,) = blobs(visited)
    blob.unlink()
    with pytest.raises(UserError, match="不在工作区"):
        scan_preview(QUIET, visited, row.id)


class Stopping:
    """Is cancelled at the n-th step."""

    def __init__(self, after: int) -> None:
        self.left = after

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("after", [0, 2, 5, 7])
def test_a_cancel_leaves_nothing(printed: Path, visited: Store, after: int) -> None:
    with pytest.raises(Cancelled):
        add_scans(Stopping(after), visited, [printed / "sheets.pdf"])
    assert not blobs(visited)
    assert not records.find(visited, Scan)
