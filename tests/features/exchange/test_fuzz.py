"""Any cells under any heads, and any bytes in a file: imported or refused by name, never a crash."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Store, journal, open_store
from db.maintenance import find_faults, journal_faults
from desktop.core.errors import UserError
from desktop.core.resources import resource
from desktop.features.exchange import ImportRequest, apply_import
from desktop.features.exchange.service import KINDS, preview_book
from desktop.features.office_tables import Book, Merge, Row, Sheet
from desktop.features.office_tables.book import _read, _Source
from desktop.features.office_tables.types import CellProblem, CellValue, Unreadable
from desktop.features.visits import RoundPlan, save_round
from desktop.features.workspace import undo
from tests.corpus.making_tables import RUBBISH
from tests.hostile import text_cell, xlsx

FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)
TEXTS = st.one_of(
    st.sampled_from([text for text in RUBBISH if len(text) < 400]),
    st.sampled_from(["甲", "乙局", "公园", "Ⅱ-3", "1)", "材料审核、实地考察", "是否", "计数≥3", "不符合",
                     "2026-07-01", "主干道", "12.5", "100+20", "K1+200", "已整改", "1.甲 2.乙"]),
    st.text(max_size=12), st.text("0123456789.,-+%/（）()、；;：:①②ⅡⅢ年月日第条款米km ", max_size=14),
)  # fmt: skip
CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(), TEXTS, st.integers(-(10**20), 10**20), st.floats(allow_nan=True), st.booleans(),
    st.dates(), st.datetimes(), st.times(),
    st.sampled_from([date.min, date.max, datetime.max, time.max, 0, -1, 1e308, 1 << 63]),
)  # fmt: skip


@st.composite
def books(draw: st.DrawFn, kind: str) -> Book:
    """Draw a sheet with some of a kind's real heads, perhaps doubled, above any cells."""
    fields = resource("import_columns.json")[kind]
    titles = [names[0].removeprefix("*") for names in fields.values()]
    needed = [names[0][1:] for names in fields.values() if names[0].startswith("*")]
    heads = draw(st.permutations(needed + draw(st.lists(st.sampled_from(titles), max_size=6))))
    rows = draw(st.lists(st.lists(CELLS, max_size=len(heads) + 2), max_size=8))
    numbers = st.integers(1, 12)
    merges = st.builds(Merge, numbers, numbers, numbers, numbers)
    lines = [Row(1, tuple(heads)), *(Row(n, tuple(row)) for n, row in enumerate(rows, 2))]
    sheet = Sheet("表", tuple(lines), tuple(draw(st.lists(merges, max_size=3))),
                  (CellProblem("A1", "怪"),))  # fmt: skip
    return Book("怪.xlsx", "xlsx", (sheet,))


@pytest.fixture(scope="module")
def county(county_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz") / "w"
    shutil.copytree(county_workspace, folder)
    with open_store(folder / "workspace.db") as store:
        save_round(store, None, RoundPlan("七月自查", "自查", "2026-07-06", "2026-07-08"))
    return folder


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_any_cells_are_imported_or_refused(
    kind: str, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A backup before each of them would take longer than all the rest.
    monkeypatch.setattr("desktop.features.exchange.service.keep_before", lambda *_: None)
    with open_store(county / "workspace.db") as store:

        @FUZZ
        @given(book=books(kind))
        def throw(book: Book) -> None:
            _throw(store, kind, book, county / "怪.xlsx")

        throw()
        assert find_faults(store) == ()
        assert journal_faults(store) == ()


def _throw(store: Store, kind: str, book: Book, path: Path) -> None:
    before = journal.last_seq(store)
    request = ImportRequest(kind, path, round="七月自查" if kind == "answers" else None)
    try:
        result, _ = apply_import(store, preview_book(store, request, book))
    except UserError as error:
        assert str(error).strip()
        assert journal.last_seq(store) == before, "refused and yet something was written"
        return
    if result.operation:
        undo(store, result.operation)


SHEET = "xl/worksheets/sheet1.xml"
PARTS = (
    SHEET,
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)


@pytest.mark.parametrize("part", PARTS)
def test_any_change_inside_a_workbook_is_read_or_refused(part: str, tmp_path: Path) -> None:
    """Spoil the XML under an unhurt zip, where no checksum stands in the way."""
    cells = "<c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>46265</v></c>"
    whole_book = xlsx(
        tmp_path / "好.xlsx", f"<row r='1'>{cells}{text_cell('C1', '三')}</row>",
        strings="<si><t>一</t></si><si><r><t>二</t></r></si>",
        styles="<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>",
        after="<mergeCells><mergeCell ref='A1:A2'/></mergeCells>",
    )  # fmt: skip
    with zipfile.ZipFile(whole_book) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    whole = members[part]
    file = tmp_path / "坏.xlsx"

    @FUZZ
    @given(edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=6)),
                          min_size=1, max_size=4))  # fmt: skip
    def throw(edits: list[tuple[float, int, bytes]]) -> None:
        data = whole
        for place, length, fresh in edits:
            at = int(place * len(data))
            data = data[:at] + fresh + data[at + length :]
        file.write_bytes(_packed({**members, part: data}))
        try:
            _read(_Source(str(file)))
        except Unreadable as error:
            assert str(error)

    throw()


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@FUZZ
@given(
    data=st.one_of(
        st.binary(max_size=300),
        TEXTS.map(lambda text: text.encode("utf-8", "replace")),
        st.lists(TEXTS, max_size=9).map(lambda t: "\n".join(t).encode("gbk", "replace")),
    )
)
def test_any_bytes_named_csv_are_read_or_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    try:
        _read(_Source(str(file)))
    except Unreadable as error:
        assert str(error)
