"""Every fault is listed; no zip, however hostile, writes a byte or fills the memory."""

from __future__ import annotations

import io
import os
import random
import shutil
import stat
import struct
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.job import Cancelled, QuietContext
from desktop.features.packages import check_package
from tests.features.packages.bags import bag, write, zipped

QUIET = QuietContext()
THREE = {"data/a": b"a", "data/b": b"b", "data/c": b"c"}


def faults(path: Path) -> set[tuple[str, str]]:
    return {(fault.kind, fault.where) for fault in check_package(QUIET, path).faults}


def test_row66_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    files = bag(THREE)
    write(tmp_path, files | {"data/a": b"A", "data/new": b"n"})
    (tmp_path / "data/b").unlink()
    assert faults(tmp_path) == {("changed", "data/a"), ("missing", "data/b"),
                                ("unexpected", "data/new")}  # fmt: skip


def test_row57_links_are_refused_and_not_followed(
    tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    write(tmp_path / "bag", bag(THREE))
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "bag/data/a").unlink()
    link(tmp_path / "bag/data/a", tmp_path / "a")
    link(tmp_path / "bag/data/folder", tmp_path)
    assert ("unsafe", "data/a") in faults(tmp_path / "bag")
    assert ("unsafe", "data/folder") in faults(tmp_path / "bag")


@pytest.mark.parametrize("top", ["", "bag/", "a/b/"])
def test_a_bag_is_found_wherever_it_lies_in_a_zip(tmp_path: Path, top: str) -> None:
    assert faults(zipped(tmp_path / "x.zip", bag(THREE), top)) == set()


def test_any_place_of_a_package_will_do(tmp_path: Path) -> None:
    write(tmp_path / "out" / "包", bag(THREE))
    assert check_package(QUIET, tmp_path / "out").files == 3
    assert check_package(QUIET, tmp_path / "out" / "包").files == 3
    with pytest.raises(UserError, match="没有打好的包"):
        check_package(QUIET, tmp_path / "out" / "包" / "data")
    with pytest.raises(UserError, match="没有这个"):
        check_package(QUIET, tmp_path / "none")


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/evil",
        "C:/evil",
        "..\\evil",
        "data/../../evil",
        "~/evil",
        "\\\\server\\share\\x",
    ],
)
def test_row61_zip_slip_is_named_and_nothing_written(tmp_path: Path, name: str) -> None:
    place = tmp_path / "in"
    place.mkdir()
    path = zipped(place / "x.zip", bag(THREE))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"evil")
    found = check_package(QUIET, path).faults
    assert [fault.kind for fault in found] == ["unsafe"]
    assert "evil" in found[0].where or "share" in found[0].where
    assert [item.name for item in tmp_path.rglob("*")] == ["in", "x.zip"]


def test_row62_bombs_are_refused_without_reading_them(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", bag(THREE))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, \
            archive.open("bag/data/bomb", "w", force_zip64=True) as stream:  # fmt: skip
        for _ in range(300):
            stream.write(bytes(1 << 20))
    begun = time.monotonic()
    assert ("unsafe", "x.zip/bag/data/bomb") in faults(path)
    assert time.monotonic() - begun < 20


def test_row62_overlapping_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bag/bagit.txt", b"x" * 10_000)
    raw = path.read_bytes()
    at = raw.index(b"PK\1\2")
    line, end = raw[at : raw.index(b"PK\5\6")], bytearray(raw[raw.index(b"PK\5\6") :])
    struct.pack_into("<2H2L", end, 8, 50, 50, len(line) * 50, at)
    path.write_bytes(raw[:at] + line * 50 + end)
    assert ("unsafe", "x.zip") in faults(path)


def test_row63_odd_zips_are_named(tmp_path: Path) -> None:
    files = bag(THREE)
    encrypted = zipped(tmp_path / "p.zip", files)
    raw = bytearray(encrypted.read_bytes())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = raw.index(b"data/a") - (30 if mark == b"PK\3\4" else 46) - 4
        at = raw.rindex(
            mark, 0, raw.index(b"data/a", at if mark == b"PK\3\4" else raw.index(b"PK\1\2"))
        )
        raw[at + offset] |= 1
    encrypted.write_bytes(raw)
    assert ("unsafe", "p.zip/bag/data/a") in faults(encrypted)

    method = zipped(tmp_path / "m.zip", files)
    raw = bytearray(method.read_bytes())
    local, central = raw.index(b"bag/data/b") - 30, raw.rindex(b"bag/data/b") - 46
    struct.pack_into("<H", raw, local + 8, 97)
    struct.pack_into("<H", raw, central + 10, 97)
    method.write_bytes(raw)
    found = check_package(QUIET, method).faults
    assert [(fault.kind, fault.where) for fault in found] == [("unreadable", "data/b")]
    assert "压缩方法" in found[0].what

    crc = zipped(tmp_path / "c.zip", files)
    raw = bytearray(crc.read_bytes())
    raw[raw.index(b"bag/data/c") + len("bag/data/c")] ^= 1
    crc.write_bytes(raw)
    assert ("changed", "data/c") in faults(crc)


def test_row63_not_a_zip_truncated_and_doubled(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"not a zip")
    assert ("unreadable", "x.zip") in faults(tmp_path / "x.zip")
    whole = zipped(tmp_path / "y.zip", bag(THREE)).read_bytes()
    (tmp_path / "y.zip").write_bytes(whole[:-30])
    assert ("unreadable", "y.zip") in faults(tmp_path / "y.zip")
    double = zipped(tmp_path / "z.zip", bag(THREE))
    with warnings.catch_warnings(), zipfile.ZipFile(double, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("bag/data/a", b"other")
    assert ("unsafe", "z.zip/bag/data/a") in faults(double)


def test_row63_links_in_zips_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", bag(THREE))
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("bag/data/link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert ("unsafe", "x.zip/bag/data/link") in faults(path)


def test_row64_names_in_gbk_without_the_flag_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    files = bag({"data/说明报告.docx": b"x"})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    raw = stream.getvalue().replace("说明报告".encode(), "说明报告".encode("gbk") + b"abcd")
    fixed = bytearray(raw)
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := fixed.find(mark, at + 1)) >= 0:
            struct.pack_into("<H", fixed, at + place, 0)
    path.write_bytes(fixed.replace(b"abcd.docx", b".docxabcd"))
    where = {fault.where for fault in check_package(QUIET, path).faults}
    assert "data/说明报告.docxabcd" in where


def test_row60_times_before_and_after_zips_own_are_no_fault(
    built_packages: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "p"
    shutil.copytree(next((built_packages / "folder").iterdir()), folder)
    for number, path in enumerate(sorted(folder.rglob("*.*"))):
        os.utime(path, (0, 0) if number % 2 else (4_400_000_000, 4_400_000_000))
    assert faults(folder) == set()


def test_cancelling_a_check(built_packages: Path) -> None:
    class Stop(QuietContext):
        def step(self, done: int, total: int, text: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        check_package(Stop(), built_packages / "folder")


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize("flips", [30, pytest.param(300, marks=pytest.mark.long)])
def test_row66_73_every_flipped_bit_is_found(
    built_packages: Path, tmp_path: Path, kind: str, flips: int
) -> None:
    shutil.copytree(built_packages / kind, tmp_path / "p")
    assert check_package(QUIET, tmp_path / "p").is_whole
    files = sorted(path for path in (tmp_path / "p").rglob("*") if path.is_file())
    lots = random.Random(73)
    missed = []
    for number in range(flips):
        # Half of the flips in small files, which a draw by bytes would hardly ever hit.
        path = lots.choice(files) if number % 2 else lots.choices(
            files, [item.stat().st_size for item in files])[0]  # fmt: skip
        place, bit = lots.randrange(path.stat().st_size), 1 << lots.randrange(8)
        flip(path, place, bit)
        if check_package(QUIET, tmp_path / "p").is_whole:
            missed.append((path.name, place, bit))
        flip(path, place, bit)
    assert missed == []
    assert check_package(QUIET, tmp_path / "p").is_whole


def flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(place)
        byte = stream.read(1)[0]
        stream.seek(place)
        stream.write(bytes([byte ^ bit]))


def test_every_bit_of_a_volumes_structure_counts(built_packages: Path, tmp_path: Path) -> None:
    """The directory and headers of a volume, byte by byte."""
    folder = next((built_packages / "zip").iterdir())
    shutil.copytree(folder, tmp_path / "p")
    path = next((tmp_path / "p").glob("*.zip"))
    raw = path.read_bytes()
    at = raw.index(b"PK\1\2")
    places = [*range(60), *range(at, at + 120), *range(len(raw) - 22, len(raw))]
    lots = random.Random(1)
    for place in lots.sample(places, 40):
        flip(path, place, 1 << lots.randrange(8))
        assert not check_package(QUIET, tmp_path / "p").is_whole, place
        path.write_bytes(raw)


def test_row66_a_letter_of_the_tag_manifest_changed_in_case_is_found(
    built_packages: Path, tmp_path: Path
) -> None:
    """The one flip that readers of checksums forgive."""
    shutil.copytree(next((built_packages / "folder").iterdir()), tmp_path / "p")
    path = tmp_path / "p" / "tagmanifest-sha256.txt"
    raw = path.read_bytes()
    place = next(index for index, byte in enumerate(raw) if chr(byte) in "abcdef")
    flip(path, place, 0x20)
    assert ("changed", path.name) in faults(tmp_path / "p")
