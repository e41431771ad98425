"""Building and checking a package of 5,000 files, 1.8 GB, beside 7z, openssl and bagit-python."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from db import records
from db.ids import new_id
from db.tables.evidence import Document, DocumentSlot, Revision, Slot
from desktop.core.content_store import keep_file
from desktop.core.job import QuietContext
from desktop.core.paths import evidence_files, samples
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.packages import Choice, Order, build_package, check_package
from desktop.features.workspace import create_workspace, open_workspace
from tests.bench.intake import digest
from tests.bench.race import Call, Missing, Races, Watch
from tests.bench.rows import Goal, Row, beside, grown, memory

_AT = "2026-08-31T17:30:00+08:00"
_IDLE_MB = 180


def make_workspace(folder: Path, files: int, megabytes: int) -> Path:
    """Return a workspace whose slots hold so many files, making it where it is not there."""
    place = folder / f"packed-{files}-{megabytes}"
    if not (place / "made").exists():
        _fill(place, files, megabytes * (1 << 20) // files)
        (place / "made").touch()
    return place


def _fill(folder: Path, files: int, size: int) -> None:
    with create_workspace(folder, county="青禾县", test_date="2026-12-20") as store:
        for kind, name in (("units", "责任单位通讯录.xls"),
                           ("indicators", "测评体系_县级_2026版任务分解表.xlsx")):  # fmt: skip
            apply_import(store, preview_import(store, ImportRequest(kind, samples() / name)))
        slots = records.find(store, Slot)
        rows: list[Document | Revision | DocumentSlot] = []
        source = folder / "one.bin"
        for number in range(files):
            source.write_bytes(os.urandom(size // 2 + size * number // files))
            kept = keep_file(evidence_files(folder), source)
            document = Document(new_id(), f"材料{number:05d}.jpg", None, None, "", "{}", _AT)
            rows += [
                document,
                Revision(new_id(), document.id, 1, kept.sha256, kept.bytes, document.name, "",
                         None, _AT),
                DocumentSlot(new_id(), document.id, slots[number % len(slots)].id),
            ]  # fmt: skip
        source.unlink()
        with store.write("材料"):
            records.insert(store, rows)


def build(watch: Watch, room: Path, workspace: str, volume: str) -> None:
    """Build the package as the window does: papers, tree, manifests, volumes, on the disk."""
    with open_workspace(Path(workspace)) as store, watch:
        build_package(QuietContext(), store, room / "out", Order(Choice(volume=volume)))


def seven_zip(watch: Watch, room: Path, workspace: str, is_lasting: bool) -> None:
    """Store the same files in one archive."""
    if not shutil.which("7z"):
        raise Missing
    target = room / "7.zip"
    command = ["7z", "a", "-mx0", "-bso0", "-bsp0", target, evidence_files(Path(workspace))]
    with watch:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        if is_lasting:
            subprocess.run(["sync", target], check=True)


def check(watch: Watch, room: Path, package: str) -> None:
    """Check a package as the window and the command line do."""
    with watch:
        checked = check_package(QuietContext(), Path(package))
    assert not checked.faults, checked.faults[:3]


def bagit_validates(watch: Watch, room: Path, package: str) -> None:
    """Let bagit-python check the same folder."""
    try:
        import bagit
    except ImportError as error:
        raise Missing from error
    with watch:
        bagit.Bag(package).validate(processes=2)


def _loose_package(races: Races, workspace: Path) -> str:
    folder = races.folder / f"{workspace.name}-bag"
    if not folder.exists():
        with open_workspace(workspace) as store:
            build_package(QuietContext(), store, folder, Order(Choice(volume="")))
    return str(next(path for path in folder.iterdir() if path.is_dir()))


def rows(races: Races) -> Iterator[Row]:
    """Yield building and checking."""
    files, megabytes = races.size(5000, 500), races.size(1800, 100)
    workspace = make_workspace(races.folder, files, megabytes)
    place, stored = str(workspace), str(evidence_files(workspace))
    raced = races.run({
        "ours": Call(build, (place, "4G")), "7z": Call(seven_zip, (place, False)),
        "lasting": Call(seven_zip, (place, True)), "openssl": Call(digest, (stored,)),
    })  # fmt: skip
    title, us = f"打包 {files} 个文件、{megabytes} MB：整包，分卷，落盘", raced["ours"]
    added = raced["openssl"].seconds if raced["openssl"] else 0
    yield beside(title, us, "7z -mx0", raced["7z"], Goal("≤", 1.0))
    yield beside(title, us, "7z -mx0，再 openssl dgst", raced["7z"], Goal("≤", 0.65), plus=added)
    yield beside(title, us, "7z -mx0; sync", raced["lasting"], None)
    yield memory(title, us, _IDLE_MB + 150)
    bag = _loose_package(races, workspace)
    raced = races.run({"ours": Call(check, (bag,)), "bagit": Call(bagit_validates, (bag,))})
    yield beside(f"核对包，{files} 个文件", raced["ours"], "bagit-python validate，2 进程",
                 raced["bagit"], Goal("≤", 1.1))  # fmt: skip
    small = str(make_workspace(races.folder, files // 10, megabytes // 10))
    yield grown(races, "打包", Call(build, (small, "4G")), Call(build, (place, "4G")))
