"""Previews: upright, in colour, page by page, within limits; copies for other programs."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.features.evidence import Preview, add_paths, blob_path, copy_to_open, preview_of
from desktop.features.evidence.service import document_rows

QUIET = QuietContext()


def added(store: Store, path: Path) -> str:
    return add_paths(QUIET, store, [path])[0].added[0].document_id


def previewed(store: Store, path: Path, page: int = 1) -> Preview:
    return preview_of(QUIET, store, added(store, path), page)


def picture(preview: Preview) -> Image.Image:
    return Image.open(io.BytesIO(preview.image))


def test_a_photo_is_upright_small_and_clear_is_white(store: Store, tmp_path: Path) -> None:
    photo = Image.new("RGB", (3000, 2000), "red")
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(tmp_path / "a.jpg", exif=exif)
    shown = picture(previewed(store, tmp_path / "a.jpg"))
    assert max(shown.size) <= 1400
    assert shown.width < shown.height
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(tmp_path / "b.png")
    assert picture(previewed(store, tmp_path / "b.png")).getpixel((4, 4)) == (255, 255, 255)


def test_pages_of_a_pdf_are_counted_and_kept_in_range(store: Store, tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(200, 300)
    writer.write(tmp_path / "a.pdf")
    document = added(store, tmp_path / "a.pdf")
    for asked, given in ((1, 1), (3, 3), (9, 3), (-4, 1)):
        preview = preview_of(QUIET, store, document, asked)
        assert (preview.page, preview.pages) == (given, 3)
    assert preview.image


def _png(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds nothing."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    body = b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("bomb.png", _png(60_000, 60_000), "图太大"),
        ("broken.png", _png(30, 30), "损坏"),
        ("broken.jpg", b"\xff\xd8\xff\xe0 nothing", "损坏"),
        ("broken.pdf", b"%PDF-1.4 nothing", "PDF 已损坏"),
        ("video.mp4", bytes(range(256)) * 9, "看不了文字"),
    ],
)
def test_row67_what_cannot_be_shown_is_told(
    store: Store, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(data)
    preview = previewed(store, tmp_path / name)
    assert told in preview.why
    assert not preview.image
    assert document_rows(store).all()[0].bytes == len(data)


def _looping_pdf(path: Path) -> None:
    """Write a PDF whose page draws a form that draws itself twice, over and over."""
    form = b"/F Do /F Do"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 5 0 R"
        b" /Resources << /XObject << /F 4 0 R >> >> >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Length %d"
        b" /Resources << /XObject << /F 4 0 R >> >> >>\nstream\n%s\nendstream" % (len(form), form),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(form), form),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n"
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    path.write_bytes(data)


def test_row68_a_pdf_that_draws_itself_ends(store: Store, tmp_path: Path) -> None:
    _looping_pdf(tmp_path / "loop.pdf")
    preview = previewed(store, tmp_path / "loop.pdf")
    assert preview.image or preview.why


def _sleeps(_wanted: object) -> None:
    import time

    time.sleep(60)


def test_row68_a_page_that_never_ends_is_stopped(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slow.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.setattr("desktop.features.evidence.previews.draw_page", _sleeps)
    monkeypatch.setattr(
        "desktop.features.evidence.previews.limit", lambda name: 1 if "seconds" in name else 512
    )
    assert "规定时间" in previewed(store, tmp_path / "slow.pdf").why


def test_a_copy_is_opened_and_no_program_ever_is(store: Store, tmp_path: Path) -> None:
    (tmp_path / "CONNECT.txt").write_text("x")
    document = added(store, tmp_path / "CONNECT.txt")
    copy = copy_to_open(store, document)
    assert copy.name == "副本_CONNECT.txt"
    assert copy.is_relative_to(store.workspace)
    copy.write_text("changed outside")
    row = document_rows(store).all()[0]
    assert blob_path(store.workspace, row.sha256).read_text() == "x"
    for name in ("a.exe", "b.txt.bat", "\u202efdp.js", "none"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        with pytest.raises(UserError, match="没有打开"):
            copy_to_open(store, added(store, tmp_path / name))
