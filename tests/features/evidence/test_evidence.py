"""Taking materials in: whole, once, filed by code, and nothing left behind by a cancel."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store, records
from db.tables.evidence import Document, DocumentSlot
from desktop.core.content_store import NotKept, keep_file
from desktop.core.errors import UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.paths import evidence_files, samples
from desktop.features.evidence import (
    add_paths,
    blob_path,
    delete_documents,
    document_rows,
    link_documents,
    review_documents,
    slot_rows,
    unlink_documents,
    verify_files,
)
from desktop.features.readiness import readiness
from desktop.features.workspace import undo

QUIET = QuietContext()


def blobs(store: Store) -> list[Path]:
    return [p for p in evidence_files(store.workspace).rglob("*") if p.is_file()]


def test_the_sample_materials_are_filed(county_store: Store) -> None:
    result, _ = add_paths(QUIET, county_store, [samples() / "报送材料"])
    assert len(result.added) == 88
    assert {Path(item.path).name for item in result.skipped} == {
        "Thumbs.db", "~$办理情况.docx", "应急预案.pdf",
    }  # fmt: skip
    codes = {Path(item.path).name: item.codes for item in result.added}
    assert codes["II-3-2)-①红头文件.pdf"] == ("Ⅱ-3-2)",)
    assert codes["IMG_20260516_083011.jpg"] == ("Ⅱ-3-2)",)
    assert codes["洗扫车.jpg"] == ("Ⅱ-46-1)",)
    assert codes["化验单6月.xlsx"] == ()
    assert sum(item.is_duplicate for item in result.added) == 2
    assert len(blobs(county_store)) == 86
    assert verify_files(QUIET, county_store) == []


def test_row59_the_same_again_adds_nothing(county_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "3.2"
    folder.mkdir()
    (folder / "说明报告.docx").write_bytes(b"one")
    add_paths(QUIET, county_store, [folder])
    again, changes = add_paths(QUIET, county_store, [folder])
    assert (again.added, again.known, again.operation, changes) == ((), 1, None, frozenset())


def test_content_lies_under_its_hash_and_the_source_is_untouched(
    county_store: Store, tmp_path: Path
) -> None:
    source = tmp_path / "CONNECT .txt"
    source.write_bytes(b"content")
    before = source.stat()
    add_paths(QUIET, county_store, [source])
    digest = hashlib.sha256(b"content").hexdigest()
    assert blob_path(county_store.workspace, digest).read_bytes() == b"content"
    assert (source.stat().st_mtime_ns, source.read_bytes()) == (before.st_mtime_ns, b"content")
    row = document_rows(county_store).all()[0]
    assert (row.name, row.sha256, row.bytes, row.source_path) == (
        "CONNECT .txt", digest, 7, str(source)
    )  # fmt: skip


class StopAt(QuietContext):
    """Cancels at the n-th step."""

    def __init__(self, number: int) -> None:
        self.left = number

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("number", range(5))
def test_cancelling_at_any_step_leaves_nothing(
    county_store: Store, tmp_path: Path, number: int
) -> None:
    folder = tmp_path / "3.2"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(name.encode())
    with pytest.raises(Cancelled):
        add_paths(StopAt(number), county_store, [folder])
    assert blobs(county_store) == []
    assert records.find(county_store, Document) == ()


def test_row57_links_elsewhere_are_named(
    county_store: Store, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    folder = tmp_path / "3.2"
    folder.mkdir()
    link(folder / "link.txt", secret)
    result, _ = add_paths(QUIET, county_store, [folder, tmp_path / "none"])
    assert result.added == ()
    assert [("链接" in item.why) or ("不存在" in item.why) for item in result.skipped] == [True] * 2


def test_row58_a_file_changing_while_copied_is_left_out(
    county_store: Store, tmp_path: Path
) -> None:
    source = tmp_path / "3.2 变化.txt"
    source.write_bytes(b"a" * 3_000_000)

    def write() -> None:
        with source.open("ab") as stream:
            stream.write(b"more")

    with pytest.raises(NotKept, match="还在变化"):
        keep_file(evidence_files(county_store.workspace), source, on_block=write)
    assert blobs(county_store) == []


def test_row57_missing_changed_and_untracked_files_are_found(
    county_store: Store, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    add_paths(QUIET, county_store, [tmp_path / "a.txt", tmp_path / "b.txt"])
    first, second = sorted(blobs(county_store))
    first.unlink()
    second.write_text("B.txt")
    (evidence_files(county_store.workspace) / "stray").write_text("x")
    found = " ".join(str(problem) for problem in verify_files(QUIET, county_store))
    assert all(word in found for word in ("丢失", "被改动", "没有登记"))


def test_a_code_given_wins_and_an_unknown_one_is_refused(
    county_store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "3.2 说明.docx"
    file.write_text("x")
    result, _ = add_paths(QUIET, county_store, [file], code="Ⅱ-1-1)")
    assert result.added[0].codes == ("Ⅱ-1-1)",)
    with pytest.raises(UserError, match="99"):
        add_paths(QUIET, county_store, [file], code="Ⅱ-99-9)")


def test_linking_reviewing_and_undoing_move_the_readiness(
    county_store: Store, tmp_path: Path
) -> None:
    slots = [row for row in slot_rows(county_store).all() if row.code == "Ⅱ-1-3)"]
    assert [row.kind for row in slots] == ["说明报告", "统计表格"]
    files = [tmp_path / "x.docx", tmp_path / "y.xlsx"]
    for file in files:
        file.write_text(file.name)
    result, _ = add_paths(QUIET, county_store, files)
    ids = [item.document_id for item in result.added]

    def state() -> str:
        return {row.code: row.state for row in slot_rows(county_store).all() if row.id in
                {slots[0].id}}["Ⅱ-1-3)"]  # fmt: skip

    for document, slot in zip(ids, slots, strict=True):
        link_documents(county_store, [document], slot.id)
    assert state() == "待审"
    review_documents(county_store, ids, "passed")
    assert readiness(county_store).whole.ready == 1
    with pytest.raises(UserError, match="原因"):
        review_documents(county_store, ids[:1], "returned")
    review_documents(county_store, ids[:1], "returned", reason="blurred")
    assert state() == "退回"
    undo(county_store)
    assert readiness(county_store).whole.ready == 1
    unlink_documents(county_store, ids)
    assert records.find(county_store, DocumentSlot) == ()
    undo(county_store)
    delete_documents(county_store, ids)
    assert records.find(county_store, Document) == ()
    undo(county_store)
    assert readiness(county_store).whole.ready == 1
