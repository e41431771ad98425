"""The readiness report's score, the 一页通, the 任务清单 and the 资金需求."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from docx import Document as WordDocument
from pypdf import PdfReader

from db import Store, records
from db.tables.evidence import Document
from desktop.core import clock
from desktop.core.chart import (
    ChartStyle,
    Drawing,
    RangeBar,
    StateBar,
    Stroke,
    TrendPoint,
    Words,
    range_chart,
    state_chart,
    trend_chart,
)
from desktop.core.errors import UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.paths import fonts as font_folder
from desktop.core.paths import samples
from desktop.core.resources import resource
from desktop.features.evidence import add_paths
from desktop.features.findings import (
    StepInput,
    issue_cards,
    note_finding,
    propose_cards,
    take_step,
)
from desktop.features.forecast import forecast, set_need, take_snapshot, tasks_of
from desktop.features.readiness import days_words, readiness
from desktop.features.reports import (
    TableData,
    print_funds,
    print_listing,
    print_onepage,
    print_readiness,
    print_tasks,
    readiness_report,
)
from desktop.features.reports.pdf import fonts
from desktop.features.reports.pdf.chart_marks import GREYS
from desktop.features.settings import save_settings

QUIET = QuietContext()


@pytest.fixture
def county(county_store: Store) -> Store:
    """The sample county with its materials and a snapshot."""
    add_paths(QUIET, county_store, [samples() / "报送材料"])
    take_snapshot(county_store, forecast(county_store), readiness(county_store))
    return county_store


def text_of(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def test_the_report_says_score_board_findings_and_who_printed(
    county: Store, tmp_path: Path
) -> None:
    printed = print_readiness(QUIET, county, tmp_path / "r.pdf")
    assert printed.missing_glyphs == ()
    text = text_of(printed.file)
    for words in ("五、得分测算", "（四）巩固A、提升B、消灭C", "已定失分", "四、问题整改", "打印：",
                  "先做的十件事", "没有设定材料时限", "得分测算不等于测评结果"):  # fmt: skip
        assert words in text
    reader = PdfReader(printed.file)
    assert len(reader.outline) > 5
    size = reader.pages[0].mediabox
    assert (round(size.width), round(size.height)) == (595, 842)


def test_open_findings_are_listed(county: Store, tmp_path: Path) -> None:
    note_finding(county, None, {"text": "路灯不亮", "place": "青禾大道口", "units": ("城管局",)})
    text = text_of(print_readiness(QUIET, county, tmp_path / "r.pdf").file)
    assert "未销号 1 个" in text
    assert "青禾大道口" in text


def test_cards_stand_beside_the_findings(county: Store) -> None:
    values = {"text": "路灯不亮", "place": "青禾大道口", "units": ("城管局",)}
    finding, _ = note_finding(county, None, values)
    assert readiness_report(county).findings.cards.rows == ()
    take_step(county, [finding.id], "assign", StepInput(clock.today()))
    issue_cards(county, propose_cards(county))
    (card,) = readiness_report(county).findings.cards.rows
    assert card[1:4] == ("城管局", "青禾大道口", "路灯不亮")


def test_states_are_told_apart_in_grey() -> None:
    greys = sorted(GREYS[tone] for tone in ("empty", "busy", "accent", "bad", "good"))
    assert all(after - before >= 0.15 for before, after in pairwise(greys))


def test_materials_outside_the_window_are_listed(county: Store) -> None:
    with county.write("日期"):
        rows = records.find(county, Document)
        records.update(county, [replace(rows[0], fact_date=date(2025, 1, 1)),
                                replace(rows[1], fact_date=date(2026, 3, 1))])  # fmt: skip
    unset = readiness_report(county)
    assert unset.outside.rows == ()
    assert unset.timeline.window is not None
    # What nobody has set is drawn as a guess, and said to be one.
    assert "图里的时限按测评日期估算" in unset.window
    save_settings(county, {"window_from": "2025-11-01", "window_to": "2026-10-31"})
    report = readiness_report(county)
    outside = [row[1:] for row in report.outside.rows if row[3] == "2025-01-01"]
    assert outside[0][-1] == "早于时限"
    assert all("2025-11-01" <= row[3] <= "2026-10-31" or row[4] for row in report.outside.rows)
    assert "2025-11-01" in report.window


@pytest.mark.parametrize("name", ["o.pdf", "o.docx"])
def test_the_one_page_is_one_page(county: Store, tmp_path: Path, name: str) -> None:
    printed = print_onepage(QUIET, county, tmp_path / name)
    if name.endswith("pdf"):
        assert printed.pages == len(PdfReader(printed.file).pages) == 1
        text = text_of(printed.file)
    else:
        document = WordDocument(str(printed.file))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    for words in (
        "青禾县创建工作一页通",
        "先做的十件事",
        "谁还欠得多",
        "齐备 0 / 130 条",
        "未销号问题",
    ):
        assert words in text


def test_every_unit_gets_its_tasks(county: Store, tmp_path: Path) -> None:
    one = print_tasks(QUIET, county, tmp_path / "t.pdf", units=("城管局",))
    text = text_of(one.file)
    assert "城管局任务清单" in text
    assert "文明办任务清单" not in text
    book = print_tasks(QUIET, county, tmp_path / "t.xlsx")
    sheets = openpyxl.load_workbook(book.file).sheetnames
    assert {"城管局", "文明办"} <= set(sheets)
    with pytest.raises(UserError, match="火星局"):
        print_tasks(QUIET, county, tmp_path / "u.pdf", units=("火星局",))
    with pytest.raises(UserError, match="不会写"):
        print_tasks(QUIET, county, tmp_path / "u.doc")
    folder = print_tasks(QUIET, county, tmp_path / "各单位", units=("城管局", "文明办"))
    assert sorted(path.name for path in folder.file.iterdir()) == [
        "城管局任务清单.pdf", "城管局任务清单.xlsx", "文明办任务清单.pdf", "文明办任务清单.xlsx",
    ]  # fmt: skip


def test_funds_are_listed_by_points_per_money(county: Store, tmp_path: Path) -> None:
    tasks = tasks_of(county, forecast(county))
    for task, money in zip(tasks[:2], ("20", "1.5"), strict=True):
        set_need(county, task.id, {"money": money})
    printed = print_funds(QUIET, county, tmp_path / "f.pdf")
    text = text_of(printed.file)
    assert "需资金 21.5 万元" in text
    assert text.index("1.5") < text.index("20")


class StopAt(QuietContext):
    """Cancels at the n-th step."""

    def __init__(self, number: int) -> None:
        self.left = number

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("number", [0, 1, 9])
def test_a_report_is_drawn_once_and_can_be_cancelled_at_any_page(
    county: Store, tmp_path: Path, number: int
) -> None:
    with pytest.raises(Cancelled):
        print_readiness(StopAt(number), county, tmp_path / "r.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


def test_heads_notes_and_titles_count_as_text(county_store: Store, tmp_path: Path) -> None:
    table = TableData(("名\u20bb7称", "\U00020bb7"), (1, 1), (("甲", "乙"),))
    printed = print_listing(QUIET, county_store, tmp_path / "l.pdf", title="清单𠮷",
                            filter_text="筛选：\U00020bb6", table=table)  # fmt: skip
    assert {g.code_point for g in printed.missing_glyphs} >= {"U+20BB7", "U+20BB6"}


@pytest.mark.parametrize(
    ("days", "words"), [(-5, "已过 5 天"), (0, "今天"), (3, "3 天"), (None, "未定")]
)
def test_the_days_left_in_words(days: int | None, words: str) -> None:
    assert days_words(days) == words


def test_a_day_gone_by_is_said_on_paper(county: Store, tmp_path: Path) -> None:
    save_settings(
        county, {"test_date": date.fromordinal(clock.today().toordinal() - 5).isoformat()}
    )
    assert "已过 5 天" in text_of(print_onepage(QUIET, county, tmp_path / "o.pdf").file)


@pytest.mark.parametrize(
    ("kind", "file"),
    [("fangsong", "SIMFANG.TTF"), ("hei", "simhei.ttf"), ("kai", "Simkai.ttf"),
     ("title", "simsun.ttc"), ("fangsong", "simsun.ttc")],
)  # fmt: skip
def test_fonts_are_looked_for_where_windows_keeps_them(
    kind: str, file: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Fonts").mkdir()
    shutil.copy(font_folder() / "NotoSansSC-Regular.ttf", tmp_path / "Fonts" / file)
    monkeypatch.setenv("WINDIR", str(tmp_path))
    stated = resource("gb_fonts.json")
    assert "$WINDIR/Fonts" in stated["folders"]
    monkeypatch.setattr(
        fonts, "resource", lambda _name: {**stated, "folders": ["$WINDIR/Fonts", "$NONE/Fonts"]}
    )
    for kept in (fonts._installed, fonts._system_font):
        kept.cache_clear()
    try:
        assert fonts.gb_font(kind, "仿宋黑体") == f"YJ-{kind}"
        assert file.lower() in fonts._installed()
    finally:
        for kept in (fonts._installed, fonts._system_font):
            kept.cache_clear()


def test_fonts_of_the_system_are_used_where_they_have_the_letters(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "simfang.ttf"
    file.write_bytes((font_folder() / "NotoSansSC-Regular.ttf").read_bytes())
    (tmp_path / "simkai.ttf").write_bytes(b"not a font")
    monkeypatch.setattr(fonts, "_installed", lambda: {p.name: p for p in tmp_path.iterdir()})
    fonts._system_font.cache_clear()
    try:
        assert fonts.gb_font("fangsong", "仿宋") == "YJ-fangsong"
        assert fonts.gb_font("fangsong", "\U0001f600") in ("YJ-fangsong", fonts.REGULAR)
        assert fonts.gb_font("kai", "楷体") == fonts.REGULAR
        assert fonts.gb_font("hei", "黑体") == fonts.BOLD
    finally:
        fonts._system_font.cache_clear()


STYLE = ChartStyle(160, 7, 3, lambda text: 3.0 * len(text))


def inside(drawing: Drawing) -> bool:
    places = [
        place for shape in drawing.shapes if isinstance(shape, Stroke) for place in shape.places
    ]
    return all(
        -0.5 <= x <= drawing.wide + 0.5 and -0.5 <= y <= drawing.high + 0.5 for x, y in places
    )


def test_charts_stay_inside_and_say_their_numbers() -> None:
    states = (("未开始", "empty"), ("齐备", "good"))
    bars = state_chart(
        (StateBar("很长的名字" * 9, (3, 1), "1/4 齐备"), StateBar("乙", (0, 0), "—")), states, STYLE
    )
    ranges = range_chart(
        (RangeBar("甲", 2, 3, 5, 10, "2～5"), RangeBar("乙", 0, 0, 0, 0, "0")), STYLE
    )
    trend = trend_chart((TrendPoint(date(2026, 5, 1), 1, 2, 3), TrendPoint(date(2026, 6, 1), 2, 2.5, 3),
                         TrendPoint(date(2026, 6, 9), 2.2, 2.2, 2.2, real=True)), 10, STYLE)  # fmt: skip
    for drawing, words in ((bars, "1/4 齐备"), (ranges, "2～5"), (trend, "实测 2.20")):
        assert inside(drawing)
        assert any(isinstance(shape, Words) and words in shape.text for shape in drawing.shapes)
    assert trend_chart((), 0, STYLE).shapes
