"""三色督办卡: two on an A4 page, each with stub and receipt to be torn off.

The colour is a word and a frame too (white one line, yellow dashes, red two lines), so that a
black-and-white printer serves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.clock import day_words
from desktop.core.files import atomic_write
from desktop.core.job import JobContext
from desktop.features.reports.pdf.fonts import missing_glyphs
from desktop.features.reports.pdf.page import lines_of
from desktop.features.reports.pdf.photo_sheet import PhotoSheet
from desktop.features.reports.pdf.shapes import Ink
from desktop.features.reports.types import CardPrint, Printed

_INKS: dict[str, Ink] = {
    "white": (0.35, 0.35, 0.35), "yellow": (0.80, 0.55, 0.0), "red": (0.78, 0.08, 0.08),
}  # fmt: skip
_HALF, _EDGE = 148.5, 8.0
_STUB, _RECEIPT = 42.0, 50.0
_MAIN = 210 - 2 * _EDGE - _STUB - _RECEIPT - 8
_HIGH = _HALF - 2 * 9.0


def render_cards(cards: Sequence[CardPrint], target: Path, *, ctx: JobContext) -> Printed:
    """Print cards two-up; cancelling leaves no file."""
    with atomic_write(target) as temporary:
        sheet = PhotoSheet(temporary, "督办卡")
        for number, card in enumerate(cards):
            ctx.step(number, len(cards), f"正在排版 {card.code}")
            if number % 2 == 0 and number:
                sheet.next_page()
            _card(sheet, card, 9.0 + (number % 2) * _HALF)
            if number % 2 == 0:
                _cut(sheet, [(_EDGE, _HALF), (210 - _EDGE, _HALF)])
        sheet.next_page()
        pages = sheet.save()
    texts = [(card.code, "".join((card.unit, card.place, card.text, card.demand, card.reason)))
             for card in cards]  # fmt: skip
    return Printed(target, pages, missing_glyphs(texts))


def _cut(sheet: PhotoSheet, places: list[tuple[float, float]]) -> None:
    sheet.polyline(places, weight=0.4, ink=(0.45, 0.45, 0.45), dash=(8, 6))


def _card(sheet: PhotoSheet, card: CardPrint, top: float) -> None:
    left = _EDGE
    _stub(sheet, card, (left, top))
    tear = left + _STUB + 2
    _cut(sheet, [(tear, top - 3), (tear, top + _HIGH + 3)])
    _main(sheet, card, (left + _STUB + 4, top))
    tear += _MAIN + 4
    _cut(sheet, [(tear, top - 3), (tear, top + _HIGH + 3)])
    _receipt(sheet, card, (left + _STUB + _MAIN + 8, top))
    for x in (left + _STUB + 2, tear):
        sheet.text(x, top - 3.6, "撕开线", size=6.5, align="centre")
    if card.is_void:
        sheet.text(left + _STUB + 4 + _MAIN / 2, top + _HIGH / 2, "作  废", size=48, bold=True,
                   align="centre")  # fmt: skip


def _frame(sheet: PhotoSheet, card: CardPrint, at: tuple[float, float], wide: float) -> None:
    """Draw the frame whose pattern says the colour."""
    x, y = at
    ink = _INKS[card.colour]
    corners = [(x, y), (x + wide, y), (x + wide, y + _HIGH), (x, y + _HIGH), (x, y)]
    if card.colour == "yellow":
        sheet.polyline(corners, weight=2.4, ink=ink, dash=(4, 2))
        return
    sheet.polyline(corners, weight=2.0 if card.colour == "red" else 1.2, ink=ink)
    if card.colour == "red":
        inner = [(x + 1.4, y + 1.4), (x + wide - 1.4, y + 1.4),
                 (x + wide - 1.4, y + _HIGH - 1.4), (x + 1.4, y + _HIGH - 1.4),
                 (x + 1.4, y + 1.4)]  # fmt: skip
        sheet.polyline(inner, weight=0.8, ink=ink)


def _main(sheet: PhotoSheet, card: CardPrint, at: tuple[float, float]) -> None:
    x, y = at
    _frame(sheet, card, at, _MAIN)
    _badge(sheet, card, (x + 5, y + 5))
    middle = x + 20 + (_MAIN - 22) / 2
    sheet.text(middle, y + 10, f"{card.heading.county}创建全国文明城市", size=10, align="centre",
               room=_MAIN - 26)  # fmt: skip
    sheet.text(middle, y + 17, card.name, size=17, bold=True, align="centre")
    sheet.text(x + _MAIN - 5, y + 23, card.code, size=9, align="right")
    y += 26
    sheet.line(x + 5, y, x + _MAIN - 5, y, weight=0.8)
    y = _field(sheet, (x + 5, y + 1), "被督办单位", card.unit, most=2)
    y = _field(sheet, (x + 5, y), "地    点", card.place, most=2)
    y = _field(sheet, (x + 5, y), "督办事由", card.reason, most=2)
    y = _problem(sheet, card, (x + 5, y))
    y = _field(sheet, (x + 5, y), "整改要求", card.demand, most=5)
    _field(sheet, (x + 5, y), "整改时限", _due(card), most=1, bold=True)
    foot = at[1] + _HIGH - 5
    sheet.text(x + 5, foot - 12, f"签发人：{card.signer}", size=9, room=40)
    sheet.text(x + 5, foot - 5, f"协办单位：{'、'.join(card.others) or '无'}", size=8, room=46)
    sheet.text(x + _MAIN - 8, foot - 12, card.heading.office, size=9, align="right", room=50)
    sheet.text(x + _MAIN - 22, foot - 5.5, "（盖章）", size=8.5, align="centre")
    sheet.text(x + _MAIN - 8, foot, day_words(card.issued), size=9, align="right")


def _badge(sheet: PhotoSheet, card: CardPrint, at: tuple[float, float]) -> None:
    """Draw the colour's big word: on white, on hatching, on black."""
    x, y = at
    ink = _INKS[card.colour]
    corners = [(x, y), (x + 15, y), (x + 15, y + 15), (x, y + 15)]
    if card.colour == "red":
        sheet.polygon(corners, weight=1.2, ink=ink, fill=ink)
        sheet.headline(x + 7.5, y + 11.6, card.word, size=30, ink=(1, 1, 1))
        return
    sheet.polygon(corners, weight=1.2, ink=ink)
    if card.colour == "yellow":
        for step in range(1, 15, 2):
            sheet.polyline([(x + step, y), (x, y + step)], weight=0.4, ink=ink)
            sheet.polyline([(x + 15, y + step), (x + step, y + 15)], weight=0.4, ink=ink)
        sheet.fill(x + 2.4, y + 2.4, 10.2, 10.2, (1, 1, 1))
    sheet.headline(x + 7.5, y + 11.4, card.word, size=27, ink=(0, 0, 0))


def _field(
    sheet: PhotoSheet, at: tuple[float, float], title: str, words: str, *, most: int,
    bold: bool = False,
) -> float:  # fmt: skip
    """Draw one labelled line of the main part and its rule; return where it ends."""
    x, y = at
    wide = _MAIN - 10
    lines = _cut_lines(words, 9.5, wide - 21, most)
    high = max(1, len(lines)) * 4.6 + 2.4
    sheet.text(x, y + 4.9, title, size=9, bold=True)
    sheet.line(x + 19, y, x + 19, y + high)
    sheet.block(x + 21, y + 4.9, lines, size=9.5, leading=4.6, bold=bold)
    sheet.line(x, y + high, x + wide, y + high)
    return y + high


def _problem(sheet: PhotoSheet, card: CardPrint, at: tuple[float, float]) -> float:
    x, y = at
    wide, high = _MAIN - 10, 31.0
    photo = 34.0 if card.photo else 0.0
    lines = _cut_lines(card.text, 9.5, wide - 22 - photo, 6)
    sheet.text(x, y + 4.9, "存在问题", size=9, bold=True)
    sheet.text(x, y + 10, f"台账 {card.finding}", size=8)
    sheet.line(x + 19, y, x + 19, y + high)
    sheet.block(x + 21, y + 4.9, lines, size=9.5, leading=4.6)
    if card.photo:
        sheet.picture(card.photo, (x + wide - 34, y + 1.5), (34, high - 3))
    sheet.line(x, y + high, x + wide, y + high)
    return y + high


def _stub(sheet: PhotoSheet, card: CardPrint, at: tuple[float, float]) -> None:
    x, y = at
    sheet.box(x, y, _STUB, _HIGH, weight=0.8)
    sheet.text(x + _STUB / 2, y + 8, "存    根", size=13, bold=True, align="centre")
    sheet.text(x + _STUB / 2, y + 14, f"〔{card.word}〕", size=11, bold=True, align="centre")
    facts = (("编号", card.code), ("被督办单位", card.unit), ("地点", card.place),
             ("问题", card.text), ("事由", card.reason), ("整改时限", _due(card)),
             ("签发日期", f"{card.issued:%Y-%m-%d}"))  # fmt: skip
    y += 18
    for title, words in facts:
        y = _small(sheet, (x + 2.5, y), title, words, _STUB - 5)
    bottom = at[1] + _HIGH
    sheet.text(x + 2.5, bottom - 10, "签收人：", size=8.5)
    sheet.text(x + 2.5, bottom - 4, "签收日期：", size=8.5)


def _small(
    sheet: PhotoSheet, at: tuple[float, float], title: str, words: str, wide: float
) -> float:
    x, y = at
    sheet.text(x, y + 3.4, title, size=7.5)
    lines = _cut_lines(words, 8.5, wide, 3)
    sheet.block(x, y + 7.4, lines, size=8.5, leading=3.9, bold=title == "整改时限")
    end = y + 5.4 + max(1, len(lines)) * 3.9
    sheet.line(x, end, x + wide, end)
    return end + 0.8


def _receipt(sheet: PhotoSheet, card: CardPrint, at: tuple[float, float]) -> None:
    x, y = at
    sheet.box(x, y, _RECEIPT, _HIGH, weight=0.8)
    sheet.text(x + _RECEIPT / 2, y + 8, "回    执", size=13, bold=True, align="centre")
    sheet.text(x + _RECEIPT / 2, y + 13, card.code, size=8, align="centre", room=_RECEIPT - 2)
    sheet.block(x + 2.5, y + 20, _cut_lines(f"{card.heading.office}：", 9, _RECEIPT - 5, 2),
                size=9, leading=4.2)  # fmt: skip
    sheet.text(x + 2.5, y + 26, "整改情况：", size=9)
    lines = _cut_lines(card.reply, 9, _RECEIPT - 5, 9)
    sheet.block(x + 2.5, y + 32, lines, size=9, leading=5.6)
    for number in range(len(lines), 9):
        level = y + 33.5 + number * 5.6
        sheet.line(x + 2.5, level, x + _RECEIPT - 2.5, level)
    below = y + 86
    sheet.text(x + 2.5, below, "附件：□整改后照片      张", size=8.5)
    sheet.text(x + 2.5, below + 5.5, "           □书面说明      份", size=8.5)
    sheet.text(x + 2.5, below + 13, "单位负责人：", size=9)
    sheet.text(x + _RECEIPT / 2 + 6, below + 26, "（单位盖章）", size=9, align="centre")
    sheet.text(x + _RECEIPT - 2.5, below + 38, "年      月      日", size=9, align="right")


def _cut_lines(words: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Return at most some lines; what is cut off ends with …"""
    lines = lines_of(words, size, room) if words else ()
    return lines if len(lines) <= most else (*lines[: most - 1], f"{lines[most - 1][:-1]}…")


def _due(card: CardPrint) -> str:
    return f"{day_words(card.due)}前" if card.due else "      年    月    日前"
