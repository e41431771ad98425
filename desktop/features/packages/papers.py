"""The papers that lie beside data/ in a package: PDFs, the workbook and the page of links."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from desktop.core.job import JobContext
from desktop.core.resources import resource
from desktop.core.text import size_words
from desktop.features.exchange import OutColumn, OutSheet, write_workbook
from desktop.features.packages.names import HANDOVER, circled, split_suffix
from desktop.features.packages.types import PackedFile, PackedItem, Papers, PapersWanted
from desktop.features.reports import (
    Heading,
    PackageForm,
    PackageLine,
    PackagePapers,
    render_contents,
    render_forms,
    render_handover,
    render_indexes,
)

_PRINTS = {
    "01_封面和目录.pdf": render_contents,
    "03_材料提交表.pdf": render_forms,
    "04_待审材料索引表.pdf": render_indexes,
    HANDOVER: render_handover,
}
_WORKBOOK, _PAGE = "02_目录.xlsx", "目录.html"
_COLUMNS = tuple(OutColumn(title, width) for title, width in (
    ("编号", 12), ("上级指标", 30), ("测评标准", 40), ("责任单位", 20), ("材料编号", 14),
    ("题名", 30), ("类别", 12), ("报送单位", 14), ("日期", 12), ("页数", 8), ("字节", 12),
    ("文件", 60), ("SHA-256", 68),
))  # fmt: skip
_PLAIN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"
_ADDRESS = tuple(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in range(256))
_STYLE = (
    "body{font:15px/1.6 'Microsoft YaHei','Noto Sans SC',sans-serif;max-width:1000px;"
    "margin:24px auto;padding:0 16px;color:#1f2328}h1{font-size:22px}h2{font-size:18px;"
    "border-bottom:1px solid #c9cfd6;margin-top:28px}h3{font-size:15px;margin:18px 0 4px}"
    "table{border-collapse:collapse;width:100%}td{border:1px solid #e1e4e8;padding:4px 8px;"
    "vertical-align:top}td.n{white-space:nowrap;text-align:right}.s{color:#57606a;font-size:13px}"
    "a{color:#1f5fbf}@media print{a{color:#000}}"
)


def draw_papers(ctx: JobContext, wanted: PapersWanted, folder: Path) -> Papers:
    """Draw all papers of a package in an empty folder."""
    glyphs = _write(ctx, _papers(wanted), folder)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return Papers(files, tuple(sorted(glyphs)))


def _papers(wanted: PapersWanted) -> PackagePapers:
    """Return what the papers say."""
    tree = wanted.tree
    heading = Heading(wanted.county, wanted.edition, wanted.until, wanted.office)
    forms = tuple(_form(item) for item in tree.items)
    return PackagePapers(heading, tree.name, forms, len(tree.files), tree.bytes,
                         wanted.manifest_sha256)  # fmt: skip


def _form(item: PackedItem) -> PackageForm:
    standard = item.standard
    lines = tuple(_line(standard.code, file) for file in item.files)
    return PackageForm(standard.code, standard.folders, standard.text,
                       "、".join(standard.units), lines)  # fmt: skip


def _line(code: str, file: PackedFile) -> PackageLine:
    material = file.material
    suffix = split_suffix(material.name)[1].lstrip(".").lower()
    pages = "1" if suffix in resource("packages.json")["image_suffixes"] else ""
    return PackageLine(
        f"{code}-{circled(file.number)}", material.name, file.path, material.kind, material.unit,
        material.fact_date.isoformat() if material.fact_date else "", pages, material.bytes,
        material.sha256,
    )  # fmt: skip


def _write(ctx: JobContext, papers: PackagePapers, folder: Path) -> set[str]:
    """Write all papers into a folder; return the characters they miss."""
    printed = [render(papers, folder / name, ctx=ctx) for name, render in _PRINTS.items()]
    ctx.step(0, 0, "正在写目录")
    rows = [_row(form, line) for form in papers.forms for line in form.lines]
    write_workbook(folder / _WORKBOOK, [OutSheet("目录", _COLUMNS, rows)], is_dated=False)
    (folder / _PAGE).write_text(_contents_page(papers), encoding="utf-8", newline="\n")
    return {glyph.character for print_ in printed for glyph in print_.missing_glyphs}


def _row(form: PackageForm, line: PackageLine) -> Sequence[object]:
    return (
        form.code, " / ".join(form.titles), form.text, form.units, line.number, line.name,
        line.kind, line.unit, line.date, line.pages, line.bytes, line.path, line.sha256,
    )  # fmt: skip


def _contents_page(papers: PackagePapers) -> str:
    """Return 目录.html: it opens offline, without script, and links to every file."""
    title = escape(f"{papers.heading.county}{papers.name}")
    parts = [
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>",
        f'<p class="s">{escape(papers.heading.edition)}  {escape(papers.heading.office)}  '
        f"材料截至 {papers.heading.cut_off:%Y-%m-%d}  共 {papers.files} 份，"
        f"{size_words(papers.bytes)}</p>",
        "<p>" + "  ".join(_link(name, name) for name in (*_PRINTS, _WORKBOOK)) + "</p>",
    ]
    shown: tuple[str, ...] = ()
    for form in papers.forms:
        if form.titles != shown:
            parts.append(f"<h2>{escape(' / '.join(form.titles))}</h2>")
            shown = form.titles
        parts.append(_section(form))
    return "\n".join([*parts, "</body></html>\n"])


def _section(form: PackageForm) -> str:
    rows = "".join(
        f"<tr><td>{escape(line.number)}</td><td>{_link(line.path, _shown(line.path))}</td>"
        f"<td>{escape(line.kind)}</td><td>{escape(line.date)}</td>"
        f'<td class="n">{size_words(line.bytes)}</td></tr>'
        for line in form.lines
    )
    return f"<h3>{escape(form.code)} {escape(form.text)}</h3><table>{rows}</table>"


def _shown(path: str) -> str:
    return path.rpartition("/")[2]


def _link(path: str, text: str) -> str:
    return f'<a href="{_address(path)}">{escape(text)}</a>'


def _address(path: str) -> str:
    """Return a relative address; every byte but plain ones is written as %XX."""
    return "".join(map(_ADDRESS.__getitem__, path.encode()))
