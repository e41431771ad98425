"""What prints are made from: every number and label is here before a page is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from desktop.core.chart import RangeBar, TrendPoint
from desktop.core.chart_months import Timeline
from desktop.core.page_setup import PageSetup
from desktop.core.sketch import SketchMap
from desktop.features.readiness import days_words
from desktop.features.spacing import Limit, RoadResult


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the head and foot of every print."""

    county: str
    edition: str
    cut_off: datetime
    office: str
    printed_by: str = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check item on a sheet; `counted` items have a box for a number."""

    group: str
    code: str
    text: str
    note: str
    counted: bool


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """The sheet of one point; `body` is shared by all points of a type.

    In a round it belongs to a team; `way_m` is the way from the team's point before, None where
    one of them has no coordinates.
    """

    number: str
    point: str
    type: str
    address: str
    street: str
    community: str
    grid: str
    route: str
    contact: str
    units: str
    body: tuple[CheckLine, ...]
    phone: str = ""
    team: str = ""
    way_m: float | None = None


@dataclass(frozen=True, slots=True)
class CheckBook:
    """Sheets in printing order, grouped by `group_by`: "type" or "street" in the contents, "team"
    each behind a cover of its own. `blank_lines` are left for what the sheet does not ask.
    """

    heading: Heading
    on_date: date | None
    team: str
    group_by: str
    sheets: tuple[CheckSheet, ...]
    two_sided: bool = False
    round_name: str = ""
    blank_lines: int = 3


@dataclass(frozen=True, slots=True)
class StateRow:
    """A project, method or unit with its requirements counted by state."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableData:
    """A table of a report: heads with widths in relative parts, rows of text.

    The rows in `headings` head a group: their first cell is drawn bold over the whole width.
    """

    heads: tuple[str, ...]
    parts: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure with what it is measured against."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What a report says of the score; every number is ready to be drawn or printed."""

    total: RangeBar
    lost: str
    at_risk: str
    methods: tuple[RangeBar, ...]
    projects: tuple[RangeBar, ...]
    trend: tuple[TrendPoint, ...]
    full: float
    grades: tuple[tuple[str, int], ...]
    movement: str
    conditions: TableData
    board: TableData
    items: TableData
    first: TableData
    real: TableData


@dataclass(frozen=True, slots=True)
class FindingPart:
    """What a report says of the findings: counts with a sentence, by unit, and the cards."""

    total: int
    open: int
    overdue: int
    units: TableData
    items: TableData
    cards: TableData = TableData((), (), ())


@dataclass(frozen=True, slots=True)
class ReadinessReport:
    """Everything the readiness report and the 一页通 say; `score` None: nothing to score."""

    heading: Heading
    test_date: date | None
    days_left: int | None
    states: tuple[tuple[str, str], ...]
    whole: StateRow
    projects: tuple[StateRow, ...]
    methods: tuple[StateRow, ...]
    units: tuple[StateRow, ...]
    missing: TableData
    returned: TableData
    outside: TableData
    window: str
    unmatched: TableData
    unowned: TableData
    findings: FindingPart
    score: ScorePart | None
    method_notes: tuple[str, ...]
    timeline: Timeline = field(default_factory=Timeline)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the four key figures."""
        total, ready = sum(self.whole.counts), self.whole.counts[-1]
        day = self.test_date.isoformat() if self.test_date else ""
        share = f"{ready * 100 / total:.1f}%" if total else "—"
        score = self.score
        return (
            Figure("距测评", days_words(self.days_left), day),
            Figure("准备度", share, f"齐备 {ready} / {total} 条"),
            Figure("得分测算", f"{score.total.low:.1f}～{score.total.high:.1f}" if score else "—",
                   f"可能 {score.total.likely:.2f} / {score.total.full:g} 分" if score else ""),
            Figure("未销号问题", str(self.findings.open),
                   f"共 {self.findings.total} 个，逾期 {self.findings.overdue} 个"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """What one unit owes: materials and other work."""

    unit: str
    contact: str
    materials: TableData
    work: TableData


@dataclass(frozen=True, slots=True)
class TaskBook:
    """The 任务清单 of some units."""

    heading: Heading
    sheets: tuple[TaskSheet, ...]


@dataclass(frozen=True, slots=True)
class FundList:
    """资金需求: what costs money, most points for it first, with the sums."""

    heading: Heading
    table: TableData
    money: str
    gain: str
    unpriced: int


@dataclass(frozen=True, slots=True)
class SpacingPart:
    """One subject's limits, and every road judged by them."""

    subject: str
    limits: tuple[Limit, ...]
    roads: tuple[RoadResult, ...]


@dataclass(frozen=True, slots=True)
class SpacingReport:
    """Everything the print of spacing says."""

    heading: Heading
    parts: tuple[SpacingPart, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as the window shows it, for printing."""

    heading: Heading
    title: str
    filter_text: str
    table: TableData
    setup: PageSetup = field(default_factory=PageSetup)


@dataclass(frozen=True, slots=True)
class CardPrint:
    """A 督办卡 with its stub and receipt; `colour` is white, yellow or red, `word` its word."""

    heading: Heading
    colour: str
    word: str
    name: str
    code: str
    unit: str
    others: tuple[str, ...]
    finding: int
    place: str
    text: str
    reason: str
    demand: str
    due: date | None
    issued: date
    signer: str
    reply: str
    photo: Path | None
    is_void: bool


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """A finding before and after: photos where there are some, and the words beside them."""

    number: int
    place: str
    text: str
    units: str
    state: str
    days: str
    photos: tuple[tuple[str, Path | None], ...]


@dataclass(frozen=True, slots=True)
class SketchMapPrint:
    """A map on lying paper, "A4" or "A3"; `left_out` names the points without coordinates."""

    heading: Heading
    sketch: SketchMap
    subtitle: str
    paper: str = "A4"
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font at hand can draw, and where it stands first."""

    character: str
    code_point: str
    where: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A print that was made."""

    file: Path
    pages: int
    missing_glyphs: tuple[MissingGlyph, ...]


@dataclass(frozen=True, slots=True)
class HeatData:
    """A table of rates: (row, column) → words and a rate from 0 (bad) to 1 (good)."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[str, float]]


@dataclass(frozen=True, slots=True)
class VisitReport:
    """Everything the report on a round says: figures, tables by section, heat, notes."""

    heading: Heading
    title: str
    subtitle: str
    background: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, TableData], ...]
    heat: HeatData
    faults: tuple[tuple[str, TableData], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """A draw as it is kept: what was asked, by which rule, who could be drawn, who was."""

    heading: Heading
    round_name: str
    facts: tuple[tuple[str, str], ...]
    drawn: TableData
    left_out: TableData
    candidates: TableData
    notes: tuple[str, ...]
