"""Files with strange names, dates and contents are kept whole and under safe names."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.core.paths import evidence_files
from desktop.features.evidence import add_paths, document_rows, verify_files

QUIET = QuietContext()
NAMES = ["CON", "NUL.txt", "LPT¹", "aux.pdf", "a:b.txt", "x.", "x ", " x", "*?|<>.txt", "字" * 84,
         "\u202egpj.exe", "<b>&.jpg", "..x", "-rf"]  # fmt: skip
# Those of them that a file can have there.
WINDOWS_NAMES = [" x", "字" * 84, "\u202egpj.exe", "..x", "-rf"]


def blobs(store: Store) -> list[Path]:
    return [path for path in evidence_files(store.workspace).rglob("*") if path.is_file()]


def test_row53_strange_names_are_data_and_never_paths(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = WINDOWS_NAMES if os.name == "nt" else NAMES
    for name in names:
        (folder / name).write_bytes(name.encode())
    result, _ = add_paths(QUIET, store, [folder])
    assert result.skipped == ()
    assert {row.name for row in document_rows(store).all()} == set(names)
    assert all(re.fullmatch(r"[0-9a-f]{64}", path.name) for path in blobs(store))
    assert len(blobs(store)) == len(names)


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be made there")
def test_row53_a_name_that_is_no_text_is_taken_in_and_known_again(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode(b"\xb2\xc4\xc1\xcf.txt")).write_bytes(b"x")
    (folder / "a\x0bb.txt").write_bytes(b"y")
    assert len(add_paths(QUIET, store, [folder])[0].added) == 2
    again, _ = add_paths(QUIET, store, [folder])
    assert (again.added, again.known) == ((), 2)
    for row in document_rows(store).all():
        row.name.encode("utf-8")


def test_row54_a_path_longer_than_260_characters(store: Store, tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["很长的文件夹名称" * 4] * 10)
    folder.mkdir(parents=True)
    (folder / "说明.txt").write_bytes(b"x")
    assert len(str(folder)) > 300
    result, _ = add_paths(QUIET, store, [tmp_path / ("很长的文件夹名称" * 4)])
    assert len(result.added) == 1
    assert document_rows(store).all()[0].source_path == str(folder / "说明.txt")


def test_row55_names_that_differ_by_case_or_composition_stay_two(
    store: Store, tmp_path: Path
) -> None:
    names = ["A.pdf", "a.pdf", unicodedata.normalize("NFC", "é.txt"),
             unicodedata.normalize("NFD", "é.txt")]  # fmt: skip
    for number, name in enumerate(names):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(name.encode())
        add_paths(QUIET, store, [folder / name])
    assert sorted(row.name for row in document_rows(store).all()) == sorted(names)
    assert len(blobs(store)) == 4


def test_row56_an_empty_file_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    result, _ = add_paths(QUIET, store, [tmp_path / "空.txt"])
    assert result.added == ()
    assert [("空文件" in item.why) for item in result.skipped] == [True]


@pytest.mark.parametrize("stamp", [0, 283_996_800, -86_400, 4_354_819_200])
def test_row60_any_date_of_a_file_is_kept(store: Store, tmp_path: Path, stamp: int) -> None:
    file = tmp_path / "旧.txt"
    file.write_bytes(b"x")
    os.utime(file, (stamp, stamp))
    result, _ = add_paths(QUIET, store, [file])
    assert len(result.added) == 1
    assert int(file.stat().st_mtime) == stamp


@pytest.mark.parametrize("data", [
    b"\x89PNG\r\n\x1a\n" + b"\0" * 20, b"\xff\xd8\xff\xe0", b"%PDF-1.4\n1 0 obj<</Prev 9>>",
    b"PK\x03\x04" + b"\xff" * 50,
])  # fmt: skip
def test_row67_broken_pictures_are_stored_without_being_opened(
    store: Store, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "图.jpg"
    file.write_bytes(data)
    add_paths(QUIET, store, [file])
    assert [path.read_bytes() for path in blobs(store)] == [data]
    assert verify_files(QUIET, store) == []


def test_row56_more_than_the_disk_holds_is_told_before_anything_is_copied(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"x")
    with (folder / "大.mp4").open("wb") as stream:
        stream.truncate(1 << 43)
    with pytest.raises(UserError, match=r"8192\.\d GB") as told:
        add_paths(QUIET, store, [folder])
    assert "一个文件也没有收进" in told.value.advice
    assert blobs(store) == []
