"""Texts and web pages under the names of tables, and files that are no tables at all."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

Maker = Callable[[Path], Any]
_TABLE = "点位名称,点位类型,地址\n青禾公园,公园,青禾大道 1 号\n联通营业厅,窗口,〇号\n"
_RARE = "点位名称,点位类型\n㙍𠮷𬭎䶮,公园\n"
_PAGE = "<table><tr><td>点位名称</td><td>点位类型</td></tr></table>"


def _bytes(data: bytes) -> Maker:
    return lambda path: path.write_bytes(data)


def _text(text: str, encoding: str = "utf-8") -> Maker:
    return _bytes(text.encode(encoding))


def _database(path: Path) -> None:
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE a (b)")
        made.executemany("INSERT INTO a VALUES (?)", [(str(i),) for i in range(500)])
    made.close()


def _cut_database(path: Path) -> None:
    _database(path)
    path.write_bytes(path.read_bytes()[:6000])


def _claimed_database(path: Path) -> None:
    """Ours by its mark, and nothing else."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE operation (id TEXT, x INTEGER)")
        made.execute("PRAGMA application_id=1497845322")
        made.execute("PRAGMA user_version=999999")
    made.close()


def _noise(seed: int, size: int, head: bytes, path: Path) -> None:
    path.write_bytes(head + random.Random(seed).randbytes(size))


_HEADS_OF = {
    "PK": b"PK\x03\x04", "CFB": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "PDF": b"%PDF-1.7\n",
    "PNG": b"\x89PNG\r\n\x1a\n", "JPG": b"\xff\xd8\xff\xe0", "GIF": b"GIF89a", "TIF": b"II*\0",
    "BMP": b"BM", "RAR": b"Rar!\x1a\x07", "7Z": b"7z\xbc\xaf\x27\x1c", "无": b"",
}  # fmt: skip

TEXTS: dict[str, Maker] = {
    **{f"点位_{code}.csv": _text(_TABLE, code)
       for code in ("gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be",
                    "utf-32")},
    "点位_big5.csv": _text("點位名稱,點位類型\n青禾公園,公園\n", "big5"),
    "四字节.csv": _text(_RARE, "gb18030"),
    "四字节_utf8.csv": _text(_RARE),
    "GBK带NUL.csv": _bytes(_TABLE.encode("gbk").replace(b",", b",\0")),
    "全是NUL.csv": _bytes(b"\0" * 100_000),
    "半个汉字.csv": _bytes(_TABLE.encode()[:-2] + b"\xff\n"),
    "单回车.csv": _text(_TABLE.replace("\n", "\r")),
    "没闭合引号.csv": _text(_TABLE + '"没有闭合,公园\n' + _TABLE * 2000),
    "乱引号.csv": _text('a"b,"c""d,"e"f\n' * 500),
    "长字段.csv": _text("点位名称,点位类型\n" + "字" * 200_000 + ",公园\n"),
    "四万字段.csv": _text("点位名称,点位类型\n" + "字" * 40_000 + ",公园\n"),
    "十万列.csv": _text("甲," * 100_000),
    "十万行.csv": _text("点位名称,点位类型\n" + "甲,公园\n" * 100_000),
    "三十万行.csv": _text("单位简称,类别\n" + "".join(f"单位{i},企业\n" for i in range(300_000))),
    "只有BOM.csv": _bytes(b"\xef\xbb\xbf"),
    "只有换行.csv": _text("\n" * 100_000),
    "只有逗号.csv": _text("," * 100_000),
    "分号.csv": _text(_TABLE.replace(",", ";")),
    "制表符.txt": _text(_TABLE.replace(",", "\t"), "utf-16"),
    "公式.csv": _text("点位名称,点位类型\n=cmd|'/c calc'!A1,@SUM(1)\n+1,-1\n"),
    "代理项.csv": _bytes("点位名称,点位类型\n".encode("utf-16-le") + b"\x00\xd8\n\x00"),
    "身份证.csv": _text("单位简称,类别\n110101199001011234,企业\n1.10101E+17,企业\n"),
    "空.csv": _bytes(b""), "空.xlsx": _bytes(b""), "空.pdf": _bytes(b""), "空.zip": _bytes(b""),
    "空.docx": _bytes(b""), "空.png": _bytes(b""), "一字节.xlsx": _bytes(b"P"),
    "空格.xlsx": _bytes(b" " * 5000),
    "网页.xls": _text(f"<html>{_PAGE}</html>"), "网页.xlsx": _text(f"<html>{_PAGE}", "utf-16"),
    "网页.csv": _text(f"\ufeff<!DOCTYPE html>{_PAGE}"), "网页gbk.xls": _text(_PAGE, "gbk"),
    "单文件网页.xls": _text("MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>"),
    "表格2003.xls": _text('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:'
                          'spreadsheet"><Worksheet><Table/></Worksheet></Workbook>'),
    "富文本.doc": _text(r"{\rtf1\ansi " + "{" * 5000 + "}" * 5000 + "}"),
    "矢量图.svg": _text('<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'),
    "脚本.txt": _text("<script>alert(1)</script>\n" * 1000),
    "长行.txt": _text("字" * 5_000_000),
    "程序.exe": _bytes(b"MZ" + bytes(2000)), "快捷方式.lnk": _bytes(b"L\0\0\0" + bytes(500)),
    "压缩.rar": _bytes(b"Rar!\x1a\x07\0" + bytes(500)),
    "压缩.7z": _bytes(b"7z\xbc\xaf\x27\x1c" + bytes(500)),
    "别家.db": _database, "截断.db": _cut_database, "冒充.db": _claimed_database,
    **{f"噪声_{name}{ending}": partial(_noise, number, 5000, head)
       for number, (name, head) in enumerate(_HEADS_OF.items())
       for ending in (".xlsx", ".pdf", ".jpg", ".zip")},
}  # fmt: skip
