"""Our papers as Word documents: official texts, the 一页通, return slips."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.core.job import JobContext
from desktop.features.dossier import ReturnSlip
from desktop.features.reports.documents.onepage import TITLE as ONEPAGE
from desktop.features.reports.documents.onepage import owing, score_words
from desktop.features.reports.documents.return_slips import SIGN, request, slip_table, slip_title
from desktop.features.reports.official import OfficialText, Part, Photos, Title, Words
from desktop.features.reports.pdf.page import cut_off_text, foot_of
from desktop.features.reports.types import Heading, Printed, ReadinessReport, TableData
from desktop.features.reports.word import HEAD, SECOND, TITLE, Face, WordFile

_OFFICIAL = (37.0, 26.0, 35.0, 28.0)
_NARROW = (12.0, 15.0, 12.0, 15.0)
_SLIP = (20.0, 18.0, 18.0, 18.0)
_SMALL = Face(size=9.5)
_OWING = 6


def write_official(texts: Sequence[OfficialText], target: Path, *, ctx: JobContext) -> Printed:
    """Write texts one after the other, each from a new page; cancelling leaves no file."""
    word = WordFile(_OFFICIAL)
    for number, text in enumerate(texts):
        ctx.step(number, len(texts), f"正在写 {text.title}")
        if number:
            word.new_page()
        word.line(text.head, Face(TITLE, 30, bold=True, red=True), align="centre")
        word.line(text.number, Face(), align="centre")
        word.line(text.title, Face(TITLE, 22, bold=True), align="centre", space=(18, 12))
        for part in text.parts:
            _part(word, part)
    word.save(target)
    return Printed(target, 0, ())


def _part(word: WordFile, part: Part) -> None:
    if isinstance(part, Title):
        face = Face(HEAD if part.level == 1 else SECOND)
        word.line(part.text, face, indented=True, stays=True)
    elif isinstance(part, Words):
        word.line(part.text, Face(), align="right" if part.signed else "left",
                  indented=not part.signed)  # fmt: skip
    elif isinstance(part, Photos):
        word.photos(part)
        word.line("", Face())
    else:
        word.table(part)
        word.line("", Face())


def write_onepage(report: ReadinessReport, target: Path) -> Printed:
    """Write the 一页通."""
    heading = report.heading
    word = WordFile(_NARROW)
    word.foot(foot_of(heading, ONEPAGE), 8)
    word.line(f"{heading.county}{ONEPAGE}", Face(TITLE, 20), align="centre", space=(2, 1))
    word.line(f"{heading.edition}  {cut_off_text(heading.cut_off)}", _SMALL, align="centre")
    word.table(TableData(
        tuple(figure.label for figure in report.figures), (1,) * len(report.figures),
        (tuple(f"{figure.value}\n{figure.note}" for figure in report.figures),),
    ), 9)  # fmt: skip
    if report.score is not None:
        _head(word, "得分测算")
        word.table(TableData(("部分", "最低～最高，可能 / 满分"), (30, 70), tuple(
            (bar.name, bar.words) for bar in (report.score.total, *report.score.methods)
        )), 9)  # fmt: skip
        word.line(score_words(report), _SMALL)
        _head(word, "先做的十件事")
        word.table(report.score.first, 9)
    worst = owing(report)
    if worst.rows:
        _head(word, "谁还欠得多（材料审核）")
        word.table(TableData(worst.heads, worst.parts, worst.rows[:_OWING], worst.right), 9)
    word.save(target)
    return Printed(target, 0, ())


def _head(word: WordFile, text: str) -> None:
    word.line(text, Face(HEAD, 11), space=(4, 2), stays=True)


def write_return_slips(heading: Heading, slips: Sequence[ReturnSlip], target: Path) -> Printed:
    """Write a slip for each unit, each from a new page."""
    word = WordFile(_SLIP, is_lying=True)
    for number, slip in enumerate(slips):
        if number:
            word.new_page()
        word.line(slip_title(heading, slip), Face(HEAD, 16), space=(0, 8))
        word.line(request(heading, slip), Face(size=12), space=(0, 6), indented=True)
        word.table(slip_table(slip))
        word.line(SIGN, Face(size=12), space=(12, 0))
        word.line(f"{heading.office}　{heading.cut_off:%Y-%m-%d}", Face(size=12))
    word.save(target)
    return Printed(target, 0, ())
