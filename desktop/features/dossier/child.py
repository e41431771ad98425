"""What one file holds, read inside a limited child process: words, pixels, dates, a fingerprint.

The only room here of Pillow, pypdfium2 and defusedxml. They are loaded by the child alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.resources import resource

if TYPE_CHECKING:
    from PIL.Image import Image

_PICTURES = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "BMP": "bmp", "TIFF": "tif", "WEBP": "webp"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TAKEN = (36867, 36868, 306)
_GPS, _EXIF = 34853, 34665
_SIDE = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a document with its words: 第 1 页, 正文, or a sheet's name."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a content is, whatever its name says; empty where it does not apply.

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


def read_files(paths: tuple[str, ...]) -> tuple[Reading, ...]:
    """Read files one after the other; a file that cannot be read says so in `fault`."""
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
    if b"%PDF-" in head:
        return _pdf(path)
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Reading(kind="ole", fault="旧格式(doc、xls、wps、et),程序读不出文字")
    if _is_picture(head):
        return _picture(path)
    return _plain(path, head)


def _is_picture(head: bytes) -> bool:
    beginnings = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
    return head.startswith(beginnings) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _plain(path: Path, head: bytes) -> Reading:
    if b"\x00" in head:
        return Reading(fault="程序不认识的格式，读不出内容")
    content = path.read_bytes()[: resource("dossier.json")["text_characters"] * 4]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    return Reading(kind="txt", pages=(Page("正文", text),))


def _pdf(path: Path) -> Reading:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        count = len(document)
        most = resource("dossier.json")["pages_read"]
        pages = tuple(
            Page(f"第 {number + 1} 页", _pdf_text(document[number]))
            for number in range(min(count, most))
        )
        blank = not any(page.text.strip() for page in pages)
        return Reading(kind="pdf", pages=pages, page_count=count,
                       fault="没有文字，可能是扫描件，文字检查不到" if blank else "")  # fmt: skip
    finally:
        document.close()


def _pdf_text(page: Any) -> str:
    words = page.get_textpage().get_text_bounded()
    return str(words).replace("\r\n", "\n").replace("\x02", "")


def _office(path: Path) -> Reading:
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if "word/document.xml" in names:
            parts = sorted(n for n in names if re.fullmatch(r"word/(header|footer)\d*\.xml", n))
            places = [("正文", "word/document.xml"), *((_part_name(n), n) for n in parts)]
            pages = tuple(Page(w, _paragraphs(_xml(package, name))) for w, name in places)
            return Reading(kind="docx", pages=tuple(p for p in pages if p.text.strip()))
        if "xl/workbook.xml" in names:
            return Reading(kind="xlsx", pages=tuple(_sheets(package, names)))
    return Reading(kind="zip", fault="压缩包或程序不认识的格式，读不出内容")


def _part_name(name: str) -> str:
    return "页眉" if "header" in name else "页脚"


def _xml(package: zipfile.ZipFile, name: str) -> Any:
    from defusedxml.ElementTree import fromstring

    if package.getinfo(name).file_size > resource("dossier.json")["member_bytes"]:
        raise ValueError(name)
    return fromstring(package.read(name), forbid_dtd=True)


def _paragraphs(root: Any) -> str:
    lines = []
    for paragraph in root.iter(f"{_W}p"):
        words = []
        for node in paragraph.iter():
            if node.tag == f"{_W}t":
                words.append(node.text or "")
            elif node.tag in (f"{_W}tab", f"{_W}br"):
                words.append("\n" if node.tag.endswith("br") else "\t")
        lines.append("".join(words))
    return "\n".join(lines)


def _sheets(package: zipfile.ZipFile, names: set[str]) -> Iterator[Page]:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in names:
        root = _xml(package, "xl/sharedStrings.xml")
        shared = ["".join(t.text or "" for t in si.iter(f"{_S}t")) for si in root.iter(f"{_S}si")]
    titles = [
        sheet.get("name", "") for sheet in _xml(package, "xl/workbook.xml").iter(f"{_S}sheet")
    ]
    sheets = sorted((n for n in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)),
                    key=lambda n: int(re.sub(r"\D", "", n)))  # fmt: skip
    for number, name in enumerate(sheets):
        rows = []
        for row in _xml(package, name).iter(f"{_S}row"):
            rows.append("\t".join(_cell(cell, shared) for cell in row.iter(f"{_S}c")))
        title = titles[number] if number < len(titles) else str(number + 1)
        yield Page(f"表“{title}”", "\n".join(rows))


def _cell(cell: Any, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_S}t"))
    value = cell.findtext(f"{_S}v") or ""
    if cell.get("t") == "s":
        number = int(value or -1)
        return shared[number] if 0 <= number < len(shared) else ""
    return value


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
