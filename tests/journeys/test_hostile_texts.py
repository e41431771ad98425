"""Any text a person types is stored, found, exported and printed, or refused before it is kept."""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from db import Store, records
from db.tables.evidence import Document, DocumentSlot
from db.tables.frameworks import Requirement
from db.tables.points import Point
from db.tables.settings import read_setting
from db.tables.units import Unit, UnitAlias
from desktop.cli.main import main
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.core.row_source import Query
from desktop.features.evidence import (
    add_paths,
    document_rows,
    edit_document,
    link_documents,
    review_documents,
    slot_rows,
)
from desktop.features.exchange import ImportRequest, apply_import, export_table, preview_import
from desktop.features.frameworks import edit_requirement, requirement_rows
from desktop.features.points import edit_point, point_rows
from desktop.features.reports import SheetChoice, print_readiness, print_sheets
from desktop.features.settings import save_settings
from desktop.features.units import add_alias, save_unit, unit_rows

QUIET = QuietContext()
POINT_FIELDS = ("name", "address", "street", "community", "grid", "chief", "phone", "route",
                "remark")  # fmt: skip
UNIT_FIELDS = ("name", "full_name", "kind", "remark")


def type_point(field: str) -> Callable[[Store, str], str]:
    def typed(store: Store, text: str) -> str:
        row = point_rows(store).all()[0]
        edit_point(store, row.id, {field: text})
        return str(getattr(records.find(store, Point, id=row.id)[0], field))

    return typed


def type_unit(field: str) -> Callable[[Store, str], str]:
    def typed(store: Store, text: str) -> str:
        row = unit_rows(store).all()[0]
        save_unit(store, row.id, {field: text})
        return str(getattr(records.find(store, Unit, id=row.id)[0], field))

    return typed


def type_requirement(field: str) -> Callable[[Store, str], str]:
    def typed(store: Store, text: str) -> str:
        row = requirement_rows(store).all()[0]
        edit_requirement(store, row.id, {field: text})
        return str(getattr(records.find(store, Requirement, id=row.id)[0], field))

    return typed


def type_setting(key: str) -> Callable[[Store, str], str]:
    def typed(store: Store, text: str) -> str:
        save_settings(store, {key: text})
        return str(read_setting(store, key, ""))

    return typed


def type_alias(store: Store, text: str) -> str:
    add_alias(store, unit_rows(store).all()[0].id, text)
    return records.find(store, UnitAlias)[-1].alias


def a_document(store: Store) -> str:
    file = store.workspace / "in.txt"
    file.write_text("content")
    result, _ = add_paths(QUIET, store, [file])
    return result.added[0].document_id


def type_document(store: Store, text: str) -> str:
    document = a_document(store)
    edit_document(store, document, name=text)
    return records.find(store, Document, id=document)[0].name


def type_review(store: Store, text: str) -> str:
    document = a_document(store)
    link_documents(store, [document], slot_rows(store).all()[0].id)
    review_documents(store, [document], "returned", text=text)
    return records.find(store, DocumentSlot, document_id=document)[0].review_text


ENTRIES: dict[str, Callable[[Store, str], str]] = {
    **{f"point.{field}": type_point(field) for field in POINT_FIELDS},
    **{f"unit.{field}": type_unit(field) for field in UNIT_FIELDS},
    **{f"requirement.{field}": type_requirement(field) for field in ("text", "hint")},
    **{f"setting.{key}": type_setting(key) for key in ("county", "office", "edition")},
    "alias": type_alias, "document": type_document, "review": type_review,
}  # fmt: skip


@pytest.mark.parametrize("entry", list(ENTRIES))
def test_row42_what_no_format_keeps_is_dropped_at_entry(county_store: Store, entry: str) -> None:
    typed = "甲\0乙\x0b丙\uffff丁\ud800戊\udc00己\x1b庚\x85\ufffe"
    assert ENTRIES[entry](county_store, typed) == "甲乙丙丁戊己庚"


@pytest.mark.parametrize("entry", list(ENTRIES))
def test_row47_a_text_no_cell_holds_is_refused_at_entry(county_store: Store, entry: str) -> None:
    before = county_store.query("SELECT count(*) FROM journal")
    with pytest.raises(UserError, match="100000 字") as refused:
        ENTRIES[entry](county_store, "很" * 100_000)
    assert "没有保存" in refused.value.advice
    if entry not in ("document", "review"):
        assert county_store.query("SELECT count(*) FROM journal") == before


@pytest.mark.parametrize("entry", list(ENTRIES))
def test_row49_the_longest_text_a_cell_holds_is_kept_whole(county_store: Store, entry: str) -> None:
    assert ENTRIES[entry](county_store, "很" * 32_767) == "很" * 32_767


RARE = "张𬭎㙍䶮·〇中心"


def test_row43_a_rare_name_goes_all_the_way(county_store: Store, tmp_path: Path) -> None:
    store, row = county_store, point_rows(county_store).all()[0]
    edit_point(store, row.id, {"name": RARE})
    for letter in "𬭎㙍䶮·〇":
        assert [r.name for r in point_rows(store).page(Query(letter), 0, 9)] == [RARE]
    file = tmp_path / "a.xlsx"
    export_table(store, "points", file)
    assert RARE in [cell.value for cell in load_workbook(file).active["A"]]
    back = preview_import(store, ImportRequest("points", file))
    assert (len(back.added), len(back.changed)) == (0, 0)
    printed = print_sheets(QUIET, store, tmp_path / "a.pdf", SheetChoice(points=(RARE,)))
    assert printed.missing_glyphs == ()
    assert RARE in PdfReader(printed.file).pages[0].extract_text()


def test_row43_a_character_no_font_has_is_listed_and_never_a_box(
    county_store: Store, tmp_path: Path
) -> None:
    store, row = county_store, point_rows(county_store).all()[0]
    edit_point(store, row.id, {"name": "𠮷野家"})
    assert [r.name for r in point_rows(store).page(Query("𠮷野"), 0, 9)] == ["𠮷野家"]
    printed = print_sheets(QUIET, store, tmp_path / "a.pdf", SheetChoice(points=("𠮷野家",)))
    assert [(glyph.code_point, "点位" in glyph.where) for glyph in printed.missing_glyphs] == [
        ("U+20BB7", True)
    ]
    assert "〔U+20BB7〕野家" in PdfReader(printed.file).pages[0].extract_text()


def test_row47_the_longest_texts_print_in_time(county_store: Store, tmp_path: Path) -> None:
    store, row = county_store, point_rows(county_store).all()[0]
    edit_point(store, row.id, dict.fromkeys(POINT_FIELDS, "很长的字段，" * 5_400))
    save_settings(store, {"county": "长" * 32_767, "office": "长" * 32_767})
    for requirement in requirement_rows(store).all()[:3]:
        edit_requirement(store, requirement.id, {"text": "长" * 32_767, "hint": "长" * 32_767})
    begun = time.process_time()
    assert print_sheets(QUIET, store, tmp_path / "a.pdf", SheetChoice(points=(row.id,))).pages
    assert time.process_time() - begun < 5
    begun = time.process_time()
    assert print_readiness(QUIET, store, tmp_path / "r.pdf").pages
    assert time.process_time() - begun < 10


DANGEROUS = ["=1+1", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x","y")', "+1", "-2+3", "@SUM(A1)",
             "\t=1", "\r=1", "\n=1", "＝1+1", "#N/A", "110101199001011234", "_x000D_", "'=1"]  # fmt: skip


def test_row48_50_what_looks_like_a_formula_is_text_in_every_export(
    county_store: Store, tmp_path: Path
) -> None:
    store = county_store
    points, units = point_rows(store).all(), unit_rows(store).all()
    # The task table has one hint for all methods of a standard.
    single = [code for code, count in Counter(r.code for r in requirement_rows(store).all()).items()
              if count == 1]  # fmt: skip
    requirements = [row for row in requirement_rows(store).all() if row.code in single]
    for number, text in enumerate(DANGEROUS):
        edit_point(store, points[number].id, {"name": f"{text}{number}", "remark": text})
        save_unit(store, units[number].id, {"remark": text})
        edit_requirement(store, requirements[number].id, {"hint": text})
    for kind in ("points", "units", "indicators", "checks"):
        file = tmp_path / f"{kind}.xlsx"
        export_table(store, kind, file)
        cells = [cell for sheet in load_workbook(file) for line in sheet for cell in line]
        assert not [cell.coordinate for cell in cells if cell.data_type in ("f", "e")]
        back = preview_import(store, ImportRequest(kind, file))
        assert (len(back.added), len(back.changed)) == (0, 0), kind
        for text in DANGEROUS if kind != "checks" else ():
            stored = text.strip()
            kept = "_x005F_x000D_" if stored == "_x000D_" else stored
            found = [cell for cell in cells if cell.value == kept]
            assert {cell.data_type for cell in found} == {"s"}, (kind, text)
            assert {bool(cell.quotePrefix) for cell in found} == {stored[0] in "=+-@#"}


def test_row48_a_csv_with_formulas_comes_in_as_text(county_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "单位.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([["单位简称", "备注"], ["新单位", "=1+1"], ["-局", "@SUM"]])
    apply_import(county_store, preview_import(county_store, ImportRequest("units", file)))
    remarks = {unit.name: unit.remark for unit in records.find(county_store, Unit)}
    assert (remarks["新单位"], remarks["-局"]) == ("=1+1", "@SUM")


LYING = "通知\u202egpj.exe"


def test_row51_a_lying_file_name_is_shown_as_it_is(
    county_store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / LYING
    file.write_bytes(b"content")
    add_paths(QUIET, county_store, [file])
    assert document_rows(county_store).all()[0].name == LYING
    workspace = str(county_store.workspace)
    folder = tmp_path / "3.2"
    folder.mkdir()
    (folder / f"{LYING}.tmp").write_bytes(b"")
    (folder / LYING).write_bytes(b"another")
    assert main(["-w", workspace, "add", str(file), str(folder)], sys.stdout) == 0
    assert main(["-w", workspace, "import", "points", str(file)], sys.stdout) == 1
    assert main(["-w", workspace, "import", "points", f"\x1b[2J{file}"], sys.stdout) == 1
    assert (
        main(["-w", workspace, "import", "points", str(tmp_path / f"无{LYING}")], sys.stdout) == 1
    )
    said = capsys.readouterr()
    assert "\u202e" not in said.out + said.err
    assert "\x1b" not in said.out + said.err
    assert said.err.count("〔U+202E〕gpj.exe") >= 2
