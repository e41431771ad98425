"""From 退回 to the next file, and the slip the unit gets."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from db import Store, records
from db.tables.evidence import Document, DocumentSlot, Revision
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.core.paths import evidence_files
from desktop.features.dossier import find_documents, replace_file, return_slips
from desktop.features.evidence import review_documents
from desktop.features.reports import print_return_slips

QUIET = QuietContext()
NAME = "创建工作报告.docx"


def link_of(store: Store, document_id: str) -> DocumentSlot:
    (link,) = records.find(store, DocumentSlot, document_id=document_id)
    return link


@pytest.fixture
def document_id(full_store: Store) -> str:
    (found,) = find_documents(full_store, [NAME])
    return found


def send_back(store: Store, document_id: str) -> None:
    review_documents(store, [document_id], "returned", reason="summary-style", text="改成说明",
                     who="李审核")  # fmt: skip


def test_a_new_file_goes_back_to_waiting_and_the_returns_are_counted(
    full_store: Store, document_id: str, tmp_path: Path
) -> None:
    send_back(full_store, document_id)
    first = link_of(full_store, document_id)
    assert (first.review, first.returns, first.reviewed_by) == ("returned", 1, "李审核")
    new = tmp_path / "说明 2026年5月20日.txt"
    new.write_text("文明行业创建说明\n青禾县商务局\n2026年5月21日", encoding="utf-8")
    revision, _ = replace_file(QUIET, full_store, document_id, new)
    after = link_of(full_store, document_id)
    assert (revision.number, after.review, after.returns) == (2, "pending", 1)
    assert after.reviewed_revision_id == first.reviewed_revision_id != revision.id
    document = records.get(full_store, Document, document_id)
    assert document is not None
    assert (str(document.fact_date), document.fact_date_source) == ("2026-05-21", "正文落款")
    send_back(full_store, document_id)
    assert link_of(full_store, document_id).returns == 2
    assert link_of(full_store, document_id).reviewed_revision_id == revision.id
    assert len(records.find(full_store, Revision, document_id=document_id)) == 2


def test_the_same_file_again_is_refused_and_nothing_is_left(
    full_store: Store, document_id: str, tmp_path: Path
) -> None:
    send_back(full_store, document_id)
    (former,) = records.find(full_store, Revision, document_id=document_id)
    blobs = sorted(evidence_files(full_store.workspace).rglob("*"))
    with pytest.raises(UserError, match="内容相同"):
        replace_file(QUIET, full_store, document_id, Path(former.source_path))
    empty = tmp_path / "空.docx"
    empty.touch()
    for path in (empty, tmp_path / "无.docx"):
        with pytest.raises(UserError, match=r"原来的文件没有改动|读不了"):
            replace_file(QUIET, full_store, document_id, path)
    assert sorted(evidence_files(full_store.workspace).rglob("*")) == blobs
    assert link_of(full_store, document_id).review == "returned"


def test_each_unit_gets_its_slip(full_store: Store, document_id: str, tmp_path: Path) -> None:
    assert return_slips(full_store) == ()
    with pytest.raises(UserError, match="没有退回"):
        print_return_slips(QUIET, full_store, tmp_path / "空.pdf")
    (other,) = find_documents(full_store, ["资料柜.jpg"])
    send_back(full_store, document_id)
    review_documents(full_store, [other], "returned", reason="blurred", who="李审核")
    slips = return_slips(full_store)
    assert {slip.unit: [(line.name, line.reason, line.times) for line in slip.lines]
            for slip in slips} == {
        "文明办": [("资料柜.jpg", "图片模糊、有水印或压缩失真", 1)],
        "商务局": [(NAME, "写成了总结,不是说明：改成说明", 1)],
    }  # fmt: skip
    assert [slip.unit for slip in return_slips(full_store, ["商务局"])] == ["商务局"]
    printed = print_return_slips(QUIET, full_store, tmp_path / "退回单.pdf")
    pages = [page.extract_text() for page in PdfReader(printed.file).pages]
    assert len(pages) == 2
    assert "商务局" in pages[0]
    assert "资料柜.jpg" in pages[1]
    assert "第几次" in pages[1]
    print_return_slips(QUIET, full_store, tmp_path / "退回单.docx")
    made = docx.Document(str(tmp_path / "退回单.docx"))
    assert [table.rows[1].cells[3].text for table in made.tables] == [NAME, "资料柜.jpg"]


def test_documents_are_found_by_id_or_their_only_name(full_store: Store) -> None:
    (found,) = find_documents(full_store, ["重阳.jpg"])
    assert find_documents(full_store, [found]) == (found,)
    with pytest.raises(UserError, match="没有叫"):
        find_documents(full_store, ["无.jpg"])
