"""Pictures and PDFs looked at inside a limited child process: QR codes and small previews.

The only room of zxing-cpp, Pillow and pypdfium2. They are loaded by the child alone: pictures made
to hurt end it, not the program.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from desktop.core.resources import limit
from desktop.features.visits.sheet_numbers import is_sheet_code

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

A = TypeVar("A")
R = TypeVar("R")
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
_MOST_CODES, _MOST_CHARACTERS = 20, 200
_LARGE = 6_000_000


class UnreadablePicture(Exception):  # noqa: N818 - an answer in words
    """The file or page cannot be read; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages of a file: `count` of them from `first` on, counted from 1."""

    path: str
    first: int = 1
    count: int = 1


@dataclass(frozen=True, slots=True)
class PageCodes:
    """What one page says: the texts of its QR codes; `why` where it could not be read."""

    number: int
    codes: tuple[str, ...] = ()
    is_blank: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class FileCodes:
    """The pages asked for and how many the file has."""

    pages: tuple[PageCodes, ...]
    total: int


def read_codes(wanted: PageRange) -> FileCodes:
    """Read the QR codes of some pages; raise UnreadablePicture where the file is none."""
    return _answer(_read_codes, wanted)


def draw_preview(wanted: PageRange) -> bytes:
    """Return the first page wanted as a small JPEG, upright as its EXIF says."""
    return _answer(_draw_preview, wanted)


def _answer(work: Callable[[A], R], wanted: A) -> R:
    try:
        return work(wanted)
    except (UnreadablePicture, MemoryError):
        raise
    except Exception as error:
        raise UnreadablePicture(f"文件已损坏，或不是规范的图片({type(error).__name__})") from error


def _read_codes(wanted: PageRange) -> FileCodes:
    with _opened(wanted.path) as pages:
        last = min(pages.total, wanted.first + wanted.count - 1)
        read = tuple(_page(pages, number) for number in range(wanted.first, last + 1))
        return FileCodes(read, pages.total)


def _page(pages: _Pages, number: int) -> PageCodes:
    try:
        grey = _answer(pages.grey, number)
    except UnreadablePicture as error:
        return PageCodes(number, why=str(error))
    codes = _codes(grey)
    return PageCodes(number, codes, pages.total > 1 and not codes and _is_blank(grey))


def _draw_preview(wanted: PageRange) -> bytes:
    side = limit("scan_preview_pixels")
    with _opened(wanted.path) as pages:
        shown = pages.grey(wanted.first, side)
    shown.thumbnail((side, side))
    stream = io.BytesIO()
    shown.save(stream, "JPEG", quality=85)
    return stream.getvalue()


class _Pages(Protocol):
    """A file whose pages can be had as grey pictures; `side` asks for a small one, upright."""

    total: int

    def grey(self, number: int, side: int | None = None) -> Image: ...


@contextmanager
def _opened(path: str) -> Iterator[_Pages]:
    if is_pdf(Path(path)):
        with _open_pdf(path) as document:
            yield document
        return
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=_FORMATS) as picture:
        yield _Picture(picture)


def is_pdf(path: Path) -> bool:
    """Tell whether a file begins as PDF does; readers allow a little rubbish before it."""
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(1024)


class _Picture:
    """A picture; a TIFF may hold several, of other kinds the first one counts."""

    def __init__(self, picture: ImageFile) -> None:
        self._picture = picture
        self.total = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1

    def grey(self, number: int, side: int | None = None) -> Image:
        """Return a page in grey."""
        from PIL import ImageOps

        picture = self._picture
        if self.total > 1:
            picture.seek(number - 1)
        _refuse_size(*picture.size)
        picture.draft("L", (side, side) if side else picture.size)
        grey = _grey(picture)
        if side:
            ImageOps.exif_transpose(grey, in_place=True)
        return grey


def _refuse_size(width: float, height: float) -> None:
    if width * height > limit("scan_pixels"):
        raise UnreadablePicture(f"图太大({width:.0f}×{height:.0f} 像素),没有打开")


def _grey(picture: Image) -> Image:
    """Return a picture in grey with what is transparent white, with its EXIF."""
    from PIL import Image

    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("L")
    return picture.convert("L")


@contextmanager
def _open_pdf(path: str) -> Iterator[_Pages]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        words = "PDF 有密码" if "password" in str(error) else "PDF 已损坏"
        raise UnreadablePicture(words) from error
    with document:
        yield _Pdf(document)


class _Pdf:
    """A PDF drawn page by page."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.total = len(document)

    def grey(self, number: int, side: int | None = None) -> Image:
        """Return a page in grey, at the resolution of a scan; a giant page is drawn coarser."""
        page = self._document[number - 1]
        width, height = page.get_size()
        scale = side / max(width, height) if side else limit("scan_dpi") / 72
        scale = min(scale, (limit("scan_page_pixels") / (width * height)) ** 0.5)
        picture: Image = page.render(scale=scale, grayscale=True).to_pil()
        return picture.convert("L")


def _codes(grey: Image) -> tuple[str, ...]:
    """Return the texts of all QR codes; a hard picture is tried in several ways.

    Two ways are always taken, as one page may show a clear and a poor code. Ways go on as long as
    no sheet's code was read, or one was seen that could not be read.
    """
    import zxingcpp

    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found: dict[str, None] = {}
    for number, way in enumerate(_ways(grey), 1):
        seen = zxingcpp.read_barcodes(way, formats=formats, return_errors=True)
        good = [code for code in seen if code.valid]
        found.update(dict.fromkeys(_text(code.bytes, code.text) for code in good))
        if number > 1 and len(good) == len(seen) and any(is_sheet_code(text) for text in found):
            break
    return tuple(text for text in found if len(text) <= _MOST_CHARACTERS)[:_MOST_CODES]


def _ways(grey: Image) -> Iterator[Image]:
    """Yield the picture as it is, then sharper, calmer, larger, smaller: each reads others."""
    from PIL import Image
    from PIL.ImageFilter import GaussianBlur, UnsharpMask

    sharper = UnsharpMask(3, 250, 0)
    yield grey
    yield grey.filter(sharper)
    yield grey.filter(GaussianBlur(1.2))
    if grey.width * grey.height <= _LARGE:
        size = (grey.width * 3 // 2, grey.height * 3 // 2)
        yield grey.resize(size, Image.Resampling.BICUBIC).filter(sharper)
    yield grey.filter(GaussianBlur(1)).filter(UnsharpMask(5, 300, 0))
    yield grey.reduce(2)
    yield grey.reduce(2).filter(sharper)


def _text(raw: bytes, guessed: str) -> str:
    """Return a code's text: writers take UTF-8, or Shift JIS where its characters suffice."""
    for encoding in ("utf-8", "shift_jis"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return guessed


def _is_blank(grey: Image) -> bool:
    """Tell whether a page bears nothing, its edges left aside: the back of a sheet."""
    small = grey.reduce(max(1, grey.width // 800))
    edge_x, edge_y = small.width // 20, small.height // 20
    inner = small.crop((edge_x, edge_y, small.width - edge_x, small.height - edge_y))
    counts = inner.histogram()
    middle, below = 0, 0
    while below * 2 < inner.width * inner.height:
        below += counts[middle]
        middle += 1
    return sum(counts[: max(0, middle - 40)]) < 20
