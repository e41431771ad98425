"""Pictures and PDFs made to hurt, and plain broken ones, end named; nothing else ends."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from db import Store, records
from db.tables.visits import Scan
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.core.resources import resource
from desktop.features.visits.scans import add_scans, scan_preview

QUIET = QuietContext()
CHILD_FAILED = {
    "图太复杂，规定时间内没有读完", "图太大，超出了允许的内存", "文件损坏或内容异常，无法读取",
}  # fmt: skip


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the child less time, as the outcome is the same."""
    monkeypatch.setitem(resource("limits.json"), "scan_seconds", 5)


def why(store: Store, path: Path) -> str:
    """Take one file in and return why it waits or was passed over."""
    before = path.read_bytes()
    start = time.monotonic()
    result, _ = add_scans(QUIET, store, [path])
    assert time.monotonic() - start < 60
    assert path.read_bytes() == before
    assert not result.filed
    if result.skipped:
        assert result.skipped[0].path == str(path)
        return result.skipped[0].why
    for scan in result.waiting:
        assert scan.name == path.name
    scan = result.waiting[0]
    assert records.get(store, Scan, scan.id) == scan
    return scan.reason


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, *extra: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = b"".join([head, *extra, chunk(b"IDAT", data), chunk(b"IEND", b"")])
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(*objects: str, root: int = 1) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    data += (
        f"trailer\n<</Size {len(objects) + 1}/Root {root} 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    )
    return data


CATALOG = "<</Type/Catalog/Pages 2 0 R>>"


def one_page(content: str, box: str = "0 0 595 842", more: str = "") -> bytes:
    return pdf(
        CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R{more}>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
    )  # fmt: skip


def test_row67_a_bomb_of_a_billion_pixels(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "炸弹.png"
    file.write_bytes(png(50_000, 50_000, zlib.compress(b"\0" * 5_000_000, 9)))
    assert "50000×50000" in why(store, file)


def test_row67_a_bomb_of_text_in_a_picture(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "文字.png"
    texts = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 300_000_000, 9))
    file.write_bytes(png(10, 10, zlib.compress(b"\0" * 110), texts))
    assert why(store, file)


@pytest.mark.parametrize("cut", [12, 0.5])
@pytest.mark.parametrize("suffix", ["jpg", "png", "tiff", "bmp", "webp"])
def test_row67_cut_pictures(store: Store, tmp_path: Path, suffix: str, cut: float) -> None:
    noise = Image.effect_noise((300, 300), 80)
    noise.save(tmp_path / f"whole.{suffix}")
    data = (tmp_path / f"whole.{suffix}").read_bytes()
    file = tmp_path / f"截断.{suffix}"
    file.write_bytes(data[: int(cut * len(data)) if cut < 1 else int(cut)])
    assert why(store, file)


def test_row67_flipped_bits(store: Store, tmp_path: Path) -> None:
    source = random.Random(67)
    noise = Image.effect_noise((200, 200), 80)
    for suffix in ("jpg", "png", "tiff", "webp"):
        noise.save(tmp_path / f"a.{suffix}")
        data = bytearray((tmp_path / f"a.{suffix}").read_bytes())
        for _ in range(8):
            data[source.randrange(16, len(data))] ^= 1 << source.randrange(8)
        file = tmp_path / f"b.{suffix}"
        file.write_bytes(bytes(data))
        assert why(store, file)


def test_a_tiff_whose_frames_go_round(store: Store, tmp_path: Path) -> None:
    entries = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 4, 1, 8), (277, 3, 1, 1), (278, 3, 1, 8), (279, 4, 1, 64)]  # fmt: skip
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    file = tmp_path / "环.tiff"
    file.write_bytes(
        b"II*\0" + struct.pack("<I", 72) + b"\x80" * 64 + directory + struct.pack("<I", 72)
    )
    assert why(store, file)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n", "PDF 已损坏"), (b"%PDF-1.4\n" + os.urandom(3000), "PDF 已损坏"),
        (pdf(CATALOG, "<</Type/Pages/Kids[]/Count 0>>"), "PDF 已损坏"),
        (pdf(CATALOG, "<</Type/Pages/Kids[2 0 R]/Count 1>>"), ""),
        (pdf(CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 99999999>>",
             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"), ""),
        (one_page("q", "0 0 1e9 1e9"), ""), (one_page("q", "0 0 0 0"), ""),
        (one_page("/X Do", more="/Resources<</XObject<</X 4 0 R>>>>"), ""),
    ],
    ids=["nothing", "rubbish", "no page", "a tree that goes round", "a lying count", "a giant page", "no size",
         "a drawing of itself"],
)  # fmt: skip
@pytest.mark.usefixtures("_short")
def test_row68_bad_pdfs(store: Store, tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "坏.pdf"
    file.write_bytes(data)
    assert said in why(store, file)


@pytest.mark.usefixtures("_short")
def test_row68_drawing_without_end_stops_at_the_limit(store: Store, tmp_path: Path) -> None:
    levels = 9
    forms = [
        f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X {5 + level} 0 R>>>>"
        f"/Length 60>>\nstream\n{'/X Do ' * 10}\nendstream"
        for level in range(1, levels)
    ]
    leaf = "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 30>>\nstream\n0 0 m 500 800 l S 0 0 m 9 9 l S\nendstream"
    content = "/X Do " * 10
    file = tmp_path / "没完.pdf"
    file.write_bytes(pdf(
        CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream", *forms, leaf,
    ))  # fmt: skip
    assert why(store, file) in CHILD_FAILED
    (scan,) = records.find(store, Scan)
    with pytest.raises(UserError, match="打不开"):
        scan_preview(QUIET, store, scan.id)


def book_with_a_slow_page() -> bytes:
    """Return a small PDF whose second page of three draws for minutes: tiny tiles without end."""
    cells = "/Pattern cs /P scn " + "0 0 595 842 re f " * 400
    tile = "0 0 m 1 1 l S " * 200
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{}>>"
    line = "9 9 m 500 500 l S"
    return pdf(
        CATALOG, "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>",
        page.format("/Contents 8 0 R"),
        page.format("/Contents 6 0 R/Resources<</Pattern<</P 7 0 R>>>>"),
        page.format("/Contents 8 0 R"),
        f"<</Length {len(cells)}>>\nstream\n{cells}\nendstream",
        "<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2000 2000]/XStep 0.5"
        f"/YStep 0.5/Resources<<>>/Length {len(tile)}>>\nstream\n{tile}\nendstream",
        f"<</Length {len(line)}>>\nstream\n{line}\nendstream",
    )  # fmt: skip


@pytest.mark.usefixtures("_short")
def test_row68_a_slow_page_costs_only_itself(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "慢.pdf"
    file.write_bytes(book_with_a_slow_page())
    assert "没有认出" in why(store, file)
    assert [(scan.source_page, scan.reason[:4]) for scan in records.find(store, Scan)] == [
        (1, "没有认出"), (2, "图太复杂"), (3, "没有认出"),
    ]  # fmt: skip


@pytest.mark.usefixtures("_short")
def test_after_some_bad_pages_the_rest_is_named_unread(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(resource("limits.json"), "scan_failed_pages", 1)
    monkeypatch.setitem(resource("limits.json"), "scan_pages", 2)
    file = tmp_path / "慢.pdf"
    file.write_bytes(book_with_a_slow_page().replace(b"Kids[3 0 R 4 0 R", b"Kids[4 0 R 3 0 R"))
    why(store, file)
    reasons = [scan.reason for scan in records.find(store, Scan)]
    assert [reason[:4] for reason in reasons] == ["图太复杂", "前面几页", "共 3 "]


def test_the_program_itself_never_loads_the_readers() -> None:
    code = (
        "import sys, desktop.features.visits.scans;"
        "sys.exit(any(name in sys.modules for name in ('PIL', 'zxingcpp', 'pypdfium2')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_photo_that_is_no_picture(store: Store, tmp_path: Path) -> None:
    for name, data, said in (
        ("照片.jpg", b"hello", "不是图片"), ("空.png", b"", "空文件"), ("表.xlsx", b"PK\3\4", "不是图片"),
        ("IMG.HEIC", b"\0\0\0\x18ftypheic", "HEIC"), ("网页.png", b"<html>", "不是图片"),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        assert said in why(store, tmp_path / name)
    assert not records.find(store, Scan)


def test_the_rest_goes_on(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "b.jpg").write_bytes(b"hello")
    Image.new("L", (300, 200), 180).save(tmp_path / "c.png")
    given = [tmp_path / name for name in ("a.pdf", "b.jpg", "没有.png", "c.png")]
    result, _ = add_scans(QUIET, store, given)
    assert {scan.name for scan in result.waiting} == {"a.pdf", "c.png"}
    assert {Path(item.path).name for item in result.skipped} == {"b.jpg", "没有.png"}
