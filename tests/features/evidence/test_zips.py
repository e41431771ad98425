"""Zips handed in: what they hold is taken in, what hurts is named, nothing lands outside."""

from __future__ import annotations

import random
import struct
import zipfile
from pathlib import Path

import pytest

from db import Store, records
from db.tables.evidence import Revision
from desktop.core import resources
from desktop.core.job import Cancelled, QuietContext
from desktop.core.paths import evidence_files, samples
from desktop.core.resources import resource
from desktop.core.unzip import UnzipRequest, unzip
from desktop.features.evidence import AddResult, add_paths, document_rows, verify_files

QUIET = QuietContext()
DEFLATED = zipfile.ZIP_DEFLATED


def add(store: Store, path: Path) -> AddResult:
    return add_paths(QUIET, store, [path])[0]


def make(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def gbk(path: Path, members: dict[str, bytes]) -> Path:
    """Make a zip as Chinese tools do: names in GBK, no mark that tells."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo("x" * len(name.encode("gbk")))
            archive.writestr(info, content)
    data = path.read_bytes()
    for name in members:
        raw = name.encode("gbk")
        data = data.replace(b"x" * len(raw), raw, 2)
    path.write_bytes(data)
    return path


def reasons(result: AddResult) -> str:
    return " ".join(f"{item.path}:{item.why}" for item in result.skipped)


def files(store: Store) -> list[Path]:
    folder = evidence_files(store.workspace)
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []


def test_a_zip_of_the_samples_is_filed_as_the_folder_is(
    county_store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "报送材料.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted((samples() / "报送材料").rglob("*")):
            if file.is_file():
                archive.write(file, str(file.relative_to(samples() / "报送材料")))
    result = add(county_store, path)
    assert len(result.added) == 88
    codes = {Path(item.path).name: item.codes for item in result.added}
    assert codes["II-3-2)-①红头文件.pdf"] == ("Ⅱ-3-2)",)
    row = next(r for r in document_rows(county_store).all() if r.name == "修剪.jpg")
    assert row.source_path == f"{path}/园林中心/Ⅱ-49-2)绿化/修剪.jpg"
    assert row.unit is not None
    assert "园林" in row.unit
    assert verify_files(QUIET, county_store) == []
    assert add(county_store, path).known == 88


def test_row64_names_in_gbk_are_right(county_store: Store, tmp_path: Path) -> None:
    path = gbk(tmp_path / "联通.zip", {"联通\\3.2 说明报告.docx": b"a", "诚信(表).xlsx": b"b"})
    result = add(county_store, path)
    assert {row.name for row in document_rows(county_store).all()} == {
        "3.2 说明报告.docx", "诚信(表).xlsx",
    }  # fmt: skip
    assert {item.codes for item in result.added} == {("Ⅱ-3-2)",), ()}


def test_the_day_a_file_was_made_is_kept(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt", (2026, 3, 14, 9, 15, 12)), b"a")
    broken = bytearray(make(tmp_path / "b.zip", {"b.txt": b"b"}).read_bytes())
    at = broken.index(b"PK\x01\x02")
    broken[at + 12 : at + 16] = b"\0\0\0\0"
    (tmp_path / "b.zip").write_bytes(broken)
    assert len(add(store, path).added) == len(add(store, tmp_path / "b.zip").added) == 1
    dates = [row.source_modified for row in records.find(store, Revision, name="a.txt")]
    assert dates[0] is not None
    assert dates[0].startswith("2026-03-14T09:15:12")


# On Windows zipfile writes a backslash as a slash, so that two of the names become one.
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_row61_names_that_climb_out_are_named_and_write_nothing(
    store: Store, tmp_path: Path
) -> None:
    names = ["../../slip.txt", "..\\..\\slip.txt", "/abs.txt", "C:\\slip.txt", "a/../../slip.txt"]
    path = make(
        tmp_path / "z.zip", {**dict.fromkeys(names, b"x"), "CON.txt": b"good", "a:b": b"too"}
    )
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    before = set(tmp_path.rglob("slip.txt"))
    result = add(store, path)
    assert {row.name for row in document_rows(store).all()} == {"CON.txt", "a:b"}
    assert len(result.skipped) == len(names) + 1
    assert set(tmp_path.rglob("slip.txt")) == before == set()
    assert not any(file.name in ("slip.txt", "abs.txt") for file in files(store))


def small_limits(monkeypatch: pytest.MonkeyPatch, **values: int) -> None:
    """Make limits smaller, in this process: `unzip` is called without its child then."""
    monkeypatch.setattr(resources, "resource", lambda name: {**resource(name), **values})


@pytest.mark.parametrize(
    ("name", "content", "limits", "told"),
    [
        ("size", b"x" * 5000, {"intake_zip_bytes": 4000}, "炸弹"),
        ("ratio", b"0" * 900_000, {"intake_zip_ratio_from": 1000}, "炸弹"),
        ("members", b"x", {"intake_zip_members": 2}, "过多"),
    ],
)
def test_row62_bombs_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes,
    limits: dict[str, int], told: str,
) -> None:  # fmt: skip
    members = {f"{name}{number}": content for number in range(3)}
    path = make(tmp_path / "bomb.zip", members, DEFLATED)
    small_limits(monkeypatch, **limits)
    with pytest.raises(Exception, match=told):
        unzip(UnzipRequest(str(path), str(tmp_path)))


def test_row62_a_bomb_in_the_child_and_one_that_lies_are_refused(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "zeros.zip"
    with (
        zipfile.ZipFile(path, "w", DEFLATED, compresslevel=1) as archive,
        archive.open("0", "w") as part,
    ):
        for _ in range(150):
            part.write(bytes(1 << 20))
    assert "炸弹" in reasons(add(store, path))
    lying = bytearray(make(tmp_path / "lying.zip", {"a.txt": b"0" * 5000}, DEFLATED).read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = lying.index(mark) + offset
        lying[at : at + 4] = struct.pack("<L", 10)
    (tmp_path / "lying.zip").write_bytes(lying)
    assert "损坏" in reasons(add(store, tmp_path / "lying.zip"))
    assert files(store) == []


def test_row62_overlapping_members_are_refused(store: Store, tmp_path: Path) -> None:
    data = bytearray(make(tmp_path / "o.zip", {"a": b"x" * 100, "b": b"y" * 100}).read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    (tmp_path / "o.zip").write_bytes(data)
    assert "重叠" in reasons(add(store, tmp_path / "o.zip"))


def test_row62_zips_in_zips_are_opened_to_a_depth(store: Store, tmp_path: Path) -> None:
    inner = make(tmp_path / "0.zip", {"里面.txt": b"deep"})
    for number in range(1, 6):
        members = {"内.zip": inner.read_bytes(), f"{number}.txt": bytes([number])}
        inner = make(tmp_path / f"{number}.zip", members)
    result = add(store, tmp_path / "2.zip")
    assert sorted(row.name for row in document_rows(store).all()) == ["1.txt", "2.txt", "里面.txt"]
    assert result.skipped == ()
    deep = add(store, inner)
    assert "层数过多" in reasons(deep)


def _patched(path: Path, mark: bytes, offset: int, value: bytes) -> None:
    data = bytearray(path.read_bytes())
    at = data.rindex(mark) + offset
    data[at : at + len(value)] = value
    path.write_bytes(data)


def test_row63_what_cannot_be_opened_is_named(store: Store, tmp_path: Path) -> None:
    both = {"好.txt": b"good", "坏.txt": b"bad" * 9}
    crc, method, locked, split, all_locked, none = (
        make(tmp_path / f"{name}.zip", both) for name in
        ("crc", "method", "locked", "split", "all", "none")
    )  # fmt: skip
    data = crc.read_bytes()
    crc.write_bytes(data.replace(b"bad" * 9, b"bat" * 9))
    _patched(method, b"PK\x01\x02", 10, struct.pack("<H", 99))
    _patched(locked, b"PK\x01\x02", 8, struct.pack("<H", 0x801))
    _patched(split, b"PK\x05\x06", 4, struct.pack("<HH", 1, 0))
    _patched(all_locked, b"PK\x01\x02", 8, struct.pack("<H", 0x801))
    data = all_locked.read_bytes()
    at = data.index(b"PK\x01\x02") + 8
    all_locked.write_bytes(data[:at] + struct.pack("<H", 0x801) + data[at + 2 :])
    none.write_bytes(b"PK\x03\x04 cut off")
    for path, told, added in (
        (crc, "坏.txt:在压缩包里已损坏", 1), (method, "坏.txt:压缩方法不认识", 1),
        (locked, "坏.txt:有密码", 1), (split, "分卷", 0), (all_locked, "压缩包有密码", 0),
        (none, "打不开", 0),
    ):  # fmt: skip
        result = add(store, path)
        assert told in reasons(result), path.name
        assert len(result.added) == added, path.name
        assert str(path) in reasons(result)
    for name in ("a.rar", "b.7z", "c.zip.001"):
        (tmp_path / name).write_bytes(b"Rar!")
        assert "解开后再拖进来" in reasons(add(store, tmp_path / name))


def test_row63_flipped_bits_are_read_or_named(store: Store, tmp_path: Path) -> None:
    whole = make(tmp_path / "w.zip", {f"{n}.txt": bytes([n]) * 300 for n in range(4)}, DEFLATED)
    data, dice = whole.read_bytes(), random.Random(1)
    for number in range(150):
        spoilt = bytearray(data)
        for _ in range(3):
            spoilt[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path = tmp_path / "f.zip"
        path.write_bytes(spoilt)
        target = tmp_path / str(number)
        target.mkdir()
        try:
            content = unzip(UnzipRequest(str(path), str(target)))
        except Exception as error:
            assert type(error).__name__ == "BadArchive", error
            continue
        for member in content.members:
            assert len(Path(member.file).read_bytes()) == 300


class StopAt(QuietContext):
    """Cancels at the n-th step."""

    def __init__(self, number: int) -> None:
        self.left = number

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("number", [2, 5])
def test_cancelling_while_a_zip_is_opened_leaves_nothing(
    store: Store, tmp_path: Path, number: int
) -> None:
    path = make(tmp_path / "z.zip", {f"{n}.txt": bytes([n]) for n in range(20)})
    with pytest.raises(Cancelled):
        add_paths(StopAt(number), store, [path])
    assert files(store) == []
    assert list(evidence_files(store.workspace).glob(".intake-*")) == []


def test_an_empty_zip_is_named(store: Store, tmp_path: Path) -> None:
    assert "空的" in reasons(add(store, make(tmp_path / "空.zip", {})))
