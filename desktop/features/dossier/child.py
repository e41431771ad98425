"""What a file is and how a picture looks, found out inside a limited child process.

The only room here of Pillow and pypdfium2. They are loaded by the child alone.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.resources import resource

if TYPE_CHECKING:
    from PIL.Image import Image

_PICTURES = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "BMP": "bmp", "TIFF": "tif", "WEBP": "webp"}
_TAKEN = (36867, 36868, 306)
_GPS, _EXIF = 34853, 34665
_TURNED, _LEAST_SIDE = 274, 120
_SIDE = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a document with its words: 第 1 页, 正文, or a sheet's name."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a content is, whatever its name says, and its words; empty where it does not apply.

    `print_` is the picture's 64-bit difference hash in hex; `sharpness` the variance of its
    Laplacian; `coarseness` the mean step of its JPEG quantization.
    """

    kind: str = ""
    pages: tuple[Page, ...] = ()
    page_count: int | None = None
    width: int = 0
    height: int = 0
    taken: str = ""
    lat: float | None = None
    lng: float | None = None
    print_: str = ""
    sharpness: float | None = None
    coarseness: float | None = None
    fault: str = ""

    @property
    def text(self) -> str:
        """Return all words."""
        return "\n".join(page.text for page in self.pages)


def look_at(paths: tuple[str, ...]) -> tuple[Reading, ...]:
    """Look at files one after the other; `fault` says why one cannot be read."""
    return tuple(_reading(Path(path)) for path in paths)


def _reading(path: Path) -> Reading:
    try:
        return _read(path)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        return Reading(fault=f"打不开：文件已损坏，或不是规范的格式({type(error).__name__})")


def _read(path: Path) -> Reading:
    with path.open("rb") as stream:
        head = stream.read(1024)
    if not head:
        return Reading(fault="空文件，没有内容")
    if _is_picture(head):
        return _picture(path)
    if b"%PDF-" in head:
        return _pdf(path)
    if head.startswith(b"PK\x03\x04"):
        return Reading(kind=_zip_kind(path))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Reading(kind="ole")
    return Reading(kind="" if b"\x00" in head else "txt")


def _is_picture(head: bytes) -> bool:
    beginnings = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
    return head.startswith(beginnings) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _zip_kind(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
    marks = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
    return next((kind for mark, kind in marks.items() if mark in names), "zip")


def _pdf(path: Path) -> Reading:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return Reading(kind="pdf", page_count=len(document))


def _picture(path: Path) -> Reading:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=tuple(_PICTURES)) as picture:
        width, height = picture.size
        kind = _PICTURES[picture.format or ""]
        if width * height > resource("dossier.json")["pixels_read"]:
            return Reading(kind=kind, width=width, height=height, fault="像素太多，没有细看")
        exif = picture.getexif()
        inner = exif.get_ifd(_EXIF)
        taken = next((str(v) for k in _TAKEN if (v := inner.get(k) or exif.get(k))), "")
        lat, lng = _position(exif.get_ifd(_GPS))
        tables = getattr(picture, "quantization", None)
        coarse = sum(tables[0]) / len(tables[0]) if tables else None
        # A grey copy no larger than needed, as JPEG can be decoded at a part of its size.
        picture.draft("L", (1600, 1600))
        grey = ImageOps.exif_transpose(picture).convert("L")
        return Reading(
            kind=kind, width=width, height=height, taken=taken, lat=lat, lng=lng,
            print_=_difference_hash(grey), sharpness=round(_sharpness(grey), 1),
            coarseness=None if coarse is None else round(coarse, 1),
        )  # fmt: skip


def _position(gps: Any) -> tuple[float | None, float | None]:
    try:
        lat, lng = (_degrees(gps[key]) for key in (2, 4))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None, None
    return (-lat if gps.get(1) == "S" else lat), (-lng if gps.get(3) == "W" else lng)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return round(degrees + minutes / 60 + seconds / 3600, 6)


def _difference_hash(grey: Image) -> str:
    """Return the dHash of 8 × 8: does each pixel of a tiny copy outshine its right neighbour."""
    from PIL.Image import Resampling

    tiny = grey.resize((_SIDE + 1, _SIDE), Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            at = row * (_SIDE + 1) + column
            bits = bits << 1 | (tiny[at] > tiny[at + 1])
    return f"{bits:016x}"


def _sharpness(grey: Image) -> float:
    from PIL import ImageFilter, ImageStat

    laplace = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
    return float(ImageStat.Stat(grey.filter(laplace)).var[0])


class Unmendable(Exception):  # noqa: N818 - an answer in words
    """The picture cannot be made as wanted; the text says why, in Chinese."""


@contextmanager
def _answering() -> Iterator[None]:
    """Turn whatever the picture library raises into Unmendable, but for want of memory."""
    try:
        yield
    except (Unmendable, MemoryError):
        raise
    except Exception as error:
        raise Unmendable("打不开这张图片") from error


@dataclass(frozen=True, slots=True)
class WantedPicture:
    """A file to draw anew as `kind`, in at most `bytes` (0: any)."""

    path: str
    kind: str
    bytes: int = 0


def redraw(wanted: WantedPicture) -> bytes:
    """Return the picture as wanted, upright, first coarser and then smaller; raise Unmendable."""
    from PIL import Image, ImageOps

    formats = {kind: name for name, kind in _PICTURES.items()}
    if wanted.kind not in ("jpg", "png"):
        raise Unmendable(f"只能存成 jpg 或 png，不能存成 {wanted.kind}")
    with _answering(), Image.open(wanted.path, formats=tuple(_PICTURES)) as picture:
        exif = picture.getexif()
        exif.pop(_TURNED, None)
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    qualities = (92, 85, 75) if wanted.kind == "jpg" else (92,)
    while min(upright.size) >= _LEAST_SIDE:
        for quality in qualities:
            made = io.BytesIO()
            with _answering():
                upright.save(made, formats[wanted.kind], quality=quality, optimize=True, exif=exif)
            if not wanted.bytes or made.tell() <= wanted.bytes:
                return made.getvalue()
        upright = upright.resize((upright.width * 4 // 5, upright.height * 4 // 5))
    raise Unmendable(f"压到 {wanted.bytes:,} 字节就看不清了")


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """A file to draw with at most `side` pixels either way."""

    path: str
    side: int


def draw_small(wanted: SmallPicture) -> bytes:
    """Return a small upright JPEG of a picture; raise Unmendable where it is none."""
    from PIL import Image, ImageOps

    room = (wanted.side, wanted.side)
    made = io.BytesIO()
    with _answering(), Image.open(wanted.path, formats=tuple(_PICTURES)) as picture:
        picture.draft("RGB", room)
        small = ImageOps.exif_transpose(picture).convert("RGB")
        small.thumbnail(room)
        small.save(made, "JPEG", quality=85)
    return made.getvalue()
