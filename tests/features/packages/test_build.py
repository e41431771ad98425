"""Building packages: whole or not at all, the same every time, and nobody is surprised."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from db import Store, open_store, records
from db.tables.evidence import Document, DocumentSlot, Revision
from db.tables.packages import Package
from desktop.core import clock
from desktop.core.errors import InputError, UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.resources import resource
from desktop.features.evidence import blob_path, document_rows, edit_document, review_documents
from desktop.features.packages import (
    Choice,
    Hit,
    Order,
    Override,
    build_package,
    check_files,
    check_package,
    find_hits,
    read_tree,
    read_window,
)
from desktop.features.packages.record import RECORD

QUIET = QuietContext()
PLAIN = Order(Choice())


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.parametrize("volume", ["", "650M", "none"])
def test_the_same_content_gives_the_same_bytes_but_for_one_dated_file(
    filed_store: Store, tmp_path: Path, volume: str
) -> None:
    first, _ = build_package(QUIET, filed_store, tmp_path / "a", Order(Choice(volume=volume)))
    later = datetime(2027, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=8)))
    former = clock.replace_source(lambda: later)
    try:
        second, _ = build_package(QUIET, filed_store, tmp_path / "b", Order(Choice(volume=volume)))
    finally:
        clock.replace_source(former)
    one, two = contents(first.folder), contents(second.folder)
    assert one.keys() == two.keys()
    assert {name for name in one if one[name] != two[name]} == {RECORD}
    assert "2027-01-02 03:04:05" in two[RECORD].decode()
    assert check_package(QUIET, first.folder).is_whole


def test_the_tree_goes_by_code_and_title_with_the_report_first(filed_store: Store) -> None:
    tree = read_tree(filed_store, Choice())
    item = next(item for item in tree.items if item.standard.code == "Ⅱ-3-2)")
    names = [file.path.rpartition("/")[2] for file in item.files]
    assert item.path.startswith("data/Ⅰ-1 思想引领与价值观培育/Ⅱ-3 志愿服务/Ⅱ-3-2) ")
    assert names[0] == "01_说明报告_02_说明报告.docx"
    assert [file.number for file in item.files] == list(range(1, len(names) + 1))
    assert all(len(f"{tree.name}/{file.path}") <= 240 for file in tree.files)
    codes = [item.standard.code for item in tree.items]
    assert codes == sorted(codes, key=lambda code: [int(n) for n in re.findall(r"\d+", code)])
    other = read_tree(filed_store, Choice(rule="{编号}-{圈号} {名称}", name="第三季度"))
    assert other.name == "第三季度"
    assert other.items[0].files[0].path.rpartition("/")[2] == "Ⅱ-3-1)-① 统计说明.docx"
    with pytest.raises(InputError, match="火星"):
        read_tree(filed_store, Choice(rule="{火星}"))


def test_papers_say_what_is_in_the_package(built_packages: Path) -> None:
    folder = next((built_packages / "folder").iterdir())
    files = [path for path in contents(folder) if path.startswith("data/")]
    texts = {}
    for path in folder.glob("*.pdf"):
        reader = PdfReader(path)
        texts[path.name] = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
        assert f"共 {len(reader.pages)} 页" in texts[path.name]
    handover = texts["05_移交清单.pdf"]
    manifest = (folder / "manifest-sha256.txt").read_text(encoding="utf-8")
    for line in manifest.splitlines():
        checksum, _, path = line.partition("  ")
        assert path in files
        assert checksum[:8] in handover
        assert path.rpartition("/")[2].replace(" ", "") in handover.replace(" ", "")
    for words in ("移交人", "接收人", "监交人", "certutil -hashfile manifest-sha256.txt SHA256",
                  "合计 60 份（陆拾份）"):  # fmt: skip
        assert words in handover
    assert all(word in texts["03_材料提交表.pdf"] for word in ("测评材料提交表", "结论性说明"))
    assert texts["04_待审材料索引表.pdf"].count("待审材料索引表") >= 24
    sheet = load_workbook(folder / "02_目录.xlsx").active
    assert sheet.max_row == len(files) + 1
    assert {row[11] for row in sheet.iter_rows(min_row=2, values_only=True)} == set(files)


def test_the_page_of_links_opens_offline_and_every_link_works(built_packages: Path) -> None:
    folder = next((built_packages / "folder").iterdir())
    page = (folder / "目录.html").read_text(encoding="utf-8")
    links = [
        re.sub("%([0-9A-F]{2})", lambda found: chr(int(found.group(1), 16)), link)
        .encode("latin-1").decode()
        for link in re.findall('href="([^"]*)"', page)
    ]  # fmt: skip
    assert len(links) == 60 + 5
    assert all((folder / link).is_file() for link in links)
    assert not re.search(r"https?:|<script|src=", page)


def test_markup_in_names_is_shown_as_typed(filed_store: Store, tmp_path: Path) -> None:
    document = next(row for row in document_rows(filed_store).all() if row.codes)
    edit_document(filed_store, document.id, name='<b>&"x"</b>=1+1.docx')
    built, _ = build_package(QUIET, filed_store, tmp_path, PLAIN)
    page = (built.folder / "目录.html").read_text(encoding="utf-8")
    assert "＜b＞&amp;＂x＂＜／b＞=1+1.docx" in page
    cells = [
        cell
        for row in load_workbook(built.folder / "02_目录.xlsx").active.iter_rows()
        for cell in row
    ]
    named = next(cell for cell in cells if cell.value == '<b>&"x"</b>=1+1.docx')
    assert named.data_type == "s"
    assert check_package(QUIET, built.folder).is_whole


def test_who_is_left_out_is_told(filed_store: Store) -> None:
    rows = [row for row in document_rows(filed_store).all() if row.codes]
    edit_document(filed_store, rows[0].id, fact_date=date(2020, 1, 1))
    review_documents(filed_store, [rows[1].id], "returned", reason="blurred")
    review_documents(filed_store, [rows[2].id], "passed")
    window = read_window("2025-09-01..2026-08-31")
    tree = read_tree(filed_store, Choice(window=window))
    why = {item.document_id: item.why for item in tree.left_out}
    assert "时限" in why[rows[0].id]
    assert why[rows[1].id] == "已退回"
    packed = {file.material.document_id for file in tree.files}
    assert not packed & set(why)
    only = read_tree(filed_store, Choice(only_passed=True))
    assert {file.material.document_id for file in only.files} == {rows[2].id}
    for text in ("昨天", "2026-01-01..2025-01-01", "2026-01-01"):
        with pytest.raises(UserError, match="看不懂"):
            read_window(text)
    assert read_window("2025-09-01 至 2026-08-31") == window


@pytest.mark.parametrize("volume", ["", "none"])
def test_many_papers_are_drawn_apart_and_are_the_same(
    filed_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, volume: str
) -> None:
    order = Order(Choice(volume=volume))
    here, _ = build_package(QUIET, filed_store, tmp_path / "here", order)
    monkeypatch.setitem(resource("limits.json"), "papers_apart_from", 1)
    apart, _ = build_package(QUIET, filed_store, tmp_path / "apart", order)
    found = [contents(built.folder) for built in (here, apart)]
    for files in found:
        del files[RECORD]
    assert found[0] == found[1]
    assert here.missing_glyphs == apart.missing_glyphs


def test_papers_that_cannot_be_drawn_apart_leave_nothing(
    filed_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(resource("limits.json"), "papers_apart_from", 1)
    with pytest.raises(Cancelled):
        build_package(StopAt(62), filed_store, tmp_path, PLAIN)
    monkeypatch.setitem(resource("limits.json"), "papers_memory_mb", 1)
    with pytest.raises(UserError, match="目录和清单没有排出来"):
        build_package(QUIET, filed_store, tmp_path, PLAIN)
    assert list(tmp_path.glob("*青禾县*")) == []
    assert list(tmp_path.glob(".yingjian*")) == []
    assert records.find(filed_store, Package) == ()


def packed_blob(store: Store) -> tuple[Path, str]:
    material = read_tree(store, Choice()).files[5].material
    return blob_path(store.workspace, material.sha256), material.name


@pytest.mark.parametrize("harm", ["missing", "longer", "same-size", "unreadable"])
@pytest.mark.parametrize("volume", ["", "none"])
def test_row57_a_lost_file_stops_the_build_by_name_or_is_left_out_knowingly(
    filed_store: Store, tmp_path: Path, harm: str, volume: str
) -> None:
    blob, name = packed_blob(filed_store)
    content = blob.read_bytes()
    blob.unlink()
    if harm == "longer":
        blob.write_bytes(content + b"x")
    elif harm == "same-size":
        blob.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    elif harm == "unreadable":
        blob.mkdir()
    order = Order(Choice(volume=volume))
    with pytest.raises(InputError) as refused:
        build_package(QUIET, filed_store, tmp_path / "out", order)
    assert [problem.where for problem in refused.value.problems] == [name]
    assert list((tmp_path / "out").glob("*")) == []
    assert records.find(filed_store, Package) == ()
    order = Order(Choice(volume=volume), take_rest=True)
    built, _ = build_package(QUIET, filed_store, tmp_path / "out", order)
    assert [item.name for item in built.left_out] == [name]
    assert name in (built.folder / RECORD).read_text(encoding="utf-8")
    assert check_package(QUIET, built.folder).is_whole
    assert not check_files(QUIET, filed_store).is_whole


def test_privacy_hits_stop_the_build_until_somebody_answers(
    filed_store: Store, tmp_path: Path
) -> None:
    hits = (Hit("d", "名单.xlsx", "Sheet1!B2", "身份证号 3301…"),)
    with pytest.raises(InputError) as refused:
        build_package(QUIET, filed_store, tmp_path, Order(Choice(), hits))
    assert "名单.xlsx Sheet1!B2" in str(refused.value)
    with pytest.raises(UserError, match="姓名和理由"):
        build_package(QUIET, filed_store, tmp_path, Order(Choice(), hits, Override("张三", " ")))
    assert list(tmp_path.glob("青禾县*")) == []
    order = Order(Choice(), hits, Override("张三", "已当面告知本人"))
    built, _ = build_package(QUIET, filed_store, tmp_path, order)
    (row,) = records.find(filed_store, Package)
    assert (row.override_by, row.override_reason) == ("张三", "已当面告知本人")
    assert json.loads(row.hits)[0]["where"] == "Sheet1!B2"
    assert "张三" in (built.folder / RECORD).read_text(encoding="utf-8")
    seen = find_hits(QUIET, filed_store, ["d"], [lambda _ctx, _store, ids: (hits[0],) * len(ids)])
    assert seen == hits


class StopAt(QuietContext):
    """Cancels at the n-th step."""

    def __init__(self, number: int) -> None:
        self.left = number

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("number", [0, 1, 4, 8, 9, 20, 50, 68])
@pytest.mark.parametrize("volume", ["", "none"])
def test_cancelling_leaves_nothing(
    filed_store: Store, tmp_path: Path, number: int, volume: str
) -> None:
    out = tmp_path / "out"
    with pytest.raises(Cancelled):
        build_package(StopAt(number), filed_store, out, Order(Choice(volume=volume)))
    assert list(out.glob("*")) == []
    assert records.find(filed_store, Package) == ()


def test_refusals(filed_store: Store, store: Store, tmp_path: Path) -> None:
    built, _ = build_package(QUIET, filed_store, tmp_path, PLAIN)
    before = contents(built.folder)
    with pytest.raises(UserError, match="已经有"):
        build_package(QUIET, filed_store, tmp_path, PLAIN)
    assert contents(built.folder) == before
    with pytest.raises(UserError, match="没有“2019年版”"):
        build_package(QUIET, filed_store, tmp_path / "x", Order(Choice(edition="2019年版")))
    with pytest.raises(UserError, match="没有可以打包的材料"):
        build_package(QUIET, filed_store, tmp_path / "x", Order(Choice(only_passed=True)))
    with pytest.raises(UserError, match="还没有测评体系"):
        build_package(QUIET, store, tmp_path / "x", PLAIN)
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="写不进"):
        build_package(QUIET, filed_store, tmp_path / "file", PLAIN)
    with (
        open_store(filed_store.path, read_only=True) as reader,
        pytest.raises(UserError, match="只读"),
    ):
        build_package(QUIET, reader, tmp_path / "x", PLAIN)


def test_row56_a_file_larger_than_a_volume_is_told_before_copying(
    filed_store: Store, tmp_path: Path
) -> None:
    material = read_tree(filed_store, Choice()).files[0].material
    blob = blob_path(filed_store.workspace, material.sha256)
    size = 700 << 20
    os.truncate(blob, size)
    with filed_store.write("x"):
        (row,) = records.find(filed_store, Revision, document_id=material.document_id)
        records.update(filed_store, [records.changed(row, bytes=size)])
    with pytest.raises(InputError, match="比一卷还大"):
        build_package(QUIET, filed_store, tmp_path / "out", Order(Choice(volume="650M")))
    assert list((tmp_path / "out").glob("*")) == []


def test_row55_59_twins_get_places_of_their_own(filed_store: Store, tmp_path: Path) -> None:
    item = next(i for i in read_tree(filed_store, Choice()).items if len(i.files) > 3)
    names = ["A.pdf", "a.pdf", "e\u0301.pdf", "é.pdf"]
    for file, name in zip(item.files, names, strict=False):
        document = records.get(filed_store, Document, file.material.document_id)
        assert document is not None
        with filed_store.write("x"):
            records.update(filed_store, [records.changed(document, name=name)])
    built, _ = build_package(QUIET, filed_store, tmp_path, Order(Choice(rule="{名称}")))
    assert check_package(QUIET, built.folder).is_whole
    page = (built.folder / "目录.html").read_text(encoding="utf-8")
    assert "a (2).pdf" in page


def test_one_document_serves_two_requirements_but_each_only_once(filed_store: Store) -> None:
    tree = read_tree(filed_store, Choice())
    first, other = tree.items[0], tree.items[1]
    document = first.files[0].material.document_id
    links = records.find(filed_store, DocumentSlot, document_id=document)
    slot = records.find(filed_store, DocumentSlot, document_id=other.files[0].material.document_id)[
        0
    ].slot_id
    with filed_store.write("x"):
        records.insert(filed_store, [records.changed(links[0], id="x1", slot_id=slot)])
    found = read_tree(filed_store, Choice())
    places = [file.path for file in found.files if file.material.document_id == document]
    assert len(places) == 2
    assert len({path.rpartition("/")[0] for path in places}) == 2


def test_volumes_keep_under_their_size_and_any_tool_reads_them(
    filed_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = resource("packages.json")
    small = {**facts["volumes"], "650M": {"title": "", "bytes": 1_200_000}}
    monkeypatch.setitem(facts, "volumes", small)
    built, _ = build_package(QUIET, filed_store, tmp_path, Order(Choice(volume="650M")))
    assert len(built.volumes) > 2
    assert all(path.stat().st_size <= 1_200_000 for path in built.volumes)
    for path in built.volumes:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            for info in archive.infolist():
                assert info.compress_type == zipfile.ZIP_STORED
                assert info.flag_bits & 0x800
                assert info.date_time == (1980, 1, 1, 0, 0, 0)
            archive.extractall(tmp_path / "all")
    assert check_package(QUIET, built.volumes[1]).is_whole
    assert (tmp_path / "all" / built.name / "bagit.txt").is_file()
    built.volumes[1].unlink()
    kinds = {fault.kind for fault in check_package(QUIET, built.folder).faults}
    assert kinds == {"missing"}


def test_row57_the_store_is_checked_whole(
    filed_store: Store, link: Callable[[Path, Path], None]
) -> None:
    assert check_files(QUIET, filed_store).files == 86
    rows = sorted({row.sha256: row for row in document_rows(filed_store).all()}.items())
    blobs = [blob_path(filed_store.workspace, sha256) for sha256, _ in rows[:3]]
    blobs[0].unlink()
    raw = blobs[1].read_bytes()
    blobs[1].write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    blobs[2].rename(blobs[2].with_name("x"))
    link(blobs[2], blobs[2].with_name("x"))
    stray = blobs[0].parents[1] / "stray.txt"
    stray.write_text("x")
    faults = check_files(QUIET, filed_store).faults
    assert [fault.kind for fault in faults].count("missing") == 1
    assert {fault.kind for fault in faults} == {"missing", "changed", "unexpected"}
    assert {"files/stray.txt"} <= {fault.where for fault in faults}


KILLED = """
import sys
from pathlib import Path
from desktop.core.job import QuietContext
from desktop.features.packages import Choice, Order, build_package
from desktop.features.workspace import open_workspace
with open_workspace(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    build_package(QuietContext(), store, Path(sys.argv[2]), Order(Choice(volume=sys.argv[3])))
    print("done", flush=True)
"""


@pytest.mark.parametrize("kills", [4, pytest.param(200, marks=pytest.mark.long)])
def test_row69_killed_at_any_moment_no_final_name_lies(
    filed_store: Store, tmp_path: Path, kills: int
) -> None:
    out = tmp_path / "out"
    filed_store.close()
    finished = 0
    for number in range(kills):
        volume = ("", "none")[number % 2]
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(filed_store.workspace), str(out / str(number)), volume],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep((number % 20 + 0.5) * 0.06 if kills > 10 else 0.15 + number * 0.2)
        child.kill()
        child.wait()
        child.stdout.close()
        for found in (out / str(number)).glob("[!.]*"):
            finished += 1
            assert check_package(QUIET, found).is_whole
        with open_store(filed_store.path) as store:
            assert check_files(QUIET, store).is_whole
            build_package(QUIET, store, out / str(number), Order(Choice(name="再打一次")))
        assert not list((out / str(number)).glob(".yingjian*"))
    assert finished <= kills


@pytest.mark.parametrize("volume", ["", "none"])
@pytest.mark.parametrize("number", [0, 1, 5, 10, 30])
def test_row70_71_a_full_disk_at_any_write_leaves_nothing(
    filed_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, volume: str
) -> None:
    left = [min(number, 7) if volume else number]
    settle = os.fsync

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        settle(handle)

    monkeypatch.setattr(os, "fsync", full)
    order = Order(Choice(volume=volume))
    with pytest.raises(UserError, match="写不进"):
        build_package(QUIET, filed_store, tmp_path / "out", order)
    monkeypatch.undo()
    assert list((tmp_path / "out").glob("*")) == []
    assert records.find(filed_store, Package) == ()
    assert build_package(QUIET, filed_store, tmp_path / "out", order)[0].files == 60


def test_row71_too_little_room_is_told_before_anything_is_written(
    filed_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.features.packages import build

    usage = type("usage", (), {"free": 1 << 20})
    monkeypatch.setattr(build.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(UserError, match="磁盘空间不够"):
        build_package(QUIET, filed_store, tmp_path / "out", PLAIN)
    assert not (tmp_path / "out").exists()
