"""Small pictures of pages and photos, upright and in colour, drawn in the child."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.resources import limit
from desktop.features.evidence.reading.answer import Unreadable, answer, head_of

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class PageWanted:
    """A page of a file, counted from 1."""

    path: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a JPEG, its number and how many the file has."""

    image: bytes
    number: int
    total: int


def draw_page(wanted: PageWanted) -> Drawn:
    """Draw a page of a PDF or a picture; raise Unreadable where it cannot be."""
    return answer(_draw, wanted)


def is_pdf(path: Path) -> bool:
    """Tell whether a file begins as PDF does; readers allow a little rubbish before it."""
    return b"%PDF-" in head_of(path)


def _draw(wanted: PageWanted) -> Drawn:
    side = limit("preview_pixels")
    draw = _pdf_page if is_pdf(Path(wanted.path)) else _picture
    picture, number, total = draw(wanted, side)
    picture.thumbnail((side, side))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85)
    return Drawn(stream.getvalue(), number, total)


def _pdf_page(wanted: PageWanted, side: int) -> tuple[Image, int, int]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(wanted.path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("PDF 有密码" if "password" in str(error) else "PDF 已损坏") from error
    with document:
        total = len(document)
        number = max(1, min(wanted.number, total))
        page = document[number - 1]
        picture: Image = page.render(scale=side / max(page.get_size())).to_pil()
        return picture.convert("RGB"), number, total


def _picture(wanted: PageWanted, side: int) -> tuple[Image, int, int]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(wanted.path, formats=_FORMATS) as picture:
        total = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        number = max(1, min(wanted.number, total))
        if number > 1:
            picture.seek(number - 1)
        width, height = picture.size
        if width * height > limit("preview_source_pixels"):
            raise Unreadable(f"图太大({width}×{height} 像素),没有打开")
        picture.draft("RGB", (side, side))
        small = picture.copy()
    small.thumbnail((side, side))
    return _on_white(ImageOps.exif_transpose(small)), number, total


def _on_white(picture: Image) -> Image:
    """Return a picture in plain colour with what is transparent white."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")
