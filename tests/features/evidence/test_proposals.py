"""Documents in doubt: proposed with a reason, taken or turned down, undone."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from db import Store, records
from db.tables.evidence import DocumentSlot
from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.evidence import (
    ProposalRow,
    accept_proposals,
    add_paths,
    delete_documents,
    document_rows,
    link_documents,
    proposal_rows,
    reject_proposals,
    slot_rows,
)
from desktop.features.evidence.rules import SlotChoice
from desktop.features.evidence.suggesting import Paper, Place, Suggester
from desktop.features.workspace import undo

QUIET = QuietContext()


def proposed(store: Store) -> dict[str, list[ProposalRow]]:
    found: dict[str, list[ProposalRow]] = {}
    for row in proposal_rows(store).all():
        found.setdefault(row.name, []).append(row)
    return found


def test_the_samples_in_doubt_are_proposed_with_reasons(county_store: Store) -> None:
    result, _ = add_paths(QUIET, county_store, [samples() / "报送材料"])
    rows = proposed(county_store)
    best = {name: (items[0].code, items[0].reason) for name, items in rows.items()}
    assert best["综合窗口情况.docx"][0] == "Ⅱ-11-1)"
    assert "只写到第 11 项" in best["综合窗口情况.docx"][1]
    assert best["热线季度分析.pdf"][0] == "Ⅱ-12-2)"
    assert best["化验单6月.xlsx"] == ("Ⅱ-47-2)", "名称里有“污水”，是这个单位的责任")
    assert best["1.pdf"] == ("Ⅱ-54-1)", "与“任务分解通知.pdf”内容相同，那份归在这里")
    assert "整治报告.docx" not in best
    told = next(item for item in result.added if item.path.endswith("热线季度分析.pdf"))
    assert told.codes == ()
    assert told.proposed[0] == "Ⅱ-12-2)"
    filed = {row.name for row in document_rows(county_store).all() if row.review != "未归位"}
    assert not filed & set(rows)


def test_taking_turning_down_and_undoing(county_store: Store) -> None:
    add_paths(QUIET, county_store, [samples() / "报送材料"])
    before = proposal_rows(county_store).all()
    rows = proposed(county_store)
    two = rows["热线季度分析.pdf"]
    count, _ = accept_proposals(county_store, [two[0].id, two[1].id, rows["化验单6月.xlsx"][0].id])
    assert count == 3
    codes = {row.name: row.codes for row in document_rows(county_store).all()}
    assert codes["热线季度分析.pdf"] == ("Ⅱ-12-1)", "Ⅱ-12-2)")
    assert not {"热线季度分析.pdf", "化验单6月.xlsx"} & set(proposed(county_store))
    undo(county_store)
    assert proposal_rows(county_store).all() == before
    reject_proposals(county_store, [row.id for row in before])
    assert not proposal_rows(county_store).all()
    undo(county_store)
    assert proposal_rows(county_store).all() == before


def test_filing_by_hand_or_deleting_settles_the_proposals(county_store: Store) -> None:
    add_paths(QUIET, county_store, [samples() / "报送材料"])
    rows = proposed(county_store)
    slot = slot_rows(county_store).all()[0]
    link_documents(county_store, [rows["热线季度分析.pdf"][0].document_id], slot.id)
    delete_documents(county_store, [rows["1.pdf"][0].document_id])
    assert not {"热线季度分析.pdf", "1.pdf"} & set(proposed(county_store))
    undo(county_store)
    assert len(proposed(county_store)["1.pdf"]) == len(rows["1.pdf"])


def test_a_content_filed_before_is_proposed_where_it_was(
    county_store: Store, tmp_path: Path
) -> None:
    first = tmp_path / "3.2 说明报告.docx"
    first.write_bytes(b"the same")
    add_paths(QUIET, county_store, [first])
    again = tmp_path / "无名.docx"
    shutil.copy(first, again)
    add_paths(QUIET, county_store, [again])
    (row,) = proposal_rows(county_store).all()
    (link,) = records.find(county_store, DocumentSlot)
    assert (row.slot_id, row.confidence) == (link.slot_id, 90)


def _place(number: int, words: str, unit: str) -> Place:
    choice = SlotChoice(f"s{number}", "说明报告", f"Ⅱ-{number}-1)", f"r{number}")
    return Place((choice,), words, 2, number, frozenset({unit}))


NAMES = st.text(alphabet="污水处理公园绿地热线办结/ 1(Ⅱ-)", min_size=1, max_size=12)


@given(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from(["u1", "u2", None]))
def test_confidence_stays_in_bounds_and_a_units_own_duty_never_counts_less(
    parts: list[str], unit: str | None
) -> None:
    places = [_place(1, "污水集中处理率", "u1"), _place(2, "公园绿地面积", "u2"),
              _place(3, "热线按时办结", "u3")]  # fmt: skip
    suggester = Suggester(places)
    path = [*parts, "说明.docx"]
    plain = {item.slot_id: item for item in suggester.suggest(Paper(path))}
    owned = suggester.suggest(Paper(path, unit))
    assert [item.confidence for item in owned] == sorted(
        (item.confidence for item in owned), reverse=True
    )
    for item in owned:
        assert 30 <= item.confidence <= 89
        assert item.reason
        assert item.slot_id not in plain or item.confidence >= plain[item.slot_id].confidence
