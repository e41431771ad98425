"""Making small files that hurt spreadsheet libraries."""

from __future__ import annotations

import struct
import warnings
import zipfile
from pathlib import Path

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
WORKBOOK = (
    f'<workbook {NS} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '{properties}<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>'
)


def xlsx(
    path: Path, sheet: str, *, strings: str | None = None, styles: str | None = None,
    properties: str = "", name: str = "表", before: str = "", after: str = "",
    heads: dict[str, str] | None = None, relations: str = RELATIONS, blanks: int = 0,
    within: str = "", extra: tuple[tuple[str, bytes], ...] = (),
) -> Path:  # fmt: skip
    """Write an xlsx whose sheet data is `sheet`, as raw XML.

    `heads` puts a text before the root of "sheet", "strings" or "workbook"; `blanks` fills the
    sheet with so many bytes, as the text of one cell where `within` is "is".
    """
    top = {"sheet": "", "strings": "", "workbook": "", **(heads or {})}
    begin = f"{top['sheet']}<worksheet {NS}>{before}<sheetData>{sheet}"
    end = f"</sheetData>{after}</worksheet>"
    if within:
        begin += "<row r='2'><c r='A2' t='inlineStr'><is><t>"
        end = f"</t></is></c></row>{end}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        book = WORKBOOK.format(properties=properties, name=name)
        archive.writestr("xl/workbook.xml", top["workbook"] + book)
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as part:
            part.write(begin.encode())
            block = b" " * min(blanks, 1 << 20)
            for _ in range(blanks // max(1, len(block))):
                part.write(block)
            part.write(end.encode())
        if strings is not None:
            archive.writestr("xl/sharedStrings.xml",
                             f"{top['strings']}<sst {NS}>{strings}</sst>")  # fmt: skip
        if styles is not None:
            archive.writestr("xl/styles.xml", f"<styleSheet {NS}>{styles}</styleSheet>")
        for member, content in extra:
            archive.writestr(member, content)
    return path


def text_cell(address: str, text: str) -> str:
    """Return an inline text cell."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def rezip(path: Path, *, add: tuple[tuple[str, str], ...]) -> Path:
    """Add members to a zip, whatever their names."""
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in add:
            archive.writestr(name, content)
    return path


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)


def ods(path: Path, rows: str) -> Path:
    """Write an ods whose table rows are raw XML; calamine reads it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(rows=rows))
    return path


def compound(path: Path, streams: dict[str, bytes]) -> Path:
    """Write a compound file (CFB, what .xls and encrypted files are); each stream >= 4096 bytes."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    entries, fat, body = [_entry("Root Entry", 5, end, 0, 1)], [fat_mark, 2, end], b""
    for number, (name, data) in enumerate(streams.items(), 1):
        assert len(data) >= 4096
        start, count = len(fat), -(-len(data) // 512)
        fat += [*range(start + 1, start + count), end]
        body += data.ljust(count * 512, b"\0")
        following = number + 1 if number < len(streams) else free
        entries.append(_entry(name, 2, start, len(data), free, following))
    assert len(fat) <= 128
    assert len(entries) <= 8
    directory = b"".join(entries).ljust(1024, b"\0")
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3,
                       0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)  # fmt: skip
    head += struct.pack("<109I", 0, *[free] * 108)
    path.write_bytes(head + table + directory + body)
    return path


def _entry(
    name: str, kind: int, start: int, size: int, child: int, right: int = 0xFFFFFFFF
) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", words, len(words) + 2, kind, 1, 0xFFFFFFFF, right,
                       child, start, size)  # fmt: skip
