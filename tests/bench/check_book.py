"""Time the book of sheets beside platypus tables of the same rows.

Run as python -m tests.bench.check_book.

The peer draws neither heads nor QR codes, so the ratio is on the careful side.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from desktop.core.job import QuietContext
from desktop.features.reports.documents.check_book import render_check_book
from desktop.features.reports.pdf.fonts import REGULAR, load
from desktop.features.reports.types import CheckBook, CheckLine, CheckSheet, Heading

_HEADING = Heading("青禾县", "2026年版", datetime(2026, 8, 31, 17, 30), "青禾县创建办")
_HEADS = ("编号", "考察内容", "判定说明", "判定结果", "数量", "备注")
_TEXTS = ("路面平整，无明显坑洼积水", "沿路步行，每100米至少一处；过期、破损的不计入数量",
          "机动车、非机动车停放有序，不占盲道、绿化带和消防通道", "观察10分钟")  # fmt: skip
_TYPES, _ROWS, _PEER_SHEETS = 26, 30, 200


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


def _ours(book: CheckBook, folder: Path) -> float:
    begun = time.perf_counter()
    pages = render_check_book(book, folder / "ours.pdf", ctx=QuietContext()).pages
    return pages / (time.perf_counter() - begun)


def _peer(book: CheckBook, folder: Path) -> float:
    load()
    style = ParagraphStyle("cell", fontName=REGULAR, fontSize=8.6, leading=10.5, wordWrap="CJK")
    begun = time.perf_counter()
    story: list[Flowable] = []
    for sheet in book.sheets:
        rows = [_HEADS, *(
            (line.code, line.text, line.note, "□符合 □不符合 □不适用", "", "")
            for line in sheet.body
        )]  # fmt: skip
        cells = [[Paragraph(escape(text), style) for text in row] for row in rows]
        story += [
            Table(cells, colWidths=(60, 162, 122, 90, 28, 48), repeatRows=1,
                  style=[("GRID", (0, 0), (-1, -1), 0.4, (0, 0, 0))]),
            PageBreak(),
        ]  # fmt: skip
    document = SimpleDocTemplate(str(folder / "peer.pdf"))
    document.build(story)
    return float(document.page / (time.perf_counter() - begun))


def main() -> None:
    """Print pages per second: shared rows, rows all different, the peer, the ratio."""
    sheets = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shared = _ours(_book(sheets), folder)
        unique = _ours(_book(sheets, is_unique=True), folder)
        peer = _peer(_book(_PEER_SHEETS), folder)
    sys.stdout.write(
        f"{sheets} sheets x {_ROWS} rows | ours {shared:.0f} pages/s | all rows different "
        f"{unique:.0f} | platypus {peer:.0f} | ratio {shared / peer:.1f} (goal 12)\n"
    )


if __name__ == "__main__":
    main()
