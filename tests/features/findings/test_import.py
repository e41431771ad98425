"""Problem ledgers as offices have them: numbered faults, street headings, words for states."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Store
from desktop.cli.main import main
from desktop.core.paths import samples
from desktop.features.exchange import (
    ImportPreview,
    ImportRequest,
    apply_import,
    export_table,
    preview_import,
)
from desktop.features.exchange.service import preview_book
from desktop.features.exchange.sheets.finding_cells import (
    find_point,
    read_front,
    read_street_heading,
    split_faults,
)
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook
from desktop.features.findings import StepInput, finding_rows, steps_of, take_step
from desktop.features.office_tables.book import _by_content
from desktop.features.workspace import undo

SAMPLE = "市级模拟测评反馈问题.xlsx"
HEADS = ("序号", "街道", "点位", "存在问题", "整改责任单位", "整改时限", "备注")


@pytest.mark.parametrize(
    ("cell", "faults"),
    [
        ("1.盲道被占\n2.有烟盒", ["盲道被占", "有烟盒"]),
        ("1、路灯不亮； 2、乱搭棚子；", ["路灯不亮", "乱搭棚子"]),
        ("（1）满溢\n（2）褪色", ["满溢", "褪色"]),
        ("(1)满溢(2)褪色", ["满溢", "褪色"]),
        ("①甲；②乙；③丙；", ["甲", "乙", "丙"]),
        ("堆放旧沙发", ["堆放旧沙发"]),
        ("间隔超过1.5米、2.5米两处", ["间隔超过1.5米、2.5米两处"]),
        ("1.围挡低于1.8米\n2.缺2、3号牌", ["围挡低于1.8米", "缺2、3号牌"]),
        ("该处：1.脏 2.乱", ["该处：脏", "该处：乱"]),
        ("1.只有一个", ["只有一个"]),
        ("１．全角；２．也行", ["全角", "也行"]),
        ("", []),
    ],
)
def test_numbered_faults_are_split(cell: str, faults: list[str]) -> None:
    assert list(split_faults(cell)) == faults


FAULT = st.text(alphabet="路灯不亮乱搭棚子有积水", min_size=1, max_size=9)
STYLES = ("{n}.{t}\n", "{n}、{t}； ", "（{n}）{t}\n")


@given(st.lists(FAULT, min_size=1, max_size=140), st.sampled_from(STYLES))
def test_any_number_of_faults_is_counted(texts: list[str], style: str) -> None:
    cell = "".join(style.format(n=n, t=text) for n, text in enumerate(texts, 1))
    assert list(split_faults(cell)) == texts


def test_the_lines_over_the_table() -> None:
    front = read_front(
        ["反馈清单", "测评时间：2026年5月11日至15日；整改情况截至5月29日"], "x.xlsx", 2025
    )
    assert front.found == date(2026, 5, 15)
    assert front.cut_off == date(2026, 5, 29)
    assert read_front([], "6月问题.xlsx", 2026).title == "6月问题"
    assert read_street_heading("城关街道（43处点位）") == ("城关街道", 43)
    assert read_street_heading("柳林镇") == ("柳林镇", None)


def test_points_are_found_by_name_and_street() -> None:
    points = (("a", "阳光花园", "东禾街道"), ("b", "阳光花园", "南湖街道"), ("c", "禾丰路", "东禾街道"),
              ("d", "禾丰路公厕", "东禾街道"))  # fmt: skip
    assert find_point("阳光花园", "南湖街道", points) == ("b",)
    assert find_point("阳光花园", "", points) == ("a", "b")
    assert find_point("禾丰路公厕门前", "东禾街道", points) == ("d",)
    assert find_point("禾丰路口袋公园", "东禾街道", points) == ()


@pytest.fixture(scope="module")
def preview(county_workspace: Path) -> ImportPreview:
    from db import open_store

    store = open_store(county_workspace / "workspace.db")
    try:
        return preview_import(store, ImportRequest("findings", samples() / SAMPLE))
    finally:
        store.close()


def test_the_sample_gives_as_many_findings_as_numbered_faults(preview: ImportPreview) -> None:
    # Counted by hand in the file: 140 rows, 112 of them with several numbered faults, 341 in all.
    assert len(preview.added) == 341
    assert len({draft.cell for _, draft in preview.added}) == 140
    assert len({draft.values["source"] for _, draft in preview.added}) == 140
    split = [note for note in preview.problems if "拆成" in note.text]
    assert len(split) == 112
    assert next(note for note in split if note.cell == "D6").text == "一格里有 4 个问题，拆成 4 条"
    assert [note.text for note in preview.skipped if "街道标题" not in note.text] == []
    assert len(preview.skipped) == 6
    assert not preview.refused


def test_the_sample_says_what_it_says(county_store: Store, preview: ImportPreview) -> None:
    apply_import(county_store, preview)
    rows = finding_rows(county_store, on=date(2026, 5, 30)).all()
    first = [row for row in rows if row.source.endswith("第2条")]
    assert [row.text for row in first] == [
        "沿线中部盲道被电动车占压", "南头绿化带内有烟盒和塑料袋", "南头两处公益广告间隔超过百米",
        "人行道地砖松动",
    ]  # fmt: skip
    assert first[0].units == ("城管局", "住建局", "城关街道")
    assert (first[0].due, first[0].found) == (date(2026, 6, 20), date(2026, 5, 15))
    assert all(row.point_id for row in rows)
    assert {row.point for row in rows if row.source.endswith("第1条")} == {"青禾大道东门"}
    gardens = {row.point_id: row.street for row in rows if row.point == "阳光花园"}
    assert sorted(gardens.values()) == ["东禾街道", "南湖街道"]
    states = Counter(row.state for row in rows)
    assert states == {"发现": 263, "待复查": 78}
    at_once = next(row for row in rows if row.source.endswith("第1条"))
    assert (at_once.at_once, at_once.state, at_once.fixed) == (True, "待复查", date(2026, 5, 29))
    on_the_spot = next(row for row in rows if row.source.endswith("第4条"))
    assert on_the_spot.fixed == date(2026, 5, 15)
    asked = next(row for row in rows if row.source.endswith("第12条"))
    assert asked.units == ()
    assert asked.remark == "长期整改，已报方案；（请县创建办协调）"
    tenth = next(row for row in rows if row.source.endswith("第6条"))
    assert tenth.due == date(2026, 6, 20)
    dashed = next(row for row in rows if row.source.endswith("第8条"))
    assert dashed.indicator == "Ⅱ-42-1)"
    assert [item.step for item in steps_of(county_store, at_once.id)] == ["found", "import"]


def test_the_ledger_comes_back_unchanged(
    county_store: Store, preview: ImportPreview, tmp_path: Path
) -> None:
    apply_import(county_store, preview)
    ids = [row.id for row in finding_rows(county_store).all()]
    take_step(county_store, ids[1:3], "assign", StepInput(on=date(2026, 5, 30)))
    out = tmp_path / "台账.xlsx"
    assert export_table(county_store, "findings", out) == 341
    back = preview_import(county_store, ImportRequest("findings", out))
    assert (len(back.added), len(back.changed), len(back.unchanged)) == (0, 0, 341)
    again = preview_import(county_store, ImportRequest("findings", samples() / SAMPLE))
    assert (len(again.added), len(again.changed)) == (0, 0)
    undo(county_store)
    undo(county_store)
    assert not finding_rows(county_store).all()


def _book(tmp_path: Path, rows: list[list[Any]]) -> Path:
    file = tmp_path / "台账.xlsx"
    write_workbook(file, [OutSheet("问题", [OutColumn(head) for head in HEADS], rows)])
    return file


BAD = {
    "fixed before found": ([1, "城关街道", "人民路", "x", "城管局", "2020-01-01", ""], "早于发现日期"),
    "year 1900": ([1, "城关街道", "人民路", "x", "城管局", datetime(1900, 1, 5), ""], "年份太早"),
    "long text": ([1, "城关街道", "人民路", "字" * 30_000, "城管局", "", ""], "30000 个字"),
    "140 faults": (
        [1, "城关街道", "人民路", "\n".join(f"{n}.有垃圾{n}" for n in range(1, 141)), "", "", ""],
        "140 个问题",
    ),
    "no place": ([1, "城关街道", "", "有垃圾", "城管局", "", ""], "没有写点位"),
    "no text": ([1, "城关街道", "人民路", "", "城管局", "", ""], "没有写问题"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BAD))
def test_bad_rows_are_named_and_the_rest_waits_for_a_word(
    name: str, county_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    shutil.copytree(county_workspace, tmp_path / "w")
    row, words = BAD[name]
    file = _book(tmp_path, [row, [2, "城关街道", "文昌路", "果皮箱满", "城管局", "2026-06-10", ""]])
    file = _with_title(file)
    common = ["-w", str(tmp_path / "w")]
    assert main([*common, "import", "findings", str(file)]) == 1
    assert words in capsys.readouterr().err
    assert main([*common, "list", "findings"]) == 0
    assert "共 0 条" in capsys.readouterr().out
    assert main([*common, "import", "findings", str(file), "--good-only"]) == 0
    assert main([*common, "list", "findings"]) == 0
    assert "共 1 条" in capsys.readouterr().out


def _with_title(file: Path) -> Path:
    from openpyxl import load_workbook

    book = load_workbook(file)
    book.active.insert_rows(1)
    book.active["A1"] = "测评时间：2026年5月11日至15日"
    book.save(file)
    return file


def test_unknown_units_and_places_are_kept_in_words(county_store: Store, tmp_path: Path) -> None:
    file = _book(tmp_path, [[1, "城关街道", "某小巷深处", "有垃圾", "天文台、城管局", "", "急"]])
    preview = preview_book(county_store, ImportRequest("findings", file), _by_content(file))
    assert any("“天文台”不在单位名单里" in note.text for note in preview.problems)
    apply_import(county_store, preview)
    row = finding_rows(county_store).all()[0]
    assert (row.point, row.point_id, row.units, row.remark) == (
        "某小巷深处", None, ("城管局",), "急；天文台",
    )  # fmt: skip


def test_a_state_is_not_imported_past_the_check(county_store: Store, tmp_path: Path) -> None:
    file = _book(tmp_path, [[1, "城关街道", "人民路", "有垃圾", "城管局", "", ""]])
    apply_import(
        county_store,
        preview_book(county_store, ImportRequest("findings", file), _by_content(file)),
    )
    out = tmp_path / "out.xlsx"
    export_table(county_store, "findings", out)
    from openpyxl import load_workbook

    book = load_workbook(out)
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(2, heads.index("状态") + 1).value = "销号"
    book.active.cell(2, heads.index("销号日期") + 1).value = "2026-06-01"
    book.save(out)
    preview = preview_book(county_store, ImportRequest("findings", out), _by_content(out))
    apply_import(county_store, preview)
    row = finding_rows(county_store).all()[0]
    assert (row.state, row.closed) == ("发现", None)
