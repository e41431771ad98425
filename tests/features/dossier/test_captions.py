"""Six elements of pictures: proposed from what is known, saved for many, printed."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from db import Store
from desktop.core.job import QuietContext
from desktop.features.dossier import (
    CaptionRow,
    caption_rows,
    find_documents,
    propose_captions,
    save_captions,
)
from desktop.features.reports import print_photos
from desktop.features.workspace import undo

QUIET = QuietContext()


def row_of(store: Store, name: str) -> CaptionRow:
    return next(row for row in caption_rows(store) if row.name == name)


def test_what_is_known_is_proposed_and_nothing_saved(full_store: Store) -> None:
    proposed = propose_captions(QUIET, full_store)
    rows = {row.id: row.name for row in caption_rows(full_store)}
    assert len(rows) == 45
    by_name = {rows[key]: texts for key, texts in proposed.items()}
    assert by_name["路灯抢修.jpg"] == {"time": "2026年6月30日 20:41", "theme": "路灯抢修"}
    assert by_name["假期托管20250720.jpg"] == {"time": "2025年7月20日", "theme": "假期托管"}
    assert by_name["DSC00871.jpg"] == {"time": "2025年6月18日 14:22"}
    assert "IMG_0001.jpg" not in by_name
    assert {row.state for row in caption_rows(full_store)} == {"未开始"}


def test_the_last_entry_of_the_item_is_offered_to_its_next_picture(full_store: Store) -> None:
    first, second = row_of(full_store, "更换前.jpg"), row_of(full_store, "更换后.jpg")
    texts = {"place": "人民路", "people": "巡查员", "theme": "更换前", "cause": "褪色"}
    save_captions(full_store, {first.id: texts})
    offered = propose_captions(QUIET, full_store, [second.id])[second.id]
    assert offered == {
        "time": "2026年3月20日 15:11", "place": "人民路", "people": "巡查员", "cause": "褪色",
        "theme": "更换后",
    }  # fmt: skip


def test_many_are_saved_as_one_step(full_store: Store) -> None:
    ids = find_documents(full_store, ["更换前.jpg", "更换后.jpg"])
    six = dict.fromkeys(("time", "place", "people", "theme", "background", "cause"), " 甲 ")
    save_captions(full_store, {document_id: six for document_id in ids})
    assert row_of(full_store, "更换前.jpg").state == "齐备"
    assert row_of(full_store, "更换前.jpg").cause == "甲"
    save_captions(full_store, {ids[0]: {"cause": ""}})
    assert row_of(full_store, "更换前.jpg").state == "收集中"
    undo(full_store)
    undo(full_store)
    assert row_of(full_store, "更换后.jpg").state == "未开始"


def test_pictures_are_printed_one_to_a_page(full_store: Store, tmp_path: Path) -> None:
    ids = find_documents(full_store, ["更换前.jpg", "操场.jpg"])
    save_captions(full_store, {ids[0]: {"place": "人民路 <3 号>"}})
    printed = print_photos(QUIET, full_store, tmp_path / "照片.pdf", ids)
    pages = PdfReader(printed.file).pages
    assert printed.pages == len(pages) == 2
    assert "Ⅱ-38-1)" in pages[0].extract_text()
    assert "人民路 <3 号>" in pages[1].extract_text()
    assert [len(page.images) for page in pages] == [1, 1]
