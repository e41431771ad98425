"""The book of sheets beside platypus, QPainter, typst and bare strings of the same rows.

The peers draw neither heads nor QR codes nor contents, so the ratios are on the careful side.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from pypdfium2 import PdfDocument
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from desktop.core.job import QuietContext
from desktop.core.paths import fonts
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.pdf.fonts import REGULAR, load
from desktop.features.reports.types import CheckBook, CheckLine, CheckSheet, Heading
from tests.bench.race import Call, Missing, Races, Watch
from tests.bench.rows import Goal, Row, beside, grown, memory

_HEADING = Heading("青禾县", "2026年版", datetime(2026, 8, 31, 17, 30), "青禾县创建办")
_HEADS = ("编号", "考察内容", "判定说明", "判定结果", "数量", "备注")
_TEXTS = ("路面平整，无明显坑洼积水", "沿路步行，每100米至少一处；过期、破损的不计入数量",
          "机动车、非机动车停放有序，不占盲道、绿化带和消防通道", "观察10分钟")  # fmt: skip
_TYPES, _ROWS, _ROWS_A_PAGE = 26, 30, 15
_POINTS_WIDE = (60, 162, 122, 90, 28, 48)


def _body(kind: int, mark: str = "") -> tuple[CheckLine, ...]:
    return tuple(
        CheckLine(f"类别{row // 6}", f"类{kind:02d}-{row:02d}", f"{_TEXTS[row % 4]}{kind}{mark}",
                  _TEXTS[(row + 1) % 4], row % 3 == 0)
        for row in range(_ROWS)
    )  # fmt: skip


def _book(sheets: int, *, is_unique: bool = False) -> CheckBook:
    bodies = [_body(kind) for kind in range(_TYPES)]
    made = []
    for number in range(sheets):
        kind = number * _TYPES // sheets
        body = _body(kind, f"第{number}") if is_unique else bodies[kind]
        made.append(CheckSheet(
            f"{number:04d}-0", f"第{number}号点位", f"类型{kind}",
            "城关街道青禾大道1号", "城关街道", "向阳社区", "第三网格", "", "0000-1234567", "", body,
        ))  # fmt: skip
    return CheckBook(_HEADING, date(2026, 8, 31), "一组", "type", tuple(made))


def ours(watch: Watch, room: Path, sheets: int, is_unique: bool) -> None:
    """Render the book as the program does, drawn pages, QR codes, contents and all."""
    book = _book(sheets, is_unique=is_unique)
    with watch:
        pages = render_check_book(book, room / "ours.pdf", ctx=QuietContext()).pages
    watch.figures["pages"] = pages


def platypus(watch: Watch, room: Path, sheets: int) -> None:
    """Set every row as paragraphs in one table per point."""
    book = _book(sheets)
    load()
    style = ParagraphStyle("cell", fontName=REGULAR, fontSize=8.6, leading=10.5, wordWrap="CJK")
    with watch:
        story: list[Flowable] = []
        for sheet in book.sheets:
            cells = [[Paragraph(escape(text), style) for text in row] for row in _rows(sheet)]
            table = Table(cells, colWidths=_POINTS_WIDE, repeatRows=1,
                          style=[("GRID", (0, 0), (-1, -1), 0.4, (0, 0, 0))])  # fmt: skip
            story += [table, PageBreak()]
        document = SimpleDocTemplate(str(room / "peer.pdf"))
        document.build(story)
    watch.figures["pages"] = document.page


def strings(watch: Watch, room: Path, sheets: int, is_unique: bool) -> None:
    """Draw nothing but the strings, one call each: the limit of the library."""
    book = _book(sheets, is_unique=is_unique)
    load()
    with watch:
        canvas = Canvas(str(room / "limit.pdf"), pageCompression=1)
        pages = 0
        for sheet in book.sheets:
            rows = list(_rows(sheet))
            for start in range(0, len(rows), _ROWS_A_PAGE):
                canvas.setFont(REGULAR, 8.6)
                for place, row in enumerate(rows[start : start + _ROWS_A_PAGE]):
                    x = 30
                    for wide, text in zip(_POINTS_WIDE, row, strict=True):
                        for line, part in enumerate(_cut(text, wide)):
                            canvas.drawString(x, 800 - place * 46 - line * 10, part)
                        x += wide
                canvas.showPage()
                pages += 1
        canvas.save()
    watch.figures["pages"] = pages


def painter(watch: Watch, room: Path, sheets: int) -> None:
    """Paint the same rows with Qt."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPageSize, QPainter, QPdfWriter

    application = QGuiApplication([])
    QFontDatabase.addApplicationFont(str(fonts() / "NotoSansSC-Regular.ttf"))
    book, pages = _book(sheets), 0
    with watch:
        writer = QPdfWriter(str(room / "qt.pdf"))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setResolution(72)
        drawn = QPainter(writer)
        font = QFont("Noto Sans SC")
        font.setPointSizeF(8.6)
        drawn.setFont(font)
        wrap = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft)
        for sheet in book.sheets:
            rows = list(_rows(sheet))
            for start in range(0, len(rows), _ROWS_A_PAGE):
                pages += 1
                if pages > 1:
                    writer.newPage()
                for place, row in enumerate(rows[start : start + _ROWS_A_PAGE]):
                    x = 0
                    for wide, text in zip(_POINTS_WIDE, row, strict=True):
                        box = QRectF(x, place * 46, wide, 46)
                        drawn.drawRect(box)
                        drawn.drawText(box, wrap, text)
                        x += wide
        drawn.end()
    watch.figures["pages"] = pages
    del application


def typst_pages(watch: Watch, room: Path, sheets: int) -> None:
    """Let typst set one table per point."""
    try:
        import typst
    except ImportError as error:
        raise Missing from error
    source = room / "book.typ"
    with watch:
        parts = [
            '#set page(paper: "a4", margin: 12mm)\n#set text(font: "Noto Sans SC", size: 8.6pt)\n'
        ]
        for sheet in _book(sheets).sheets:
            cells = ",".join(
                json.dumps(text, ensure_ascii=False) for row in _rows(sheet) for text in row
            )
            wide = ", ".join(f"{width}pt" for width in _POINTS_WIDE)
            parts.append(f"#table(columns: ({wide}), {cells})\n#pagebreak(weak: true)\n")
        source.write_text("".join(parts), encoding="utf-8")
        made = typst.compile(str(source), font_paths=[str(fonts())])
    (room / "typst.pdf").write_bytes(made)
    watch.figures["pages"] = len(PdfDocument(room / "typst.pdf"))


def _rows(sheet: CheckSheet) -> Iterator[tuple[str, ...]]:
    yield _HEADS
    for line in sheet.body:
        yield (line.code, line.text, line.note, "□符合 □不符合 □不适用", "", "")


def _cut(text: str, wide: int) -> Iterator[str]:
    letters = max(1, int(wide / 8.6))
    return (text[start : start + letters] for start in range(0, len(text), letters))


def rows(races: Races) -> Iterator[Row]:
    """Yield the book beside each of its peers, all rows shared and all different."""
    sheets = races.size(2000, 200)
    some = races.size(200, 50)
    raced = races.run({
        "ours": Call(ours, (sheets, False)), "strings": Call(strings, (sheets, False)),
        "painter": Call(painter, (sheets,)), "typst": Call(typst_pages, (sheets,)),
        "platypus": Call(platypus, (some,)),
    })  # fmt: skip
    us, title = raced["ours"], f"检查表 {sheets} 点，{raced['ours'].figures['pages']:.0f} 页"
    for name, peer, scale, goal in (
        ("platypus", f"reportlab platypus（{some} 点折算）", sheets / some, Goal("≥", 12)),
        ("painter", "Qt QPainter + QPdfWriter", 1, Goal("≥", 1.5)),
        ("typst", "typst", 1, Goal("≥", 6)),
        ("strings", "只有 drawString", 1, Goal("≤", 1.5)),
    ):  # fmt: skip
        yield beside(title, us, peer, raced[name], goal, scale=scale)
    raced = races.run(
        {"ours": Call(ours, (sheets, True)), "strings": Call(strings, (sheets, True))}
    )
    title = f"检查表 {sheets} 点，行行不同"
    yield beside(title, raced["ours"], "只有 drawString", raced["strings"], Goal("≤", 2.5))
    yield memory(title, raced["ours"], 300)
    yield grown(races, "检查表", Call(ours, (sheets, False)), Call(ours, (sheets * 10, False)))
