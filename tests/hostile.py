"""Making small files that hurt spreadsheet libraries."""

from __future__ import annotations

import io
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
    properties: str = "", name: str = "表", after: str = "", head: str = "",
    extra: tuple[tuple[str, bytes], ...] = (),
) -> Path:  # fmt: skip
    """Write an xlsx whose sheet data is `sheet`, as raw XML."""
    data = f"{head}<worksheet {NS}><sheetData>{sheet}</sheetData>{after}</worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", WORKBOOK.format(properties=properties, name=name))
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", data)
        if strings is not None:
            archive.writestr("xl/sharedStrings.xml", f"<sst {NS}>{strings}</sst>")
        if styles is not None:
            archive.writestr("xl/styles.xml", f"<styleSheet {NS}>{styles}</styleSheet>")
        for member, content in extra:
            archive.writestr(member, content)
    return path


def text_cell(address: str, text: str) -> str:
    """Return an inline text cell."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def zip_with_doubles(path: Path) -> Path:
    """Write an xlsx that holds its sheet twice."""
    xlsx(path, "<row r='1'/>")
    stream = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(stream, "a") as archive:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    path.write_bytes(stream.getvalue())
    return path
