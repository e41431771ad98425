"""The text of materials: what each kind gives, within limits, read once."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from db import Store, records
from db.tables.evidence import Revision
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.core.paths import cached, samples
from desktop.features.evidence import Extracted, add_paths, text_of, texts_of
from desktop.features.evidence.reading.text import read_texts

QUIET = QuietContext()


def read(path: Path) -> Extracted:
    """Read a file as the child does."""
    return read_texts((str(path),))[0]


def test_every_sample_gives_its_text_and_the_second_time_from_the_cache(
    county_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_paths(QUIET, county_store, [samples() / "报送材料"])
    revisions = {row.id: row for row in records.find(county_store, Revision)}
    texts = texts_of(QUIET, county_store, revisions)
    named = {revisions[key].name: value for key, value in texts.items()}
    assert set(texts) == set(revisions)
    assert "青年志愿服务" in "".join(named["01_青年志愿服务队伍通知.pdf"].pages)
    assert "".join(named["02_说明报告.docx"].pages).strip()
    assert "\t" in named["03_服务项目清单.xlsx"].pages[0]
    assert named["更换前.jpg"] == Extracted()
    monkeypatch.setattr(
        "desktop.features.evidence.texts.run_limited", lambda *_a, **_k: pytest.fail("read again")
    )
    assert texts_of(QUIET, county_store, revisions) == texts


def test_a_file_that_hurts_the_child_costs_only_itself(
    county_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("好", encoding="gb18030")
    (folder / "b.txt").write_text("坏" * 10, encoding="utf-8")
    add_paths(QUIET, county_store, [folder])
    ids = {row.name: row.id for row in records.find(county_store, Revision)}
    monkeypatch.setattr("desktop.features.evidence.texts.read_texts", _dies_of_long_files)
    texts = texts_of(QUIET, county_store, ids.values())
    assert texts[ids["a.txt"]].pages == ("读到",)
    assert "损坏" in texts[ids["b.txt"]].faults[0]
    monkeypatch.undo()
    assert text_of(QUIET, county_store, ids["b.txt"]).pages == ("坏" * 10,)
    with pytest.raises(UserError):
        text_of(QUIET, county_store, "gone")


def _dies_of_long_files(paths: tuple[str, ...]) -> tuple[Extracted, ...]:
    import os

    if any(Path(path).stat().st_size > 10 for path in paths):
        os._exit(3)
    return tuple(Extracted(("读到",)) for _ in paths)


def test_a_broken_cache_is_read_anew(county_store: Store, tmp_path: Path) -> None:
    source = tmp_path / "说明.txt"
    source.write_text("原文", encoding="utf-8")
    add_paths(QUIET, county_store, [source])
    revision = records.find(county_store, Revision)[0]
    assert text_of(QUIET, county_store, revision.id).pages == ("原文",)
    (file,) = (p for p in cached(county_store.workspace).rglob("*") if p.is_file())
    file.write_bytes(b'{"version": 1, "pages"')
    assert text_of(QUIET, county_store, revision.id).pages == ("原文",)


def test_word_gives_tables_heads_and_no_text_twice(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文第一段")
    document.add_table(1, 2).rows[0].cells[1].text = "格里的字"
    document.sections[0].header.paragraphs[0].text = "页眉"
    path = tmp_path / "a.docx"
    document.save(str(path))
    body, head = read(path).pages
    assert body.count("正文第一段") == body.count("格里的字") == 1
    assert head.strip() == "页眉"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7\nrubbish", "PDF"),
        (b"PK\x03\x04rubbish", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式"),
        (bytes(range(256)) * 40, "看不了"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(data)
    assert read(path).pages == ()
    assert told in read(path).faults[0]


def test_a_word_bomb_and_a_doctype_are_refused(tmp_path: Path) -> None:
    for name, begin, blanks, told in (
        ("bomb", b"<a>", 320, "炸弹"),
        ("dtd", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 0, "DTD"),
    ):
        path = tmp_path / f"{name}.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, \
                archive.open("word/document.xml", "w") as part:  # fmt: skip
            part.write(begin)
            for _ in range(blanks):
                part.write(b" " * 1_000_000)
        assert told in read(path).faults[0]
