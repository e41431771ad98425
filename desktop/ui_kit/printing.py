"""Sending a PDF's pages to a printer from the worker; the printer's setup kept per kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QRectF, QSettings, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.page_setup import AUTO, LYING, MARGINS, PAPERS, SCALES, UPRIGHT, PageSetup
from desktop.ui_kit.form import Field, FormDialog

SINGLE, DOUBLE = "单面", "双面（沿长边翻）"
_DPI = 300
_STRIPS, _OVERLAP = 8, 2


def restore_setup(printer: QPrinter, kind: str) -> None:
    """Set the printer up as this kind of print was last printed."""
    kept = QSettings()
    kept.beginGroup(f"print/{kind}")
    name = str(kept.value("printer", ""))
    # Asked for this one alone: listing them all takes long where a printer of the network is off.
    if name and not QPrinterInfo.printerInfo(name).isNull():
        printer.setPrinterName(name)
    if kept.contains("duplex"):
        printer.setDuplex(QPrinter.DuplexMode(int(str(kept.value("duplex")))))
        printer.setColorMode(QPrinter.ColorMode(int(str(kept.value("colour")))))
        paper = QPageSize.PageSizeId(int(str(kept.value("paper"))))
        printer.setPageSize(QPageSize(paper))
    modes, sides = QPrinter.DuplexMode, _kept_sides(kind)
    if sides:
        printer.setDuplex(modes.DuplexLongSide if sides == DOUBLE else modes.DuplexNone)


def _kept_sides(kind: str) -> str:
    sides = str(QSettings().value(f"page/{kind}/sides", ""))
    return sides if sides in (SINGLE, DOUBLE) else ""


def sides_field(kind: str) -> Field:
    """Return the field that asks for one side or both, as it was last answered for a kind."""
    return Field("sides", "打印时", _kept_sides(kind) or SINGLE, choices=(SINGLE, DOUBLE))


def use_paper_of(printer: QPrinter, document: QPdfDocument) -> None:
    """Offer the paper the pages are made for: what is shown is what is printed."""
    size = document.pagePointSize(0)
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    paper = QPageSize(upright, QPageSize.Unit.Point, "", match)
    if paper.isValid():
        printer.setPageSize(paper)


def remember_setup(printer: QPrinter, kind: str) -> None:
    """Keep the printer, both sides, colour and paper for the next print of this kind."""
    kept = QSettings()
    kept.beginGroup(f"print/{kind}")
    kept.setValue("printer", printer.printerName())
    kept.setValue("duplex", printer.duplex().value)
    kept.setValue("colour", printer.colorMode().value)
    kept.setValue("paper", printer.pageLayout().pageSize().id().value)


def page_setup(kind: str) -> PageSetup:
    """Return how this kind of list was last laid on paper."""
    kept = QSettings()
    kept.beginGroup(f"page/{kind}")
    paper, way, margins, scale = (
        str(kept.value(name, default))
        for name, default in (("paper", "A4"), ("way", AUTO), ("margins", "标准"), ("scale", "100"))
    )
    if paper not in PAPERS or margins not in MARGINS or scale not in SCALES:
        return PageSetup()
    return PageSetup(paper, way, margins, int(scale))


def ask_page_setup(parent: QWidget, kind: str, remake: Callable[[], None]) -> None:
    """Ask how a kind of list is laid on paper, keep it and lay it anew."""
    now = page_setup(kind)

    def save(values: Mapping[str, str]) -> None:
        kept = QSettings()
        for name, value in values.items():
            kept.setValue(f"page/{kind}/{name}", value)
        remake()

    fields = (
        Field("paper", "纸张", now.paper, choices=tuple(PAPERS)),
        Field("way", "方向", now.way, choices=(AUTO, UPRIGHT, LYING)),
        Field("scale", "缩放（%）：小一些，一行能放更多字", str(now.scale), choices=SCALES),
        Field("margins", "页边距", now.margins, choices=tuple(MARGINS)),
        sides_field(kind),
    )
    FormDialog(parent, "page_setup", f"页面设置：{kind}", fields, save, verb="照这样排").exec()


def print_pages(ctx: JobContext, file: Path, printer: QPrinter) -> int:
    """Print the chosen pages, each turned and fitted to the paper; return how many.

    Raises UserError where the file or the printer does not answer.
    """
    document = QPdfDocument()
    if document.load(str(file)) != QPdfDocument.Error.None_:
        raise UserError(f"打不开 {file.name}。", "没有打印。请重新生成后再打印。")
    first = (printer.fromPage() or 1) - 1
    last = printer.toPage() or document.pageCount()
    printer.setFullPage(True)
    painter = QPainter()
    for number in range(first, last):
        ctx.step(number - first, last - first, f"正在打印第 {number - first + 1} 页")
        size = document.pagePointSize(number)
        turned = QPageLayout.Orientation
        printer.setPageOrientation(
            turned.Landscape if size.width() > size.height() else turned.Portrait
        )
        is_ready = printer.newPage() if painter.isActive() else painter.begin(printer)
        if not is_ready:
            raise UserError("打印机没有响应。", "没有打印完。请检查打印机，或另存为 PDF 后再打印。")
        _draw(painter, printer, document, number)
    painter.end()
    return last - first


def _draw(painter: QPainter, printer: QPrinter, document: QPdfDocument, number: int) -> None:
    size = document.pagePointSize(number)
    image = document.render(number, (size * _DPI / 72).toSize())
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    scale = min(paper.width() / image.width(), paper.height() / image.height())
    high = -(-image.height() // _STRIPS)
    # In strips: while one is drawn no other thread of Python runs, the window's neither.
    # Each overlaps the next a little, so that no line is broken between them.
    for top in range(0, image.height(), high):
        strip = QRectF(0, top, image.width(), min(high + _OVERLAP, image.height() - top))
        target = QRectF(0, top * scale, strip.width() * scale, strip.height() * scale)
        painter.drawImage(target, image, strip)
