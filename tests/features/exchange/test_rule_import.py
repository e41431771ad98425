"""Rules printed in a task table become rules; what is typed in the program stays."""

from __future__ import annotations

from pathlib import Path

from db import Store, records
from db.tables.frameworks import Requirement
from desktop.features.exchange import (
    ImportRequest,
    ImportResult,
    OutColumn,
    OutSheet,
    apply_import,
    export_table,
    preview_import,
    write_workbook,
)
from desktop.features.forecast import set_rule

HEADS = ("测评项目", "测评标准", "测评方式", "分值", "责任单位", "计分规则")


def table(tmp_path: Path, rules: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> Path:
    rows = [
        ["Ⅰ-1 环境", f"{number}) 标准{number}", "问卷调查", "2", "", rule]
        for number, rule in enumerate(rules, 1)
    ]
    file = tmp_path / "表.xlsx"
    columns = [OutColumn(head) for head in heads]
    write_workbook(file, [OutSheet("指标", columns, [row[: len(heads)] for row in rows])])
    return file


def load(store: Store, file: Path) -> ImportResult:
    request = ImportRequest("indicators", file, edition="2026年版")
    return apply_import(store, preview_import(store, request))[0]


RULES = ("A>85% B>80% C≤80% 两年均值", "A(0例) B(1例) C(2例) C#(3例)", "看情况定")


def test_text_becomes_a_rule_or_is_kept_and_listed(store: Store, tmp_path: Path) -> None:
    result = load(store, table(tmp_path, RULES))
    assert [note.text for note in result.problems if "看不懂" in note.text] == [
        "计分规则“看情况定”看不懂，按文字保留"
    ]
    rows = records.find(store, Requirement, order="sort")
    assert tuple(row.rule_text for row in rows) == RULES
    assert [row.rule.split('"')[3] for row in rows] == ["value_bands", "fault_bands", "text"]
    out = tmp_path / "out.xlsx"
    export_table(store, "indicators", out)
    again = load(store, out)
    assert (again.added, again.changed) == (0, 0)


def test_a_rule_typed_in_outlives_the_next_import(store: Store, tmp_path: Path) -> None:
    load(store, table(tmp_path, ("", "")))
    first, second = records.find(store, Requirement, order="sort")
    set_rule(store, first.id, "A>85% B>80% C≤80%")
    load(store, table(tmp_path, ("", "计数≥3处")))
    load(store, table(tmp_path, ("", ""), HEADS[:5]))
    first, second = records.find(store, Requirement, order="sort")
    assert first.rule_text == "A>85% B>80% C≤80%"
    assert "value_bands" in first.rule
    assert "count" in second.rule
