"""Pictures and PDFs that burst, loop, lie or are broken."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

Maker = Callable[[Path], Any]


def _bytes(data: bytes) -> Maker:
    return lambda path: path.write_bytes(data)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, data: bytes, *extra: bytes, depth: int = 8, kind: int = 0
) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    body = b"".join([head, *extra, chunk(b"IDAT", data), chunk(b"IEND", b"")])
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(*objects: str, root: int = 1) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    return data + f"trailer\n<</Size {size}/Root {root} 0 R>>\nstartxref\n{start}\n%%EOF".encode()


CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(content: str, box: str = "0 0 595 842", more: str = "", *rest: str) -> bytes:
    return pdf(
        CATALOG, PAGES, f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R{more}>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream", *rest,
    )  # fmt: skip


def _tiles() -> bytes:
    """Draws for minutes: tiny tiles without end."""
    content = "/Pattern cs /P scn " + "0 0 595 842 re f " * 400
    tile = "0 0 m 1 1 l S " * 200
    return page(
        content, "0 0 595 842", "/Resources<</Pattern<</P 5 0 R>>>>",
        "<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2000 2000]/XStep 0.5"
        f"/YStep 0.5/Resources<<>>/Length {len(tile)}>>\nstream\n{tile}\nendstream",
    )  # fmt: skip


def _forms(levels: int) -> bytes:
    """Draws ten forms that draw ten forms each, and so on."""
    forms = [
        f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X {5 + level} 0 R>>"
        f">>/Length 60>>\nstream\n{'/X Do ' * 10}\nendstream"
        for level in range(1, levels)
    ]
    leaf = ("<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 30>>\nstream\n"
            "0 0 m 500 800 l S 0 0 m 9 9 l S\nendstream")  # fmt: skip
    return page("/X Do " * 10, "0 0 595 842", "/Resources<</XObject<</X 5 0 R>>>>", *forms, leaf)


def _ring_tiff() -> bytes:
    entries = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 4, 1, 8), (277, 3, 1, 1), (278, 3, 1, 8), (279, 4, 1, 64)]  # fmt: skip
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 72) + b"\x80" * 64 + directory + struct.pack("<I", 72)


def _saved(path: Path, picture: Image.Image, **words: Any) -> None:
    picture.save(path, **words)


def _cut(suffix: str, part: float, path: Path) -> None:
    stream = io.BytesIO()
    Image.effect_noise((300, 300), 80).save(stream, suffix)
    path.write_bytes(stream.getvalue()[: int(part * stream.tell())])


def _bmp(width: int, height: int) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 12, 0, 0, 54) + head + bytes(12)


def _gif(frames: int, path: Path) -> None:
    pictures = [Image.new("P", (40, 40), n % 256) for n in range(frames)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:])


def _exif(path: Path) -> None:
    photo = Image.new("RGB", (60, 40), "red")
    exif = photo.getexif()
    exif[0x0112], exif[0x010E], exif[0x0132] = 99, "字" * 5000, "2026:13:45 99:99:99"
    exif.get_ifd(0x8769)[0x9003] = "0000:00:00 00:00:00"
    exif.get_ifd(0x8825)[2] = (0.0, 999.0, 99.0)
    photo.save(path, exif=exif)


def _heic() -> bytes:
    return b"\0\0\0\x18ftypheic" + bytes(3000)


_ZERO = zlib.compress(b"\0" * 5_000_000, 9)
_TEXT_BOMB = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 300_000_000, 9))
_PROFILE = chunk(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 200_000_000, 9))

PICTURES: dict[str, Maker] = {
    "十亿像素.png": _bytes(png(50_000, 50_000, _ZERO)),
    "两边太长.png": _bytes(png(2_000_000_000, 1, _ZERO)),
    "十六位.png": _bytes(png(9000, 9000, _ZERO, depth=16, kind=6)),
    "文字炸弹.png": _bytes(png(10, 10, zlib.compress(b"\0" * 110), _TEXT_BOMB)),
    "色彩炸弹.png": _bytes(png(10, 10, zlib.compress(b"\0" * 110), _PROFILE)),
    "没有内容.png": _bytes(png(30, 30, b"")), "零大小.png": _bytes(png(0, 0, b"")),
    "坏类型.png": _bytes(png(9, 9, _ZERO, depth=77, kind=99)),
    "真的八千万像素.png": lambda path: _saved(path, Image.new("L", (8900, 8900))),
    "一行.png": lambda path: _saved(path, Image.new("L", (60_000, 1))),
    "透明.png": lambda path: _saved(path, Image.new("RGBA", (9, 9), (0, 0, 0, 0))),
    "印刷色.jpg": lambda path: _saved(path, Image.new("CMYK", (90, 90), (9, 99, 9, 9))),
    "拍摄信息.jpg": _exif,
    "只有头.jpg": _bytes(b"\xff\xd8\xff\xe0 nothing"),
    "谎报大小.jpg": _bytes(b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03" + b"\1\x11\0" * 3),
    "段长为零.jpg": _bytes(b"\xff\xd8" + b"\xff\xe1\0\0" * 5000),
    "环.tiff": _bytes(_ring_tiff()),
    "大端.tiff": _bytes(b"MM\0*" + struct.pack(">I", 0xFFFFFFFF)),
    "大.bmp": _bytes(_bmp(60_000, 60_000)), "负.bmp": _bytes(_bmp(-5, -2_147_483_648)),
    "五百帧.gif": partial(_gif, 500),
    "坏.gif": _bytes(b"GIF89a\xff\xff\xff\xff\xf7\0\0" + bytes(768) + b"," + b"\xff" * 8),
    "苹果.heic": _bytes(_heic()), "苹果.jpg": _bytes(_heic()),
    "图标.ico": _bytes(b"\0\0\1\0\xff\xff" + bytes(300)),
    "网络图.webp": _bytes(b"RIFF\xff\xff\xff\xffWEBPVP8X" + bytes(50)),
    **{f"截断{int(part * 100)}.{suffix}": partial(_cut, suffix, part)
       for suffix in ("jpeg", "png", "tiff", "bmp", "webp", "gif") for part in (0.02, 0.5, 0.95)},
    "只有头.pdf": _bytes(b"%PDF-1.7\n"), "没有页.pdf": _bytes(pdf(CATALOG, "<</Type/Pages/Kids[]/Count 0>>")),
    "页树成环.pdf": _bytes(pdf(CATALOG, "<</Type/Pages/Kids[2 0 R]/Count 1>>")),
    "谎报页数.pdf": _bytes(pdf(CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 99999999>>",
                               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>")),
    "五千页.pdf": _bytes(pdf(CATALOG, f"<</Type/Pages/Kids[{'3 0 R ' * 5000}]/Count 5000>>",
                             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")),
    "巨页.pdf": _bytes(page("q", "0 0 1e9 1e9")), "零页.pdf": _bytes(page("q", "0 0 0 0")),
    "负页.pdf": _bytes(page("q", "99 99 -99 -99")), "不是数的页.pdf": _bytes(page("q", "a b c d")),
    "自己画自己.pdf": _bytes(page("/X Do", more="/Resources<</XObject<</X 4 0 R>>>>")),
    "画不完.pdf": _bytes(_forms(9)), "小砖.pdf": _bytes(_tiles()),
    "一万个q.pdf": _bytes(page("q " * 100_000)),
    "乱操作.pdf": _bytes(page("BT /F 1e99 Tf (x) Tj ET 9 9 9 scn EMC EMC Do sh BI ID EI " * 500)),
    "脚本.pdf": _bytes(pdf("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
                           ">>", PAGES, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")),
    "启动程序.pdf": _bytes(pdf("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(cmd.exe)>>>>",
                               PAGES, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")),
    "有密码.pdf": _bytes(page("q").replace(b"/Root", b"/Encrypt<</Filter/Standard/V 2/R 3/O(x)/U(x)"
                                           b"/P -1/Length 128>>/Root")),
    "深数组.pdf": _bytes(pdf("[" * 50_000 + "]" * 50_000, root=1)),
    "没有根.pdf": _bytes(pdf(CATALOG, root=99)),
}  # fmt: skip
