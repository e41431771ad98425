"""Zips that climb out, burst, lie or cannot be read."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

Maker = Callable[[Path], Any]
Members = dict[str, bytes]
_SLIPS = [
    "../../逃.txt",
    "..\\..\\逃.txt",
    "/abs.txt",
    "C:\\逃.txt",
    "a/../../逃.txt",
    "\\\\机\\共享\\x",
]
_RESERVED = ["CON", "NUL.txt", "LPT¹.txt", "a:b", "x.", "尾空格 ", "长" * 300, "\u202efdp.exe", "~$锁.docx",
             "a\x01b.txt", ".", "..", "a//b", "./a", "Thumbs.db"]  # fmt: skip


def _zip(members: Members, method: int, path: Path) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def plain(members: Members) -> Maker:
    return partial(_zip, members, zipfile.ZIP_STORED)


def packed(members: Members) -> Maker:
    return partial(_zip, members, zipfile.ZIP_DEFLATED)


def _inside(maker: Maker) -> bytes:
    stream = io.BytesIO()
    maker(stream)  # type: ignore[arg-type]
    return stream.getvalue()


def _nested(levels: int, path: Path) -> None:
    data = _inside(plain({"里面.txt": b"deep"}))
    for number in range(levels):
        data = _inside(plain({f"{number}.zip": data, f"{number}.txt": bytes([number])}))
    path.write_bytes(data)


def _bomb_of_bombs(path: Path) -> None:
    inner = _inside(packed({f"{n}.txt": bytes(20 << 20) for n in range(5)}))
    path.write_bytes(_inside(packed({f"{n}.zip": inner for n in range(10)})))


def _zeros(megabytes: int, path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("0.txt", "w") as part,
    ):
        for _ in range(megabytes):
            part.write(bytes(1 << 20))


def _patched(mark: bytes, offset: int, value: bytes, path: Path, *, last: bool = True) -> None:
    _zip({"好.txt": b"good" * 99, "坏.txt": b"bad" * 99}, zipfile.ZIP_DEFLATED, path)
    data = bytearray(path.read_bytes())
    at = (data.rindex(mark) if last else data.index(mark)) + offset
    data[at : at + len(value)] = value
    path.write_bytes(data)


def _overlap(path: Path) -> None:
    _zip({"a": b"x" * 100, "b": b"y" * 100}, zipfile.ZIP_STORED, path)
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)


def _gbk(path: Path) -> None:
    raw = "联通(表).txt".encode("gbk")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x" * len(raw)), b"x")
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw, 2))


def _many(count: int, path: Path) -> None:
    _zip({f"{number}": b"" for number in range(count)}, zipfile.ZIP_STORED, path)


def _link(path: Path) -> None:
    info = zipfile.ZipInfo("链接")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")


def _commented(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"a")
        archive.comment = b"PK\x05\x06" * 10_000


def _dated(date: tuple[int, int, int, int, int, int], path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt", date), b"a")


_BAG: Members = {
    "包/bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    "包/data/a.txt": b"a",
    "包/manifest-sha256.txt": b"0" * 64 + b"  data/a.txt\n",
}
_CENTRAL, _LOCAL, _END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"

ARCHIVES: dict[str, Maker] = {
    "越界.zip": plain(dict.fromkeys(_SLIPS, b"x")),
    "怪名.zip": plain(dict.fromkeys(_RESERVED, b"x")),
    "重名.zip": plain({"a.txt": b"1", "A.TXT": b"2", "\u00e9.txt": b"3", "e\u0301.txt": b"4"}),
    "链接.zip": _link, "中文名.zip": _gbk, "注释.zip": _commented, "重叠.zip": _overlap,
    "零炸弹.zip": partial(_zeros, 300), "炸弹套炸弹.zip": _bomb_of_bombs,
    "套两层.zip": partial(_nested, 2), "套九层.zip": partial(_nested, 9),
    "两万多个.zip": partial(_many, 20_001), "空的.zip": plain({}),
    "有密码.zip": partial(_patched, _CENTRAL, 8, struct.pack("<H", 0x801)),
    "不认识的方法.zip": partial(_patched, _CENTRAL, 10, struct.pack("<H", 99)),
    "分卷.zip": partial(_patched, _END, 4, struct.pack("<HH", 1, 0)),
    "坏校验.zip": partial(_patched, _CENTRAL, 16, b"\0\0\0\0"),
    "大小说谎.zip": partial(_patched, _CENTRAL, 24, struct.pack("<L", 9)),
    "大小说大谎.zip": partial(_patched, _CENTRAL, 24, struct.pack("<L", 0xFFFFFFF0)),
    "位置说谎.zip": partial(_patched, _CENTRAL, 42, struct.pack("<L", 0x7FFFFFFF)),
    "坏日期.zip": partial(_patched, _CENTRAL, 12, b"\0\0\0\0"),
    "目录太长.zip": partial(_patched, _END, 12, struct.pack("<L", 0x7FFFFFFF)),
    "目录太多.zip": partial(_patched, _END, 8, struct.pack("<HH", 60_000, 60_000)),
    "头坏.zip": partial(_patched, _LOCAL, 0, b"XX", last=False),
    "名长说谎.zip": partial(_patched, _CENTRAL, 28, struct.pack("<H", 60_000)),
    "一九八零.zip": partial(_dated, (1980, 1, 1, 0, 0, 0)),
    "二一零七.zip": partial(_dated, (2107, 12, 31, 23, 59, 58)),
    "只有头.zip": lambda path: path.write_bytes(b"PK\x03\x04 cut off"),
    "只有尾.zip": lambda path: path.write_bytes(b"PK\x05\x06" + bytes(18)),
    "第一卷.zip.001": lambda path: path.write_bytes(b"PK\x03\x04"),
    "坏包.zip": plain(_BAG),
    "少清单的包.zip": plain({k: v for k, v in _BAG.items() if "manifest" not in k}),
    "越界的包.zip": plain({**_BAG, "包/manifest-sha256.txt": b"0" * 64 + b"  data/../../out.txt\n"}),
    "取网址的包.zip": plain({**_BAG, "包/fetch.txt": b"http://127.0.0.1:9/x 1 data/b.txt\n"}),
    "乱码包.zip": plain({name: b"\xff\xfe" + content for name, content in _BAG.items()}),
    "BZ2.zip": partial(_zip, {"a.txt": b"a" * 9999}, zipfile.ZIP_BZIP2),
    "LZMA.zip": partial(_zip, {"a.txt": b"a" * 9999}, zipfile.ZIP_LZMA),
}  # fmt: skip
